/** Requests that nobody should send: recorded ones, bent in every place, drawn from a seeded generator. */
import { type PrngState, nextInt } from '../../base/prng.ts';
import { PROTOBUF } from '../../api/http/accept.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import type { HttpRequest, ObjectType } from '../../api/http/types.ts';
import { isRecord } from '../../api/patch/record.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { Step } from './transcript.ts';

export function pick<T>(random: PrngState, items: readonly T[]): T {
  const item = items[nextInt(random, items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

function chance(random: PrngState, oneIn: number): boolean {
  return nextInt(random, oneIn) === 0;
}

const NAMES = [
  'a',
  'b',
  'web',
  'A b',
  'x'.repeat(300),
  '',
  '.',
  '..',
  '%',
  'é',
  '__proto__',
  'constructor',
  '0',
  'kube-system',
  'node-1',
  'default',
];
const DEEP = JSON.parse(`${'[{"a":'.repeat(200)}1${'}]'.repeat(200)}`) as JsonValue;
const VALUES: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  2147483648,
  Number.MAX_SAFE_INTEGER + 3,
  '',
  'x',
  'a/b',
  ' ',
  '\u0000',
  '\ud800',
  '100m',
  '1Gi',
  '-1',
  '2026-01-01T00:00:00Z',
  'x'.repeat(70),
  'é'.repeat(300),
  [],
  {},
  [null],
  [[]],
  { a: 'b' },
  { '': '' },
  { name: 'a' },
  DEEP,
];
const KEYS = [
  '',
  'a',
  'name',
  'spec',
  'metadata',
  'status',
  '$patch',
  '$retainKeys',
  '$setElementOrder/containers',
  '__proto__',
  'x'.repeat(100),
];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'FOO'];
const TYPES = [
  'application/json',
  'application/yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  PROTOBUF,
  PROTOBUF,
  PROTOBUF,
  'text/plain',
  '',
];
const ACCEPTS = [
  '',
  '*/*',
  'application/yaml',
  PROTOBUF,
  'application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'application/json;as=Table;v=v1;g=meta.k8s.io',
  'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io',
  'text/html',
  ';;,',
];
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  labelSelector: ['a=b', '!a', 'a in (b', 'a notin (b,c)', '((', 'a>1', 'x'.repeat(500)],
  fieldSelector: ['metadata.name=a', 'spec.nodeName=', 'status.phase!=Running', 'a', '\\', 'a=b=c', 'x=\\'],
  limit: ['1', '0', '-1', 'x', '99999999999999999999'],
  continue: ['garbage', 'eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJjMlx1MDAwMCJ9', '====', 'e30', 'bnVsbA'],
  resourceVersion: ['0', '1', '999999999', '-1', 'abc', '1e3'],
  resourceVersionMatch: ['Exact', 'NotOlderThan', 'Foo'],
  watch: ['1', 'true', 'false', ''],
  timeoutSeconds: ['0', '1', '-1', 'x'],
  allowWatchBookmarks: ['1'],
  sendInitialEvents: ['true', 'false'],
  dryRun: ['All', 'None', ''],
  fieldManager: ['m', 'x'.repeat(200), '\u0007'],
  fieldValidation: ['Strict', 'Warn', 'Ignore', 'Foo'],
  force: ['true', 'x'],
  propagationPolicy: ['Foreground', 'Orphan', 'Background', 'Foo'],
  gracePeriodSeconds: ['0', '-5', '30', '1e9', '99999999999999999999'],
  orphanDependents: ['true'],
  includeObject: ['None', 'Foo'],
  pretty: ['1'],
};

/** Names of what there is of a resource (`configmaps`) in a namespace, '' for none. */
export type Living = (resource: string, namespace: string) => readonly string[];

/** A request made of a recorded one; most are bent in one to three places. */
export function hostileRequest(random: PrngState, steps: readonly Step[], living: Living): HttpRequest {
  const step = pick(random, steps);
  const { path, name } = target(
    random,
    (step.path ?? '/').replaceAll(/\{\{\w+\}\}/g, () => pick(random, ['one', 'one', 'two'])),
    living,
  );
  const type = step.headers?.['Content-Type'] ?? 'application/json';
  const bends = chance(random, 3) ? 0 : 1 + nextInt(random, 2);
  const contentType = chance(random, 15) ? pick(random, TYPES) : type;
  const value = step.body === undefined ? undefined : bent(random, named(random, step.body, name), bends);
  return {
    method: chance(random, 20) ? pick(random, METHODS) : (step.method ?? 'GET'),
    path: chance(random, 12) ? bentPath(random, path) : path,
    query: queryOf(random, step),
    headers: {
      'content-type': contentType,
      ...(chance(random, 8) ? { accept: pick(random, ACCEPTS) } : {}),
      ...(chance(random, 30)
        ? { authorization: `Bearer ${pick(random, ['alice-token', 'x', 'a.b.c', ''])}` }
        : { authorization: 'Bearer admin-token' }),
      ...(chance(random, 40) ? { 'impersonate-user': pick(random, ['alice', '', 'system:serviceaccount:one:default']) } : {}),
    },
    body: step.raw ?? bodyOf(random, value, contentType),
  };
}

