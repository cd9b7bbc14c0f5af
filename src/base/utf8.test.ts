import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteLength, bytesOfText, textOfBytes } from './utf8.ts';

test('text becomes the bytes that the platform makes of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = bytesOfText(text);
      expect(bytes).toEqual(Uint8Array.from(new TextEncoder().encode(text)));
      expect(bytes.length).toBe(byteLength(text));
      expect(textOfBytes(bytes)).toBe(text);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('half a pair of surrogates is U+FFFD', () => {
  expect(bytesOfText('a\ud800b')).toEqual(Uint8Array.of(0x61, 0xef, 0xbf, 0xbd, 0x62));
  expect(byteLength('\udc00')).toBe(3);
});

test.each([
  [[0x61, 0xff, 0x62], 'a\ufffdb'],
  [[0xc0, 0x80], '\ufffd\ufffd'],
  [[0xe2, 0x82], '\ufffd\ufffd'],
  [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
  [[0xf4, 0x90, 0x80, 0x80], '\ufffd\ufffd\ufffd\ufffd'],
])('bytes %j are no UTF-8', (bytes, text) => {
  expect(textOfBytes(Uint8Array.from(bytes))).toBe(text);
});

test('a part of the bytes, of any length', () => {
  expect(textOfBytes(bytesOfText('xabcx'), 1, 4)).toBe('abc');
  expect(textOfBytes(bytesOfText('a'.repeat(100_000)))).toHaveLength(100_000);
});
