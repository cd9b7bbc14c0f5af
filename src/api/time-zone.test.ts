import { describe, expect, test } from 'vitest';
import { civilTime, timeOf, timeZoneError } from './time-zone.ts';

test.each(['', 'UTC', 'Local', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'US/Eastern', 'EST'])('there is a zone "%s"', (name) => {
  expect(timeZoneError(name)).toBeUndefined();
});

test.each([
  ['europe/berlin', 'unknown time zone europe/berlin'],
  ['+01:00', 'unknown time zone +01:00'],
  ['Mars/Olympus', 'unknown time zone Mars/Olympus'],
  ['../etc/passwd', 'time: invalid location name'],
  ['/Europe/Berlin', 'time: invalid location name'],
])('there is no zone "%s": %s', (name, why) => {
  expect(timeZoneError(name)).toBe(why);
});

describe('clocks', () => {
  const noon = Date.UTC(2026, 6, 1, 12);

  test('show what their zone says, in summer and in winter', () => {
    expect(civilTime(noon, 'Europe/Berlin')).toEqual({ year: 2026, month: 7, day: 1, hour: 14, minute: 0, second: 0, weekday: 3 });
    expect(civilTime(Date.UTC(2026, 0, 1, 23, 30), 'Asia/Kolkata')).toMatchObject({ day: 2, hour: 5, minute: 0 });
  });

  test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland'])('are read back in %s', (zone) => {
    expect(timeOf(civilTime(noon, zone), zone)).toBe(noon);
  });

  test('skip what a change leaves out, and months overflow', () => {
    const left = { year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 };
    expect([0, 1]).toContain((timeOf(left, 'Europe/Berlin') - Date.UTC(2026, 2, 29, 0, 30)) / 3_600_000);
    expect(timeOf({ ...left, month: 13, day: 1 }, 'UTC')).toBe(Date.UTC(2027, 0, 1, 2, 30));
  });
});
