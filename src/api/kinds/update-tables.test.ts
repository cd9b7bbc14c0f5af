import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../base/freeze.ts';
import { type FieldError, fieldErrorText } from '../field-error.ts';
import type { KindDefinition } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { Pod } from '../types.gen.ts';
import { validateMetadataUpdate } from '../validation/metadata.ts';
import { validateEphemeralContainersUpdate, validatePodResize } from './pod/resize.ts';
import { KINDS } from './registry.ts';

/** From the real update functions: which changes are refused. */
interface Case {
  readonly name: string;
  readonly in: {
    readonly old: KubeObject;
    readonly new: KubeObject;
    readonly update: 'main' | 'status' | 'resize' | 'ephemeralcontainers';
  };
  readonly out: { readonly valid: boolean; readonly message?: string };
}

/** Cases that differ, with the reason. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  ['update-EndpointSlice-004', 'nothing is stored that is older than the strict rules for addresses'],
  ['update-EndpointSlice-006', 'what is stored already is not checked again when it stays the same'],
  ['update-Node-016', 'the annotation preferAvoidPods has no effect any more'],
  ['update-Node-017', 'the annotation preferAvoidPods has no effect any more'],
  ['update-Pod-061', 'recorded with a feature gate off that is on by default'],
  ['update-Pod-087', 'recorded with a feature gate off that is on by default'],
  ['update-Pod-090', 'recorded with a feature gate off that is on by default'],
  ['update-Pod-205', 'SELinux options are part of the spec, whose change has an error of its own here'],
]);

const TABLES = ['Node', 'Pod', 'ConfigMap', 'Secret', 'ReplicationController', 'ReplicaSet', 'Deployment', 'EndpointSlice'];

describe.each(TABLES)('updating a %s', (kindName) => {
  const kind = KINDS.find(({ type }) => type.kind === kindName);
  const file = new URL(`../../testing/data/tables/validation-update-${kindName}.json`, import.meta.url);
  const { cases }: { cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));
  test.each(cases.filter((each) => !DIFFERENT.has(each.name)))('$name', ({ in: given, out }) => {
    if (kind === undefined) throw new Error(`no kind ${kindName}`);
    const errors = errorsOf(kind, complete(given.new), complete(given.old), given.update).map(fieldErrorText);
    if (out.valid) expect(errors).toEqual([]);
    else expect(errors.join(', ')).toContain(out.message ?? '');
    expect(errors.length === 0).toBe(out.valid);
  });
});

function complete(object: KubeObject): KubeObject {
  return deepFreeze({ ...object, metadata: object.metadata ?? {} });
}

function errorsOf(kind: KindDefinition, next: KubeObject, stored: KubeObject, update: Case['in']['update']): readonly FieldError[] {
  const metadata = validateMetadataUpdate(next.metadata, stored.metadata);
  switch (update) {
    case 'main':
      return [...metadata, ...kind.validateUpdate(next, stored)];
    case 'status':
      return [...metadata, ...(kind.validateStatusUpdate?.(next, stored) ?? [])];
    case 'resize':
      return validatePodResize(next as Pod, stored as Pod);
    case 'ephemeralcontainers':
    default:
      return validateEphemeralContainersUpdate(next as Pod, stored as Pod);
  }
}
