import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deepEqual } from '../../base/equal.ts';
import { deepFreeze } from '../../base/freeze.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { applyMergePatch, createMergePatch, threeWayMergePatch } from './merge.ts';
import { withoutNulls } from './record.ts';
import { applyStrategicPatch, createStrategicPatch } from './strategic.ts';
import { threeWayStrategicPatch } from './three-way.ts';

const RUNS = { seed: 1, numRuns: 300 };

const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', 1, 2, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')),
  ),
})).value;
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c'), json) as fc.Arbitrary<JsonObject>;

it('a merge patch leads from one object to the other', () => {
  fc.assert(
    fc.property(record, record, (before, after) => {
      const patch = createMergePatch(deepFreeze(before), deepFreeze(after));
      expect(deepEqual(applyMergePatch(before, patch), after)).toBe(true);
    }),
    RUNS,
  );
});

it('applying what is there already changes nothing, not even an identity', () => {
  fc.assert(
    fc.property(record, (object) => {
      expect(applyMergePatch(deepFreeze(object), JSON.parse(JSON.stringify(object)) as JsonObject)).toBe(object);
      expect(withoutNulls(object)).toBe(object);
    }),
    RUNS,
  );
});

it('a three-way merge brings what the file says and keeps what others added', () => {
  fc.assert(
    fc.property(record, record, (last, next) => {
      const live = { ...last, added: { by: 'another' } };
      const result = applyMergePatch(live, threeWayMergePatch(last, next, live));
      expect(deepEqual(result, { ...next, added: { by: 'another' } })).toBe(true);
    }),
    RUNS,
  );
});

const containerName = fc.constantFrom('a', 'b', 'c', 'd');
const container = fc.record(
  {
    name: containerName,
    image: fc.constantFrom('x:1', 'x:2'),
    command: fc.array(fc.constantFrom('sh', '-c'), { maxLength: 2 }),
    env: fc.uniqueArray(fc.record({ name: containerName, value: fc.constantFrom('1', '2') }), {
      selector: (item) => item.name,
      maxLength: 3,
    }),
  },
  { requiredKeys: ['name', 'image'] },
);
const pod = fc.record(
  {
    metadata: fc.record(
      {
        labels: fc.dictionary(containerName, fc.constantFrom('1', '2')),
        finalizers: fc.uniqueArray(fc.constantFrom('x/a', 'x/b', 'x/c'), { maxLength: 3 }),
      },
      { requiredKeys: ['labels'] },
    ),
    spec: fc.record(
      {
        containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1, maxLength: 4 }),
        nodeName: fc.constantFrom('n1', 'n2'),
        tolerations: fc.array(fc.record({ key: containerName }), { maxLength: 2 }),
      },
      { requiredKeys: ['containers'] },
    ),
  },
  { requiredKeys: ['metadata', 'spec'] },
) as fc.Arbitrary<JsonObject>;

/** An emptied list stays as an empty one; to the server that is the same as none. */
function settled(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(settled);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => !(Array.isArray(item) && item.length === 0));
  return Object.fromEntries(kept.map(([key, item]) => [key, settled(item)]));
}

/** Upstream does not see a merged list of scalars brought into the order of the alphabet. */
function unordered(value: JsonValue): JsonValue {
  const { metadata, ...rest } = value as { readonly metadata: { readonly finalizers?: readonly string[] } };
  return { ...rest, metadata: { ...metadata, finalizers: [...(metadata.finalizers ?? [])].sort() } };
}

it('a strategic patch leads from one pod to the other', () => {
  fc.assert(
    fc.property(pod, pod, (before, after) => {
      const patch = createStrategicPatch(deepFreeze(before), deepFreeze(after), 'Pod');
      expect(settled(unordered(applyStrategicPatch(before, patch, 'Pod')))).toEqual(settled(unordered(after)));
    }),
    RUNS,
  );
});

it('applying a file twice changes nothing the second time', () => {
  fc.assert(
    fc.property(pod, pod, pod, (last, next, live) => {
      const once = applyStrategicPatch(live, threeWayStrategicPatch(deepFreeze(last), deepFreeze(next), deepFreeze(live), 'Pod'), 'Pod');
      const again = threeWayStrategicPatch(next, next, once, 'Pod');
      expect(settled(applyStrategicPatch(once, again, 'Pod'))).toEqual(settled(once));
    }),
    RUNS,
  );
});
