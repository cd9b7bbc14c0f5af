import { describe, expect, it } from 'vitest';
import apply3way from '../../testing/data/tables/patch-kubectl-apply-3way.json' with { type: 'json' };
import directives from '../../testing/data/tables/patch-strategic-merge-directives.json' with { type: 'json' };
import directivesRaw from '../../testing/data/tables/patch-strategic-merge-directives-raw.json' with { type: 'json' };
import generic from '../../testing/data/tables/patch-strategic-merge-generic.json' with { type: 'json' };
import jsonMerge from '../../testing/data/tables/patch-json-merge.json' with { type: 'json' };
import jsonMerge3way from '../../testing/data/tables/patch-json-merge-3way.json' with { type: 'json' };
import jsonPatch from '../../testing/data/tables/patch-json-patch.json' with { type: 'json' };
import ordering from '../../testing/data/tables/patch-strategic-merge-ordering.json' with { type: 'json' };
import strategicApply from '../../testing/data/tables/patch-strategic-merge-apply.json' with { type: 'json' };
import { deepFreeze } from '../../base/freeze.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { mergeRecords } from './combine.ts';
import { differenceOf } from './difference.ts';
import { PatchError } from './error.ts';
import { applyJsonPatch } from './json.ts';
import { applyMergePatch } from './merge.ts';
import type { PatchField, PatchSchema } from './patch-schema.ts';
import { UNTYPED } from './patch-schema.ts';
import { isRecord } from './record.ts';
import { applyStrategicPatch, createStrategicPatch } from './strategic.ts';
import { threeWay, threeWayMergePatch, threeWayStrategicPatch } from './three-way.ts';
import { applyTrustedPatch } from './trusted.ts';

interface Case<In, Out> {
  readonly name: string;
  readonly in: In;
  readonly out: Out;
}
interface Applied {
  readonly error?: string;
  readonly result?: JsonValue;
}

/** A table with its cases typed and frozen, so that a patch that writes into its arguments is caught. */
function casesOf<In, Out>(table: { readonly cases: readonly unknown[] }): readonly Case<In, Out>[] {
  return deepFreeze(table.cases) as readonly Case<In, Out>[];
}

function expectOutcome(run: () => JsonValue, out: Applied): void {
  if (out.error === undefined) expect(run()).toEqual(out.result ?? null);
  else expect(detailOf(run)).toContain(out.error);
}

function detailOf(run: () => JsonValue): string {
  try {
    return `no error but ${JSON.stringify(run())}`;
  } catch (error) {
    return error instanceof PatchError ? error.detail : String(error);
  }
}

type DocumentAndPatch = { readonly document: JsonValue; readonly patch: JsonValue; readonly kind: string };

describe('JSON merge patch', () => {
  it.each(casesOf<DocumentAndPatch, Applied>(jsonMerge))('$name', ({ in: { document, patch }, out }) => {
    expectOutcome(() => applyMergePatch(document, patch), out);
  });
});

describe('JSON patch', () => {
  it.each(casesOf<DocumentAndPatch, Applied>(jsonPatch))('$name', ({ in: { document, patch }, out }) => {
    expectOutcome(() => applyJsonPatch(document, patch), out);
  });
});

describe('strategic merge patch on API types', () => {
  it.each(casesOf<DocumentAndPatch, Applied>(strategicApply))('$name $in.kind', ({ in: { document, patch, kind }, out }) => {
    expectOutcome(() => applyStrategicPatch(document, patch, kind), out);
  });
});

describe('a patch of a component', () => {
  const finished = casesOf<DocumentAndPatch, Applied>(strategicApply).filter(
    ({ in: { document, patch }, out }) => out.error === undefined && isRecord(document) && isRecord(patch),
  );

  it.each(finished)('$name $in.kind', ({ in: { document, patch, kind }, out }) => {
    expect(applyTrustedPatch(document as JsonObject, patch as JsonObject, kind)).toEqual(out.result ?? null);
  });
});

type ThreeWay = { readonly original?: JsonValue; readonly modified?: JsonValue; readonly current?: JsonValue };

describe('three-way JSON merge', () => {
  it.each(casesOf<ThreeWay, { patch: JsonValue; result: JsonValue }>(jsonMerge3way))(
    '$name',
    ({ in: { original = null, modified = null, current = null }, out }) => {
      const patch = threeWayMergePatch(original, modified, current);
      expect(patch).toEqual(out.patch);
      expect(applyMergePatch(current, patch)).toEqual(out.result);
    },
  );
});

