import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../base/freeze.ts';
import { invalidError } from '../errors.ts';
import { type FieldError, required } from '../field-error.ts';
import type { KubeObject } from '../object.ts';
import type { StatusCause } from '../types.gen.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { ENDPOINTS_DEPRECATED } from './endpoints/endpoints.ts';
import { KINDS } from './registry.ts';

/** Recorded from the real create strategies: which objects are refused, in which words, with which warnings. */
interface Case {
  readonly name: string;
  readonly in: { readonly object: KubeObject };
  readonly out: {
    readonly valid: boolean;
    readonly message?: string;
    readonly causes?: readonly StatusCause[];
    readonly warnings?: readonly string[];
  };
}

/** Cases that differ, with the reason. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  ['create-Deployment-012', 'rollbackTo is a field of an API version that is gone'],
  ['create-Node-008', 'the annotation preferAvoidPods has no effect any more'],
  ['create-Node-009', 'the annotation preferAvoidPods has no effect any more'],
]);

/** Given while the object is prepared, which the recording did not collect. */
const GIVEN_EARLIER = 'use the "appArmorProfile" field instead';

const TABLES = [
  'Namespace',
  'Node',
  'Pod',
  'ConfigMap',
  'Secret',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'Endpoints',
  'EndpointSlice',
];

describe.each(TABLES)('creating a %s', (kindName) => {
  const kind = KINDS.find(({ type }) => type.kind === kindName);
  const file = new URL(`../../testing/data/tables/validation-create-${kindName}.json`, import.meta.url);
  const { cases }: { cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));
  test.each(cases.filter(({ name }) => !DIFFERENT.has(name)))('$name', ({ in: { object }, out }) => {
    if (kind === undefined) throw new Error(`no kind ${kindName}`);
    const prepared = kind.prepareForCreate(deepFreeze({ ...object, metadata: object.metadata ?? {} }));
    const { name } = prepared.metadata;
    const metadata =
      name === undefined
        ? [required('metadata.name', 'name or generateName is required')]
        : validateMetadata(prepared.metadata, kind.type.namespaced, (text, prefix) => kind.validateName(text, prefix));
    const errors: readonly FieldError[] = [...metadata, ...kind.validate(prepared)];
    if (out.valid) {
      expect(errors).toEqual([]);
      const warnings = kind.warnings?.(prepared).filter((text) => !text.includes(GIVEN_EARLIER) && text !== ENDPOINTS_DEPRECATED);
      expect(warnings ?? []).toEqual(out.warnings ?? []);
    } else {
      const { status } = invalidError(kind.type, name ?? '', errors);
      expect(status.details?.causes).toEqual(out.causes);
      expect(status.message).toBe(out.message);
    }
  });
});
