import { encodeBase64, utf8Bytes } from '../../base/base64.ts';
import { sha256 } from '../../base/sha256.ts';
import type { KubeObject } from '../../api/object.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { toJson } from '../../api/sorted-json.ts';
import { CommandError } from '../errors.ts';
import type { GeneratorOptions, GeneratorRule } from './kustomization.ts';
import { type Resource, identitiesOf, identityOf, newResource, renamed } from './resource.ts';

type Data = Readonly<Record<string, string>>;
interface WithData extends KubeObject {
  readonly data?: Data;
  readonly binaryData?: Data;
  readonly stringData?: Data;
  readonly type?: string;
  readonly immutable?: boolean;
}

/** Reads a file of the kustomization. */
export type Read = (path: string) => string;

export interface Generation {
  readonly rule: GeneratorRule;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly common: GeneratorOptions;
}

/** The resources with a generated one added, or laid over the one of its name. */
export function withGenerated(resources: readonly Resource[], generation: Generation, read: Read): readonly Resource[] {
  const { rule } = generation;
  const made = generate(generation, read);
  const { behavior = 'unspecified', name, namespace = '' } = rule;
  const type = `resid.Gvk{Group:"", Version:"v1", Kind:"${generation.kind}", isClusterScoped:false}`;
  const id = `id resid.ResId{Gvk:${type}, Name:${JSON.stringify(name)}, Namespace:${JSON.stringify(namespace)}}`;
  const at = resources.findIndex((resource) => isSameThing(resource, made.object));
  if (behavior !== 'merge' && behavior !== 'replace') {
    if (at >= 0)
      throw new CommandError(
        `merging from generator: ${id} exists; can not use behavior: '${behavior}', behavior must be merge or replace`,
      );
    return [...resources, made];
  }
  const old = resources[at];
  if (old === undefined) throw new CommandError(`merging from generator: ${id} does not exist; cannot merge or replace`);
  return resources.with(at, laidOver(old, made, behavior));
}

function isSameThing(resource: Resource, { kind, metadata }: KubeObject): boolean {
  if (resource.object.kind !== kind) return false;
  const { namespace = '' } = metadata;
  return identitiesOf(resource).some((one) => one.name === metadata.name && (one.namespace || 'default') === (namespace || 'default'));
}

function laidOver(old: Resource, made: Resource, behavior: 'merge' | 'replace'): Resource {
  const [before, after]: [WithData, WithData] = [old.object, made.object];
  const labels = { ...before.metadata.labels, ...after.metadata.labels };
  const annotations = { ...before.metadata.annotations, ...after.metadata.annotations };
  const pairs = {
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
  const part = (field: 'data' | 'binaryData') => {
    const value = behavior === 'merge' ? { ...before[field], ...after[field] } : after[field];
    return value === undefined || Object.keys(value).length === 0 ? {} : { [field]: value };
  };
  const { data: _data, binaryData: _binary, ...rest } = before;
  const object = { ...rest, ...after, metadata: { ...before.metadata, ...pairs }, ...part('data'), ...part('binaryData') };
  return { ...old, object, hashed: old.hashed || made.hashed };
}

function generate({ rule, kind, common }: Generation, read: Read): Resource {
  if ((rule.name ?? '') === '') throw new CommandError(`${kind === 'Secret' ? 'a secret' : 'a configmap'} generator must have a name`);
  const options = { ...common, ...rule.options };
  const labels = { ...common.labels, ...rule.options?.labels };
  const annotations = { ...common.annotations, ...rule.options?.annotations };
  const metadata = {
    name: rule.name,
    ...(rule.namespace === undefined ? {} : { namespace: rule.namespace }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
  const pairs = pairsOf(rule, read);
  const data = kind === 'Secret' ? pairs.map(([key, value]): Pair => [key, encodeBase64(utf8Bytes(value))]) : pairs;
  const content = data.length === 0 ? {} : { data: Object.fromEntries(data) };
  const object: WithData = {
    apiVersion: 'v1',
    kind,
    metadata,
    ...content,
    ...(kind === 'Secret' ? { type: rule.type ?? 'Opaque' } : {}),
    ...(options.immutable === true ? { immutable: true } : {}),
  };
  return newResource(object, options.disableNameSuffixHash !== true);
}

type Pair = readonly [string, string];

function pairsOf({ literals = [], files = [], envs = [], env }: GeneratorRule, read: Read): readonly Pair[] {
  const found = [
    ...[...envs, ...(env === undefined ? [] : [env])].flatMap((path) => envPairs(attempt('env source files', envs, () => read(path)))),
    ...literals.map((literal) => literalPair(literal, literals)),
    ...files.map((source) => filePair(source, files, read)),
  ];
  const keys = new Set<string>();
  for (const [key] of found) {
    if (keys.has(key)) throw new CommandError(`cannot add key '${key}', another key by that name already exists`);
    keys.add(key);
  }
  return found;
}

function attempt(what: string, sources: readonly string[], work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`loading KV pairs: ${what}: [${sources.join(' ')}]: ${error.message}`);
  }
}

function envPairs(text: string): readonly Pair[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.split('=')[0] ?? '', line.includes('=') ? line.slice(line.indexOf('=') + 1) : '']);
}

function literalPair(literal: string, all: readonly string[]): Pair {
  const equals = literal.indexOf('=');
  if (equals < 1)
    throw new CommandError(`loading KV pairs: literal sources [${all.join(' ')}]: invalid literal source ${literal}, expected key=value`);
  const value = literal.slice(equals + 1);
  const quoted = /^(["'])(.*)\1$/s.exec(value);
  return [literal.slice(0, equals), quoted?.[2] ?? value];
}

function filePair(source: string, all: readonly string[], read: Read): Pair {
  const equals = source.indexOf('=');
  const path = equals < 0 ? source : source.slice(equals + 1);
  const key = equals < 0 ? (source.split('/').at(-1) ?? source) : source.slice(0, equals);
  return [key, attempt('file sources', all, () => read(path))];
}

const HEX_LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };
const HASH_LENGTH = 10;

/** The name with the hash of the content, as far as the content is what is generated (kustomize's hasher). */
export function withContentHash(resource: Resource): Resource {
  if (!resource.hashed) return resource;
  const { name } = identityOf(resource.object);
  const hex = Array.from(sha256(utf8Bytes(toJson(hashedContent(resource.object)))), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const hash = hex.slice(0, HASH_LENGTH).replaceAll(/[013ae]/g, (letter) => HEX_LETTERS[letter] ?? letter);
  return renamed(resource, { name: `${name}-${hash}` });
}

/** The name has no part in it; data that is not there counts as an empty text. */
function hashedContent({ kind, data, binaryData, stringData, type }: WithData): JsonValue {
  const content = { kind, name: '', data: (data ?? '') as JsonValue };
  if (kind === 'Secret')
    return { ...content, type: type ?? '', ...(stringData === undefined ? {} : { stringData: stringData as JsonValue }) };
  return { ...content, ...(binaryData === undefined ? {} : { binaryData: binaryData as JsonValue }) };
}
