import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64 } from '../../../base/base64.ts';
import { PROTOBUF_CODEC } from './protobuf.ts';

/** As kubectl writes one. */
const DEPLOYMENT = Uint8Array.from(
  decodeBase64(
    'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErQBCh0KAmQxEgAaACIAKgAyADgAQgBaCQoDYXBwEgJkMRKEAQgAEgsKCQoDYXBwEgJkMRprChsKABIAGgAiACoAMgA4AEIAWgkKA2FwcBICZDESTBIuCgVuZ2lueBIFbmdpbngqADIKCgAQABhQIgAqAEIAagByAIABAIgBAJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiAgoAKAA4ABoMCAAQABgAIAAoADgAGgAiAA==',
  ) ?? [],
);
const POD = { apiVersion: 'v1', kind: 'Pod' };

const edit = fc.record({
  at: fc.nat({ max: DEPLOYMENT.length }),
  length: fc.nat({ max: 8 }),
  bytes: fc.uint8Array({ maxLength: 12 }),
});

function edited(edits: readonly { at: number; length: number; bytes: Uint8Array }[]): Uint8Array {
  return edits.reduce<Uint8Array>(
    (bytes, { at, length, bytes: more }) => Uint8Array.from([...bytes.slice(0, at), ...more, ...bytes.slice(at + length)]),
    DEPLOYMENT,
  );
}

function expectRead(bytes: Uint8Array): void {
  const read = PROTOBUF_CODEC.read(bytes, POD);
  if ('fault' in read) expect(read.fault).toMatch(/\S/);
  else expect(JSON.parse(JSON.stringify(read.value))).toEqual(read.value);
}

test('bytes of any kind are read or refused', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => expectRead(edited(edits))),
    { seed: 1, numRuns: 5000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectRead(Uint8Array.from([0x6b, 0x38, 0x73, 0, ...bytes]))),
    {
      seed: 1,
      numRuns: 2000,
    },
  );
});

/** Bytes in reverse, so that a message can be put around them. */
function put(reversed: number[], tag: readonly number[]): void {
  reversed.push(...varint(reversed.length).toReversed(), ...tag.toReversed());
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** A schema whose `not` is a schema whose `not` is one, in the place that it has in a definition. */
function definition(levels: number): Uint8Array {
  const reversed: number[] = [];
  for (let level = 0; level < levels; level += 1) put(reversed, [0xe2, 0x01]);
  for (const tag of [0x0a, 0x22, 0x3a, 0x12, 0x12]) put(reversed, [tag]);
  return Uint8Array.from([0x6b, 0x38, 0x73, 0, ...reversed.toReversed()]);
}

test('messages may be within one another, but not without end', () => {
  const type = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
  const { value } = PROTOBUF_CODEC.read(definition(3), type) as { value: object };
  expect(value).toMatchObject({ spec: { versions: [{ schema: { openAPIV3Schema: { not: { not: { not: {} } } } } }] } });
  expect(PROTOBUF_CODEC.read(definition(100_000), type)).toEqual({ type, fault: 'proto: exceeded max recursion depth' });
});
