import { expect, test } from 'vitest';
import { bytesOf, decodeMessage, encodeMessage } from './wire.ts';

test('a message with columns comes back as it was', () => {
  const message = {
    type: 'answer',
    id: 7,
    answer: { frame: { podUid: new Uint32Array([1, 2, 3]), podLook: new Uint8Array([4]), since: new Float64Array([0.5, Number.NaN]) } },
    labelSets: { from: 1, added: [new Uint32Array([5, 6]), new Uint32Array(0)] },
    text: 'Grüße\u0000',
  };
  const { text, bytes } = encodeMessage(message);
  expect(bytesOf(text)).toBe(bytes?.byteLength);
  expect(decodeMessage(text, bytes?.buffer)).toEqual(message);
});

test('a part of a larger buffer is sent alone', () => {
  const whole = new Uint16Array([1, 2, 3, 4]);
  const { text, bytes } = encodeMessage({ part: whole.subarray(1, 3) });
  expect(bytes?.byteLength).toBe(8);
  expect(decodeMessage(text, bytes?.buffer)).toEqual({ part: new Uint16Array([2, 3]) });
});

test('a message without columns has no bytes', () => {
  const { text, bytes } = encodeMessage({ type: 'ping', id: 1 });
  expect(bytes).toBeUndefined();
  expect(bytesOf(text)).toBe(0);
  expect(decodeMessage(text)).toEqual({ type: 'ping', id: 1 });
});
