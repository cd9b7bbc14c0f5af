/**
 * Real manifests, and what the real code makes of them: defaults, verdict and warnings, a row, resources.
 * The manifests are other people's, so they stand outside the project; without them these tests are skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeObject } from '../decode.ts';
import { invalidError } from '../errors.ts';
import type { KindDefinition } from '../kind.ts';
import type { KubeObject } from '../object.ts';
import { qosClassOf } from '../pod/qos.ts';
import { podLimitList, podRequestList } from '../pod/resources.ts';
import type { JsonValue } from '../scalars.ts';
import type { PodSpec, PodTemplateSpec } from '../types.gen.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { parseDocuments } from '../yaml.ts';
import { ENDPOINTS_DEPRECATED } from './endpoints/endpoints.ts';
import { kindByGvk } from './registry.ts';

const SHARED = '../shared';

interface Case {
  readonly name: string;
  readonly in: { readonly file: string; readonly document: number };
  readonly out: { readonly [key: string]: unknown };
}

interface Found {
  readonly kind: KindDefinition;
  readonly object: KubeObject;
}

/** The recording did not collect warnings that are given while an object is prepared or by the deprecation of its API. */
const NOT_RECORDED = [ENDPOINTS_DEPRECATED, 'use the "appArmorProfile" field instead'];

const documents = new Map<string, readonly JsonValue[]>();

function documentsOf(file: string): readonly JsonValue[] {
  const known = documents.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(join(SHARED, 'manifests', file), 'utf8');
  const values = parseDocuments(text).flatMap(({ value, errors }) => (value === null || errors.length > 0 ? [] : [value]));
  documents.set(file, values);
  return values;
}

/** The manifest of a case, decoded and defaulted; undefined for kinds that are not served and files that are not here. */
function manifestOf({ in: { file, document } }: Case): Found | undefined {
  if (!existsSync(join(SHARED, 'manifests', file))) return undefined;
  const value = documentsOf(file)[document] as unknown as KubeObject | undefined;
  const kind = typeof value?.kind === 'string' ? kindByGvk(value.apiVersion, value.kind) : undefined;
  if (kind === undefined || value === undefined) return undefined;
  try {
    return { kind, object: kind.default(decodeObject(value as unknown as JsonValue, kind, 'Ignore').object) };
  } catch {
    return undefined;
  }
}

/** Names of the cases of a table that come out otherwise, and how many were looked at. */
function compare(
  table: string,
  differs: (found: Found, out: Case['out']) => boolean,
): { readonly checked: number; readonly differing: readonly string[] } {
  const { cases } = JSON.parse(readFileSync(join(SHARED, 'tables/manifests', `${table}.json`), 'utf8')) as { cases: readonly Case[] };
  const found = cases.flatMap((row) => {
    const manifest = manifestOf(row);
    return manifest === undefined ? [] : [{ row, manifest }];
  });
  return {
    checked: found.length,
    differing: found.filter(({ row, manifest }) => differs(manifest, row.out)).map(({ row }) => row.in.file),
  };
}

describe.skipIf(!existsSync(join(SHARED, 'tables/manifests')))('real manifests', () => {
  test('defaults', () => {
    const { checked, differing } = compare(
      'defaults',
      ({ object }, out) => !('stringData' in out) && !same(comparable(object), comparable(out)),
    );
    expect(checked).toBeGreaterThan(300);
    expect(differing).toEqual([]);
  });

  test('verdicts and warnings', () => {
    const { checked, differing } = compare('create', (found, out) => {
      if (out['result'] !== 'accepted' && out['result'] !== 'rejected') return false;
      const { message, warnings } = verdictOf(found);
      return message !== out['message'] || (message === undefined && !same(warnings, out['warnings'] ?? []));
    });
    expect(checked).toBeGreaterThan(600);
    expect(differing).toEqual([]);
  });

  test('rows', () => {
    const { checked, differing } = compare('get-rows', ({ kind, object }, out) => {
      const row = (out['rows'] as readonly unknown[] | undefined)?.[0];
      // An age is that of the day of the recording.
      if (row === undefined || object.metadata.creationTimestamp !== undefined) return false;
      const cells = kind.columns.map((column) => column.cell(object, 0));
      return !same(cells, row);
    });
    expect(checked).toBeGreaterThan(600);
    expect(differing).toEqual([]);
  });

  test('resources', () => {
    const { checked, differing } = compare('qos-requests', ({ object }, out) => {
      const spec = podSpecOf(object);
      return (
        qosClassOf(spec) !== out['qosClass'] ||
        !same(podRequestList(spec), out['requests'] ?? {}) ||
        !same(podLimitList(spec), out['limits'] ?? {})
      );
    });
    expect(checked).toBeGreaterThan(300);
    expect(differing).toEqual([]);
  });
});

function verdictOf({ kind, object }: Found): { readonly message: string | undefined; readonly warnings: readonly string[] } {
  const prepared = kind.prepareForCreate(named(inNamespace(kind, object)));
  const rule = (name: string, prefix: boolean): readonly string[] => kind.validateName(name, prefix);
  const errors = [...validateMetadata(prepared.metadata, kind.type.namespaced, rule), ...kind.validate(prepared)];
  const warnings = (kind.warnings?.(prepared) ?? []).filter((text) => !NOT_RECORDED.some((other) => text.endsWith(other)));
  return { message: errors.length === 0 ? undefined : invalidError(kind.type, prepared.metadata.name ?? '', errors).message, warnings };
}

/** The server makes a name before it validates. */
function named(object: KubeObject): KubeObject {
  const { name, generateName } = object.metadata;
  return name || !generateName ? object : { ...object, metadata: { ...object.metadata, name: `${generateName}x` } };
}

function inNamespace(kind: KindDefinition, object: KubeObject): KubeObject {
  if (!kind.type.namespaced || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace: 'default' } };
}

function podSpecOf(object: KubeObject): PodSpec {
  const { spec } = object as KubeObject & { readonly spec: PodSpec & { readonly template?: PodTemplateSpec } };
  return spec.template?.spec ?? spec;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/**
 * Parts that the recording shows in another state: the status (set when an object is created), an empty spec,
 * and the older name of a pod's service account before it is mirrored.
 */
function comparable(object: object): unknown {
  const { status: _status, spec, ...rest } = object as { readonly [key: string]: unknown };
  const text = JSON.stringify({ ...rest, spec: spec ?? {} });
  return JSON.parse(
    text
      .replaceAll(/"serviceAccount(?:Name)?":"[^"]*",?/g, '')
      .replaceAll(/"selector":null,?/g, '')
      .replaceAll(',}', '}'),
  );
}
