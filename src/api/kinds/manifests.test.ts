import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../base/freeze.ts';
import { decodeObject } from '../decode.ts';
import { invalidError } from '../errors.ts';
import type { KindDefinition } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { qosClassOf } from '../pod/qos.ts';
import { podLimitList, podRequestList } from '../pod/resources.ts';
import type { JsonValue } from '../scalars.ts';
import type { PodSpec, PodTemplateSpec } from '../types.gen.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { ENDPOINTS_DEPRECATED } from './endpoints/endpoints.ts';
import { kindByGvk } from './registry.ts';

/** Real manifests, and what the real code makes of them: defaults, verdict and warnings, a row, resources. */
interface Case {
  readonly name: string;
  readonly in: { readonly object: { readonly apiVersion: string; readonly kind: string } & { readonly [key: string]: JsonValue } };
  readonly out: {
    readonly defaulted?: Loose;
    readonly create: { readonly message?: string; readonly warnings?: readonly string[] };
    readonly row?: readonly (string | number)[];
    readonly qos?: { readonly qosClass: string; readonly requests?: object; readonly limits?: object };
  };
}

type Loose = { readonly [key: string]: unknown };

/** The recording did not collect warnings that are given while an object is prepared or by the deprecation of its API. */
const NOT_RECORDED = [ENDPOINTS_DEPRECATED, 'use the "appArmorProfile" field instead'];

const file = new URL('../../testing/data/tables/manifests-kinds.json', import.meta.url);
const { cases }: { cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));

describe.each(cases)('$name', ({ in: { object }, out }) => {
  const { kind, defaulted } = defaultedOf(object);

  test('defaults', () => {
    expect(kind.default(defaulted)).toBe(defaulted);
    if (out.defaulted !== undefined) expect(comparable(defaulted)).toEqual(comparable(out.defaulted));
  });

  test('creation', () => {
    const prepared = kind.prepareForCreate(inNamespace(kind, defaulted));
    const rule = (name: string, prefix: boolean): readonly string[] => kind.validateName(name, prefix);
    const errors = [...validateMetadata(prepared.metadata, kind.type.namespaced, rule), ...kind.validate(prepared)];
    const message = errors.length === 0 ? undefined : invalidError(kind.type, prepared.metadata.name ?? '', errors).message;
    expect(message).toBe(out.create.message);
    const warnings = (kind.warnings?.(prepared) ?? []).filter((text) => !NOT_RECORDED.some((other) => text.endsWith(other)));
    if (message === undefined) expect(warnings).toEqual(out.create.warnings ?? []);
  });

  test.skipIf(out.row === undefined)('row', () => {
    expect(kind.columns.map((column) => column.cell(defaulted, 0))).toEqual(out.row);
  });

  test.skipIf(out.qos === undefined)('resources', () => {
    const spec = podSpecOf(defaulted);
    expect({ qosClass: qosClassOf(spec), requests: podRequestList(spec), limits: podLimitList(spec) }).toEqual({
      qosClass: out.qos?.qosClass,
      requests: out.qos?.requests ?? {},
      limits: out.qos?.limits ?? {},
    });
  });
});

function defaultedOf(object: Case['in']['object']): { kind: KindDefinition; defaulted: KubeObject } {
  const kind = kindByGvk(object.apiVersion, object.kind);
  if (kind === undefined) throw new Error(`no kind ${object.kind}`);
  return { kind, defaulted: deepFreeze(kind.default(decodeObject(object, kind, 'Ignore').object)) };
}

function inNamespace(kind: KindDefinition, object: KubeObject): KubeObject {
  if (!kind.type.namespaced || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}

function podSpecOf(object: KubeObject): PodSpec {
  const { spec } = object as KubeObject & { readonly spec: PodSpec & { readonly template?: PodTemplateSpec } };
  return spec.template?.spec ?? spec;
}

/**
 * Parts that the recording shows in another state: the status (set when an object is created), an empty spec, secrets'
 * texts before they are encoded, and the older name of a pod's service account before it is mirrored.
 */
function comparable(object: object): Loose {
  const { status: _status, spec, stringData: _texts, data, ...rest } = object as Loose;
  const text = JSON.stringify({
    ...rest,
    ...(_texts === undefined && rest['kind'] !== 'Secret' && data !== undefined ? { data } : {}),
    spec: spec ?? {},
  });
  return JSON.parse(
    text
      .replaceAll(/"serviceAccount(?:Name)?":"[^"]*",?/g, '')
      .replaceAll(/"selector":null,?/g, '')
      .replaceAll(',}', '}'),
  );
}