function bodyOf(random: PrngState, value: JsonValue | undefined, contentType: string): HttpRequest['body'] {
  if (value === undefined) return '';
  const object = isRecord(value) && contentType === PROTOBUF ? (value as unknown as ObjectType) : undefined;
  const bytes = object === undefined ? undefined : PROTOBUF_CODEC.write(object);
  return bytes === undefined ? bentText(random, JSON.stringify(value)) : bentBytes(random, bytes);
}

/** Mostly in one place, behind what tells the kind. */
function bentBytes(random: PrngState, bytes: Uint8Array): Uint8Array {
  if (chance(random, 3)) return bytes;
  const at = chance(random, 4) ? nextInt(random, bytes.length) : Math.min(bytes.length, 30 + nextInt(random, bytes.length));
  const more = Array.from({ length: nextInt(random, 3) }, () => pick(random, [0, 1, 2, 8, 10, 0x7f, 0x80, 0xff, nextInt(random, 256)]));
  return Uint8Array.from([...bytes.slice(0, at), ...more, ...bytes.slice(at + nextInt(random, 3))]);
}

/** Mostly an object that there is. */
function target(random: PrngState, path: string, living: Living): { path: string; name: string | undefined } {
  const found = /^(\/apis?\/(?:[^/]+\/)?v\d\w*(?:\/namespaces\/([^/]+))?\/([a-z]+))\/([^/]+)(.*)$/.exec(path);
  if (found === null || found[3] === 'namespaces' || chance(random, 4)) return { path, name: undefined };
  const [, start = '', namespace = '', resource = '', , rest = ''] = found;
  const names = living(resource, namespace);
  if (names.length === 0) return { path, name: undefined };
  const name = pick(random, names);
  return { path: `${start}/${name}${rest}`, name };
}

function bentPath(random: PrngState, path: string): string {
  const parts = path.split('/');
  const at = nextInt(random, parts.length);
  const part = chance(random, 2)
    ? encodeURIComponent(pick(random, NAMES))
    : pick(random, ['status', 'scale', 'log', 'pods', 'nodes', 'v1', 'apis']);
  return parts.map((old, index) => (index === at ? part : old)).join('/');
}

function queryOf(random: PrngState, { query = {} }: Step): readonly (readonly [string, string])[] {
  const given = Object.entries(query).map(([name, value]) => [name, name === 'timeoutSeconds' ? '0' : textOf(value)] as const);
  if (!chance(random, 3)) return given;
  const name = pick(random, Object.keys(PARAMETERS));
  return [...given, [name, pick(random, PARAMETERS[name] ?? [''])]];
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Few names, so that requests meet one another's objects. */
function named(random: PrngState, body: JsonValue, name: string | undefined): JsonValue {
  const text = JSON.stringify(body).replaceAll(/\{\{\w+\}\}/g, () => pick(random, ['one', 'two', '1']));
  const value = JSON.parse(text) as JsonValue;
  if (name === undefined || !isRecord(value) || !isRecord(value['metadata']) || value['metadata']['name'] === undefined) return value;
  return { ...value, metadata: { ...value['metadata'], name } };
}

function bent(random: PrngState, value: JsonValue, times: number): JsonValue {
  let result = value;
  for (let count = 0; count < times; count += 1) result = bentOnce(random, result);
  return result;
}

/** Goes down at random and changes what it finds there. */
function bentOnce(random: PrngState, value: JsonValue): JsonValue {
  if (Array.isArray(value) && value.length > 0 && !chance(random, 5)) {
    const list = value as readonly JsonValue[];
    const at = nextInt(random, list.length);
    if (chance(random, 6)) return [...list, list[at] ?? null];
    return list.map((item, index) => (index === at ? bentOnce(random, item) : item));
  }
  if (!isRecord(value) || chance(random, 8)) return another(random, value);
  const keys = Object.keys(value);
  if (keys.length === 0 || chance(random, 8)) return { ...value, [pick(random, KEYS)]: pick(random, VALUES) };
  const key = pick(random, keys);
  if (!chance(random, 8)) return { ...value, [key]: bentOnce(random, value[key] ?? null) };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

/** Mostly of the same type, which gets further. */
function another(random: PrngState, value: JsonValue): JsonValue {
  const alike = VALUES.filter((other) => typeof other === typeof value && Array.isArray(other) === Array.isArray(value));
  return pick(random, alike.length === 0 || chance(random, 4) ? VALUES : alike);
}

function bentText(random: PrngState, text: string): string {
  if (!chance(random, 20)) return text;
  const at = nextInt(random, text.length + 1);
  if (chance(random, 2)) return text.slice(0, at);
  return `${text.slice(0, at)}${pick(random, ['"', '{', '}', ',', '\\', '\u0001', 'é', '- ', ': ', '&a *a'])}${text.slice(at)}`;
}