type Apply = {
  readonly kind: string;
  readonly lastApplied: JsonValue;
  readonly newConfig: JsonValue;
  readonly live: JsonValue;
  readonly overwrite: boolean;
};
type ApplyOut = {
  readonly twoWayPatch: JsonValue;
  readonly twoWayResult: JsonValue;
  readonly threeWayPatch?: JsonValue;
  readonly threeWayResult?: JsonValue;
  readonly threeWayError?: string;
};

describe('kubectl apply', () => {
  it.each(casesOf<Apply, ApplyOut>(apply3way))('$name $in.kind', ({ in: { kind, lastApplied, newConfig, live }, out }) => {
    const twoWay = createStrategicPatch(lastApplied, newConfig, kind);
    expect(twoWay).toEqual(out.twoWayPatch);
    expect(applyStrategicPatch(lastApplied, twoWay, kind)).toEqual(out.twoWayResult);
    // Conflicts are only looked for with --overwrite=false, which is not offered.
    if (out.threeWayError !== undefined) return;
    const patch = threeWayStrategicPatch(lastApplied, newConfig, live, kind);
    expect(patch).toEqual(out.threeWayPatch);
    expect(applyStrategicPatch(live, patch, kind)).toEqual(out.threeWayResult);
  });
});

/** The made-up types of the upstream tests. */
const field = (schema: PatchSchema, facts: Partial<PatchField> = {}): PatchField => ({
  strategy: undefined,
  mergeKey: '',
  retainKeys: false,
  schema,
  ...facts,
});
const RETAIN_ITEM: PatchSchema = { name: 'RetainKeysMergeItem', field: (key) => itemField(key) };
const MERGE_ITEM: PatchSchema = {
  name: 'MergeItem',
  field: (key) => {
    if (key === 'retainKeysMap') return field(RETAIN_ITEM, { retainKeys: true });
    if (key === 'retainKeysMergingList') return field(MERGE_ITEM, { strategy: 'merge', mergeKey: 'name', retainKeys: true });
    return itemField(key);
  },
};
function itemField(key: string): PatchField | undefined {
  switch (key) {
    case 'mergingList':
    case 'mergeItemPtr':
      return field(MERGE_ITEM, { strategy: 'merge', mergeKey: 'name' });
    case 'mergingIntList':
      return field(UNTYPED, { strategy: 'merge' });
    case 'nonMergingList':
      return field(MERGE_ITEM, { mergeKey: 'name' });
    case 'replacingItem':
      return field(UNTYPED, { strategy: 'replace' });
    default:
      return field(UNTYPED);
  }
}

const record = (value: JsonValue | undefined): JsonObject => (value ?? {}) as JsonObject;

type Made = { readonly original?: JsonValue; readonly patch?: JsonValue };

describe.each([
  ['directives', directives],
  ['directives, ordered', directivesRaw],
])('made-up types: %s', (_title, table) => {
  it.each(casesOf<Made, Applied>(table))('$name', ({ in: { original, patch }, out }) => {
    expectOutcome(() => mergeRecords(record(original), record(patch), MERGE_ITEM, 'apply'), out);
  });
});

type MadeOut = {
  readonly twoWayPatch?: JsonValue;
  readonly twoWayResult?: JsonValue;
  readonly threeWayPatch?: JsonValue;
  readonly threeWayResult?: JsonValue;
  readonly error?: string;
};

describe.each([
  ['generic', generic],
  ['ordering', ordering],
])('made-up types: %s', (_title, table) => {
  it.each(casesOf<ThreeWay, MadeOut>(table))('$name', ({ in: { original, modified, current }, out }) => {
    const twoWay = differenceOf(record(original), record(modified), MERGE_ITEM, 'all');
    if (out.error !== undefined) {
      expectOutcome(() => mergeRecords(record(original), twoWay, MERGE_ITEM, 'apply'), out);
      return;
    }
    if (out.twoWayPatch !== undefined) {
      expect(twoWay).toEqual(out.twoWayPatch);
      expect(mergeRecords(record(original), twoWay, MERGE_ITEM, 'apply')).toEqual(out.twoWayResult ?? modified ?? {});
    }
    if (out.threeWayPatch === undefined) return;
    const patch = threeWay(record(original), record(modified), record(current), MERGE_ITEM);
    expect(patch).toEqual(out.threeWayPatch);
    expect(mergeRecords(record(current), patch, MERGE_ITEM, 'apply')).toEqual(out.threeWayResult);
  });
});
