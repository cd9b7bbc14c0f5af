import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deepEqual } from '../../base/equal.ts';
import { deepFreeze } from '../../base/freeze.ts';
import { ApiError } from '../errors.ts';
import { withoutNulls } from '../patch/record.ts';
import type { JsonValue } from '../scalars.ts';
import { builtInSchema } from './built-in-schema.ts';
import { withNamedFields } from './ensure-named.ts';
import { difference, intersection, isEmpty, pathsOf, sameSet, setOf, union } from './field-set.ts';
import { fieldSetOf } from './field-set-of.ts';
import { type Managers, NO_MANAGERS, readManagers, writeManagers } from './managers.ts';
import { mergeOver } from './merge.ts';
import { pathText } from './path-element.ts';
import { sameShape } from './same-shape.ts';
import { type Tracking, applyConfiguration, trackUpdate } from './updater.ts';

const RUNS = { seed: 1, numRuns: 300 };
const schema = builtInSchema('Pod');
const tracking: Tracking = { apiVersion: 'v1', schema, ignored: setOf(['f:status']), now: '2026-01-01T00:00:00Z' };

const letter = fc.constantFrom('a', 'b', 'c');
const some = (shape: { [name: string]: fc.Arbitrary<unknown> }) =>
  fc.record(shape, { requiredKeys: [] }).filter((record) => Object.keys(record).length > 0);
const env = fc.uniqueArray(fc.record({ name: letter, value: letter }), { minLength: 1, maxLength: 3, selector: ({ name }) => name });
const container = fc.record(
  { name: letter, image: letter, env, args: fc.array(letter, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: ['name'] },
);
const configuration = some({
  metadata: some({
    labels: fc.dictionary(letter, letter, { minKeys: 1 }),
    finalizers: fc.uniqueArray(letter, { minLength: 1 }),
  }),
  spec: some({
    nodeName: letter,
    containers: fc.uniqueArray(container, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
    nodeSelector: fc.dictionary(letter, letter, { minKeys: 1 }),
  }),
}) as unknown as fc.Arbitrary<JsonValue>;

interface Step {
  readonly manager: string;
  readonly verb: 'apply' | 'force' | 'update';
  readonly object: JsonValue;
}
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ manager: fc.constantFrom('m', 'n', 'o'), verb: fc.constantFrom('apply', 'force', 'update'), object: configuration }),
  { minLength: 1, maxLength: 6 },
);

interface State {
  readonly object: JsonValue;
  readonly managers: Managers;
}

/** Undefined when the step is refused. */
function take({ object: live, managers }: State, { manager, verb, object }: Step): State | undefined {
  const who = { manager, apiVersion: 'v1', subresource: '' };
  if (verb === 'update') return { object, managers: trackUpdate(tracking, live, object, managers, { ...who, operation: 'Update' }) };
  try {
    const applied = applyConfiguration(tracking, live, object, managers, { ...who, operation: 'Apply' }, verb === 'force');
    return { object: applied.object ?? live, managers: applied.managers };
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'Conflict' && verb === 'apply') return undefined;
    throw error;
  }
}

function after(all: readonly Step[]): State {
  return all.reduce<State>((state, step) => take(state, deepFreeze(step)) ?? state, { object: {}, managers: NO_MANAGERS });
}

const written = (managers: Managers) => JSON.stringify(writeManagers(managers));

it('applying twice is applying once', () => {
  fc.assert(
    fc.property(steps, configuration, (before, object) => {
      const once = take(after(before), { manager: 'm', verb: 'force', object });
      const twice = once && take(once, { manager: 'm', verb: 'apply', object });
      expect(twice && deepEqual(twice.object, once.object) && written(twice.managers) === written(once.managers)).toBe(true);
    }),
    RUNS,
  );
});

it('what is applied with force is there, and nobody else manages it with another value', () => {
  fc.assert(
    fc.property(steps, configuration, (before, object) => {
      const result = take(after(before), { manager: 'm', verb: 'force', object });
      expect(result && deepEqual(mergeOver(schema, result.object, object), result.object)).toBe(true);
    }),
    RUNS,
  );
});

it('nobody manages what is not there', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const { object, managers } = after(all);
      const there = withNamedFields(schema, fieldSetOf(schema, object));
      for (const { set } of managers.values())
        expect([...pathsOf(difference(set, there))].filter((path) => !FILLED.has(pathText(path)))).toEqual([]);
    }),
    RUNS,
  );
});

/** Maps and lists that an update brings are managed for themselves too, though a set of all fields names only what is in them. */
const FILLED: ReadonlySet<string> = new Set([
  '.metadata.labels',
  '.metadata.finalizers',
  '.spec.containers',
  ...['a', 'b', 'c'].map((name) => `.spec.containers[name="${name}"].env`),
]);

it('what one manager has applied alone is all that there is', () => {
  fc.assert(
    fc.property(fc.array(configuration, { minLength: 1, maxLength: 4 }), (all) => {
      const { object } = after(all.map((one) => ({ manager: 'm', verb: 'apply' as const, object: one })));
      expect(sameSet(fieldSetOf(schema, withoutNulls(object)), fieldSetOf(schema, all.at(-1) ?? {}))).toBe(true);
    }),
    RUNS,
  );
});

it('new objects of one shape have the same fields', () => {
  fc.assert(
    fc.property(configuration, configuration, (a, b) => {
      const created = (object: JsonValue) => written(after([{ manager: 'm', verb: 'update', object }]).managers);
      if (sameShape(schema, a, b)) expect(created(a)).toBe(created(b));
      expect(sameShape(schema, a, JSON.parse(JSON.stringify(a).replaceAll('"image":"a"', '"image":"b"')) as JsonValue)).toBe(true);
    }),
    { ...RUNS, numRuns: 2000 },
  );
});

it('sets obey the laws of sets, and survive being written and read', () => {
  const set = configuration.map((object) => fieldSetOf(schema, object));
  fc.assert(
    fc.property(set, set, (a, b) => {
      expect(sameSet(union(a, b), union(b, a))).toBe(true);
      expect(sameSet(union(difference(a, b), intersection(a, b)), a)).toBe(true);
      expect(isEmpty(difference(a, union(a, b)))).toBe(true);
      const managers = new Map([
        ['m', { manager: 'm', operation: 'Apply', apiVersion: 'v1', subresource: '', set: a, time: undefined } as const],
      ]);
      const entries = JSON.parse(JSON.stringify(writeManagers(managers))) as never;
      expect(JSON.stringify([...(readManagers(entries) ?? NO_MANAGERS).values()][0]?.set)).toBe(JSON.stringify(a));
    }),
    RUNS,
  );
});
