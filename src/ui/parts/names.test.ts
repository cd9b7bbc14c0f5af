import { expect, test } from 'vitest';
import { bytes, clockTime, cores, middleEllipsis } from './names.ts';

test.each([
  [0, '0'],
  [1536, '1.5Ki'],
  [8 * 1024 ** 3, '8Gi'],
  [4_000_000, '3.8Mi'],
])('%d bytes are %s', (value, text) => expect(bytes(value)).toBe(text));

test.each([
  [1450, '1.45'],
  [4000, '4'],
  [0, '0'],
])('%d millicores are %s', (value, text) => expect(cores(value)).toBe(text));

test('the clock is UTC', () => {
  expect(clockTime(Date.UTC(2026, 0, 1, 3, 4, 5, 678))).toBe('03:04:05');
  expect(clockTime(Date.UTC(2026, 0, 1, 3, 4, 5, 678), true)).toBe('03:04:05.6');
});

test.each([
  ['web.yaml', 10, 'web.yaml'],
  ['web-7d9c5b8f6d-x2k4p.yaml', 15, 'web-7d9…4p.yaml'],
])('%s in %d characters', (name, most, text) => expect(middleEllipsis(name, most)).toBe(text));
