import { describe, expect, it } from 'vitest';
import { formatMicroTime, formatTime, parseTime } from './time.ts';

describe('times', () => {
  it('agrees with Date over four centuries', () => {
    for (let ms = Date.UTC(1799, 0, 1); ms < Date.UTC(2201, 0, 1); ms += 4_300_000_123) {
      const text = new Date(ms).toISOString();
      expect(formatTime(ms)).toBe(`${text.slice(0, 19)}Z`);
      expect(parseTime(formatTime(ms))).toBe(Math.floor(ms / 1000) * 1000);
    }
  });
  it('has microseconds', () => {
    const ms = Date.UTC(2026, 0, 2, 3, 4, 5, 6);
    expect(formatMicroTime(ms + 0.007)).toBe('2026-01-02T03:04:05.006007Z');
    expect(parseTime('2026-01-02T03:04:05.006Z')).toBe(ms);
  });
  it('reads offsets', () => {
    expect(parseTime('2026-01-02T05:04:05+02:00')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  });
  it.each(['', 'now', '2026-13-01T00:00:00Z', '2026-02-29T00:00:00Z', '2026-01-01', '2026-01-01T24:00:00Z'])('refuses %j', (text) => {
    expect(parseTime(text)).toBeNaN();
  });
});
