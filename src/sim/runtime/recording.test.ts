import { expect, it } from 'vitest';
import { nanosecondsInHex } from './recording.ts';

it.each([
  { milliseconds: Date.UTC(2026, 0, 1), nanoseconds: 0 },
  { milliseconds: Date.UTC(2026, 0, 1), nanoseconds: 999_999 },
  { milliseconds: Date.UTC(2026, 5, 30) + 123, nanoseconds: 48_575 },
  { milliseconds: 2 ** 41 - 1, nanoseconds: 999_999 },
  { milliseconds: 2 ** 40, nanoseconds: 1 },
])('$milliseconds ms and $nanoseconds ns as Events are named', ({ milliseconds, nanoseconds }) => {
  const exact = BigInt(milliseconds) * 1_000_000n + BigInt(nanoseconds);
  expect(nanosecondsInHex(milliseconds, nanoseconds)).toBe(exact.toString(16));
});
