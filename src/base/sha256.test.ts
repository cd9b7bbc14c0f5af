import { expect, test } from 'vitest';
import { utf8Bytes } from './base64.ts';
import { sha256 } from './sha256.ts';

const hex = (text: string) =>
  sha256(utf8Bytes(text))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');

test('the examples of FIPS 180', () => {
  expect(hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});
