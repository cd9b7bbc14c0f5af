/** Patches: applied, and made from two or three documents. */
import { mergeRecords } from '../../../api/patch/combine.ts';
import { conflictText, patchesConflict } from '../../../api/patch/conflicts.ts';
import { differenceOf } from '../../../api/patch/difference.ts';
import { PatchError } from '../../../api/patch/error.ts';
import { applyJsonPatch } from '../../../api/patch/json.ts';
import { applyMergePatch, threeWayMergePatch } from '../../../api/patch/merge.ts';
import { type PatchField, type PatchSchema, UNTYPED } from '../../../api/patch/patch-schema.ts';
import { isRecord } from '../../../api/patch/record.ts';
import { applyStrategicPatch, createStrategicPatch } from '../../../api/patch/strategic.ts';
import { threeWay, threeWayStrategicPatch } from '../../../api/patch/three-way.ts';
import { applyTrustedPatch } from '../../../api/patch/trusted.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { type Outcome, type Subject, like, messageOf, subject } from '../subject.ts';

type Patched = { readonly document: JsonValue; readonly patch: JsonValue; readonly kind: string };
type Result = { readonly error?: string; readonly result?: JsonValue };

const API_TYPES: readonly Subject[] = [
  subject<Patched, Result>('patch/json-merge', /^JSON merge patch/, ({ in: { document, patch }, out }) =>
    result(out, () => applyMergePatch(document, patch)),
  ),
  subject<Patched, Result>('patch/json-patch', /^JSON patch/, ({ in: { document, patch }, out }) =>
    result(out, () => applyJsonPatch(document, patch)),
  ),
  subject<Patched, Result>(
    'patch/strategic-merge-apply',
    /^strategic merge patch on API types/,
    ({ in: { document, patch, kind }, out }) => {
      const outcome = result(out, () => applyStrategicPatch(document, patch, kind));
      if (out.error !== undefined || !isRecord(document) || !isRecord(patch)) return outcome;
      // Components' own patches take a shorter way to the same result.
      return { expected: [outcome.expected, out.result], got: [outcome.got, applyTrustedPatch(document, patch, kind)] };
    },
  ),
  subject<Documents>(
    'patch/json-merge-3way',
    /three-way JSON merge/,
    ({ in: { original = null, modified = null, current = null }, out }) => {
      const patch = threeWayMergePatch(original, modified, current);
      return like(out, { patch, result: applyMergePatch(current, patch) });
    },
  ),
];

/** The recording's text is the core of the message that a client sees. */
function result(out: Result, run: () => JsonValue): Outcome {
  if (out.error === undefined) return { expected: { result: out.result ?? null }, got: { result: run() } };
  try {
    return { expected: out.error, got: run() };
  } catch (error) {
    const text = error instanceof PatchError ? error.detail : messageOf(error);
    return { expected: out.error, got: text.includes(out.error) ? out.error : text };
  }
}

interface Documents {
  readonly original?: JsonValue;
  readonly modified?: JsonValue;
  readonly current?: JsonValue;
}

interface Applied {
  readonly kind: string;
  readonly lastApplied: JsonValue;
  readonly newConfig: JsonValue;
  readonly live: JsonValue;
  readonly overwrite?: boolean;
}

const KUBECTL_APPLY: readonly Subject[] = [
  subject<Applied, { threeWayError?: string }>(
    'patch/kubectl-apply-3way',
    /^kubectl apply: two- and three-way/,
    ({ in: { kind, lastApplied, newConfig, live, overwrite }, out }) => {
      const twoWayPatch = createStrategicPatch(lastApplied, newConfig, kind);
      const twoWayResult = applyStrategicPatch(lastApplied, twoWayPatch, kind);
      const threeWayPatch = threeWayStrategicPatch(lastApplied, newConfig, live, kind);
      const threeWayError = overwrite === false ? conflictText(record(threeWayPatch), record(lastApplied), record(live), kind) : undefined;
      if (threeWayError !== undefined) return like(out, { twoWayPatch, twoWayResult, threeWayError });
      return like(out, { twoWayPatch, twoWayResult, threeWayPatch, threeWayResult: applyStrategicPatch(live, threeWayPatch, kind) });
    },
  ),
];

interface Made {
  readonly twoWayPatch?: JsonValue;
  readonly twoWayResult?: JsonValue;
  readonly threeWayPatch?: JsonValue;
  readonly threeWayResult?: JsonValue;
  readonly error?: string;
}

const MADE_UP: readonly Subject[] = [
  subject<{ original?: JsonValue; patch?: JsonValue }, Result>(
    /^patch\/strategic-merge-directives(?:-raw)?$/,
    /^hand-written strategic merge patches/,
    ({ in: { original, patch }, out }) => result(out, () => mergeRecords(record(original), record(patch), MERGE_ITEM, 'apply')),
  ),
  subject<Documents, Made>(
    /^patch\/strategic-merge-(?:generic|ordering)$/,
    /^strategic merge patch on (?:a|the) made-up schema/,
    ({ in: { original, modified, current }, out }) => {
      const twoWayPatch = differenceOf(record(original), record(modified), MERGE_ITEM, 'all');
      const apply = (document: JsonValue | undefined, patch: JsonObject) => mergeRecords(record(document), patch, MERGE_ITEM, 'apply');
      if (out.error !== undefined) return result(out, () => apply(original, twoWayPatch));
      const two = out.twoWayPatch === undefined ? {} : { twoWayPatch, twoWayResult: apply(original, twoWayPatch) };
      const wanted = { ...out, twoWayResult: out.twoWayResult ?? modified ?? {} };
      if (out.threeWayPatch === undefined) return like(wanted, two);
      const threeWayPatch = threeWay(record(original), record(modified), record(current), MERGE_ITEM);
      return like(wanted, { ...two, threeWayPatch, threeWayResult: apply(current, threeWayPatch) });
    },
  ),
];

function record(value: JsonValue | undefined): JsonObject {
  return (value ?? {}) as JsonObject;
}

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

const CONFLICTS: readonly Subject[] = [
  subject<{ a?: JsonValue; b?: JsonValue }>('patch/has-conflicts', /HasConflicts/, ({ in: { a = null, b = null }, out }) =>
    like(out, { conflict: patchesConflict(a, b) }),
  ),
];

export const PATCH: readonly Subject[] = [...API_TYPES, ...KUBECTL_APPLY, ...CONFLICTS, ...MADE_UP];
