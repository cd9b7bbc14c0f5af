import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronError, nextCronTime, parseCron } from './cron.ts';

const MINUTE_MS = 60_000;

function next(schedule: string, after: string, zone?: string): string | undefined {
  const time = nextCronTime(parseCron(schedule, zone), Date.parse(after));
  return time === undefined ? undefined : new Date(time).toISOString().replace('.000Z', 'Z');
}

describe('the next time of a schedule', () => {
  test.each([
    ['*/15 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:15:00Z'],
    ['*/15 * * * *', '2026-01-01T00:14:59.500Z', '2026-01-01T00:15:00Z'],
    ['30 4 * * mon-fri', '2026-01-02T05:00:00Z', '2026-01-05T04:30:00Z'],
    ['0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['0 0 1,15 * wed', '2026-01-01T00:00:00Z', '2026-01-07T00:00:00Z'],
    ['0 0 */2 * wed', '2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z'],
    ['@monthly', '2026-12-31T23:59:59Z', '2027-01-01T00:00:00Z'],
    ['@every 90s', '2026-01-01T00:00:00.700Z', '2026-01-01T00:01:30Z'],
    ['@every 10ms', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'],
    ['CRON_TZ=Asia/Tokyo 0 9 * * *', '2026-01-01T00:00:01Z', '2026-01-02T00:00:00Z'],
  ])('of "%s" after %s is %s', (schedule, after, expected) => {
    expect(next(schedule, after)).toBe(expected);
  });

  test('of a day that never comes is nothing', () => {
    expect(next('0 0 31 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  test.each([
    ['waits for the next day when clocks leave it out', '30 2 * * *', '2026-03-29T00:00:00Z', '2026-03-30T00:30:00Z'],
    ['is the first of two when clocks go back', '30 2 * * *', '2026-10-25T00:00:00Z', '2026-10-25T00:30:00Z'],
    ['comes twice for minutes of every hour', '30 * * * *', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
  ])('%s', (_name, schedule, after, expected) => {
    expect(next(schedule, after, 'Europe/Berlin')).toBe(expected);
  });

  test('of a day that begins at one is found where clocks change at midnight', () => {
    expect(next('0 12 * * *', '2018-11-03T16:00:00Z', 'America/Sao_Paulo')).toBe('2018-11-04T14:00:00Z');
  });
});

const field = (min: number, max: number) => fc.oneof(fc.constant('*'), fc.integer({ min, max }).map(String), fc.constant(`*/${max - min}`));

test('nothing between a time and the next one fits the schedule, and that one does', () => {
  const minuteOf = (text: string, value: number): boolean => text === '*' || (text === '*/59' ? value % 59 === 0 : Number(text) === value);
  const hourOf = (text: string, value: number): boolean => text === '*' || (text === '*/23' ? value % 23 === 0 : Number(text) === value);
  fc.assert(
    fc.property(field(0, 59), field(0, 23), fc.integer({ min: 0, max: 3_000_000 }), (minute, hour, at) => {
      const after = at * MINUTE_MS;
      const fits = (time: number): boolean => {
        const date = new Date(time);
        return minuteOf(minute, date.getUTCMinutes()) && hourOf(hour, date.getUTCHours());
      };
      let expected = after + MINUTE_MS;
      while (!fits(expected)) expected += MINUTE_MS;
      expect(nextCronTime(parseCron(`${minute} ${hour} * * *`), after)).toBe(expected);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['', 'empty spec string'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['@often', 'unrecognized descriptor: @often'],
  ['@every often', 'failed to parse duration @every often: time: invalid duration "often"'],
  ['TZ=Nowhere * * * * *', 'provided bad location Nowhere: unknown time zone Nowhere'],
])('"%s" is no schedule: %s', (schedule, why) => {
  expect(cronError(schedule)).toBe(why);
});

test('a schedule without a mistake has no error', () => {
  expect(cronError('0-30/5,45 * ? jan-mar SUN')).toBeUndefined();
});
