import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../base/freeze.ts';
import { type FieldError, fieldErrorText } from '../field-error.ts';
import type { KindDefinition } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import type { Pod } from '../types.gen.ts';
import { validateMetadata, validateMetadataUpdate } from '../validation/metadata.ts';
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
const DIFFERENT: ReadonlyMap<string, string> = new Map([]);

const TABLES = ['Node', 'Pod', 'ConfigMap', 'Secret', 'ReplicationController', 'ReplicaSet', 'Deployment', 'EndpointSlice'];

describe.each(TABLES)('updating a %s', (kindName) => {
  const kind = KINDS.find(({ type }) => type.kind === kindName);
  const file = new URL(`../../testing/data/tables/validation-update-${kindName}.json`, import.meta.url);
  const { cases }: { cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));
  test.each(cases.filter(({ name }) => !DIFFERENT.has(name)))('$name', ({ in: given, out }) => {
    if (kind === undefined) throw new Error(`no kind ${kindName}`);
    const errors = errorsOf(kind, deepFreeze(given.new), deepFreeze(given.old), given.update).map(fieldErrorText);
    if (out.valid) expect(errors).toEqual([]);
    else expect(errors.join(', ')).toContain(out.message ?? '');
    expect(errors.length === 0).toBe(out.valid);
  });
});

function errorsOf(kind: KindDefinition, next: KubeObject, stored: KubeObject, update: Case['in']['update']): readonly FieldError[] {
  const metadata = [
    ...validateMetadata(next.metadata, kind.type.namespaced, kind.validateName),
    ...validateMetadataUpdate(next.metadata, stored.metadata),
  ];
  switch (update) {
    case 'main':
      return [...metadata, ...kind.validateUpdate(next, stored)];
    case 'status':
      return [...metadata, ...(kind.validateStatusUpdate?.(next, stored) ?? [])];
    case 'resize':
      return validatePodResize(next as Pod, stored as Pod);
    case 'ephemeralcontainers':
      return validateEphemeralContainersUpdate(next as Pod, stored as Pod);
  }
}
