/** Real manifests: decoded, defaulted, created, printed. They are other people's and stand outside of the project. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { decodeObject, isBody } from '../../../api/decode.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { kindByGvk } from '../../../api/kinds/registry.ts';
import { needsHealthCheckPort } from '../../../api/kinds/service/needs.ts';
import type { KubeObject } from '../../../api/object.ts';
import { qosClassOf } from '../../../api/pod/qos.ts';
import { podLimitList, podRequestList } from '../../../api/pod/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { PodSpec, PodTemplateSpec, Service } from '../../../api/types.gen.ts';
import { tableOf } from '../../../sim/apiserver/table.ts';
import { type ParsedDocument, parseDocuments, yamlErrorText } from '../../../api/yaml.ts';
import { type Subject, like, messageOf, subject } from '../subject.ts';
import { verdictOf } from './validation.ts';

interface Place {
  readonly file: string;
  readonly document: number;
}

type Values = { readonly [key: string]: unknown };

export const MANIFESTS: readonly Subject[] = [
  subject<Place, Values>('manifests/decode', /^strict decoding of/, ({ in: place, out, table }) => {
    const { result, error, servedByDefault } = out;
    // Types of the code whose version a default server doesn't serve: kubectl finds no match for them.
    const expected = servedByDefault === false ? { result: 'unknown-kind' } : { result, error };
    return { expected, got: decodedAs(documentAt(place, table.file)) };
  }),
  subject<Place, Values>('manifests/defaults', /^defaulting of/, ({ in: place, out, table }) => ({
    expected: comparable(out),
    got: comparable(defaulted(place, table.file).object as unknown as Values),
  })),
  subject<Place, Values>('manifests/create', /^creating real manifests/, ({ in: place, out, table }) =>
    like(out, out['result'] === 'skipped' ? {} : createdAs(place, table.file)),
  ),
  subject<Place, Values>('manifests/get-rows', /^kubectl get rows of real/, ({ in: place, out, table }) => {
    const { kind, object } = defaulted(place, table.file);
    const { columnDefinitions, rows } = tableOf(kind, object, Date.UTC(2026, 10, 20, 21));
    const columns = columnDefinitions.map(({ name, priority }) => ({ name, priority }));
    return like(out, { columns, rows: rows.map(({ cells }) => cells) });
  }),
  subject<Place, Values>('manifests/qos-requests', /^QoS class and effective requests/, ({ in: place, out, table }) => {
    const spec = podSpecOf(defaulted(place, table.file).object);
    return like(out, { qosClass: qosClassOf(spec), requests: podRequestList(spec), limits: podLimitList(spec) });
  }),
];

/** Where the manifests may stand: beside the table's folder, or in the usual place. */
function manifestPath(file: string, tableFile: string): string {
  const folder = dirname(tableFile);
  const roots = ['.', '../manifests', 'manifests', '../../manifests'].map((root) => join(folder, root));
  const found = [...roots, '../shared/manifests'].map((root) => join(root, file)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no manifest ${file}`);
  return found;
}

const read = new Map<string, readonly ParsedDocument[]>();

export function documentsOf(path: string): readonly ParsedDocument[] {
  const known = read.get(path);
  if (known !== undefined) return known;
  const documents = parseDocuments(readFileSync(path, 'utf8'));
  read.set(path, documents);
  return documents;
}

function documentAt({ file, document }: Place, tableFile: string): ParsedDocument {
  const found = documentsOf(manifestPath(file, tableFile))[document];
  if (found === undefined) throw new Error(`no document ${document} in ${file}`);
  return found;
}

/** Of servers beside the one whose types the recording knows. */
const OTHER_GROUPS = /^(?:apiextensions|apiregistration)\.k8s\.io\//;

/** The verdict of `kubectl --validate=strict`: duplicate keys are found by the YAML reader, the rest by the server. */
export function decodedAs({ value, errors }: ParsedDocument): Values {
  const broken = errors.find(({ kind }) => kind !== 'duplicate');
  if (broken !== undefined) return { result: 'not-yaml', error: yamlErrorText(broken) };
  const types = typesIn(value);
  if (types === 'no-kind' || types === 'unknown-kind') return { result: types };
  const error = types.map(([item, type]) => decodeError(item, type)).find((text) => text !== undefined);
  const duplicates = errors.map(({ line, message }) => `\n  line ${line}: ${message}`);
  if (error !== undefined && !error.startsWith(STRICT)) return { result: 'decode-error', error };
  if (duplicates.length === 0) return error === undefined ? { result: 'ok' } : { result: 'strict-error', error };
  const rest = error === undefined ? [] : [error.slice(STRICT.length)];
  return { result: 'strict-error', error: `${STRICT}${[`yaml: unmarshal errors:${duplicates.join('')}`, ...rest].join(', ')}` };
}

type Decoded = Pick<KindDefinition, 'type' | 'schema'>;

/** What a document holds: an object, or the objects of a list. */
function typesIn(value: JsonValue): readonly (readonly [JsonValue, Decoded])[] | 'no-kind' | 'unknown-kind' {
  const { apiVersion, kind, items = [] } = (value ?? {}) as { readonly [key: string]: JsonValue };
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') return 'no-kind';
  // Objects of any kind, which nobody looks into.
  if (kind === 'List') return [];
  const type = typeNamed(apiVersion, kind);
  if (type !== undefined) return OTHER_GROUPS.test(apiVersion) ? 'unknown-kind' : [[value, type]];
  const itemType = kind.endsWith('List') ? kindByGvk(apiVersion, kind.slice(0, -'List'.length)) : undefined;
  // What no request is about the server can read all the same; nobody looks into it.
  if (itemType === undefined) return isBody(apiVersion, kind) ? [] : 'unknown-kind';
  return (items as readonly JsonValue[]).map((item) => [item, itemType]);
}

/** A kind, or a type that is no kind but the body of some request. */
function typeNamed(apiVersion: string, name: string): Decoded | undefined {
  const kind = kindByGvk(apiVersion, name);
  if (kind !== undefined || !BODIES.has(`${apiVersion} ${name}`)) return kind;
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return { type: { group, version, kind: name, resource: '', namespaced: false }, schema: name };
}

const BODIES: ReadonlySet<string> = new Set([
  'authentication.k8s.io/v1 TokenRequest',
  'autoscaling/v1 Scale',
  'policy/v1 Eviction',
  'v1 DeleteOptions',
  'v1 Status',
]);

const STRICT = 'strict decoding error: ';

function decodeError(value: JsonValue, kind: Decoded): string | undefined {
  try {
    decodeObject(value, kind, 'Strict');
    return undefined;
  } catch (error) {
    return messageOf(error).replace(/^.* cannot be handled as a \w+: /, '');
  }
}

interface Manifest {
  readonly kind: KindDefinition;
  readonly object: KubeObject;
}

export function defaulted(place: Place, tableFile: string): Manifest {
  const { value } = documentAt(place, tableFile);
  const { apiVersion = '', kind: name = '' } = (value ?? {}) as unknown as Partial<KubeObject>;
  const kind = kindByGvk(apiVersion, name);
  if (kind === undefined) throw new Error(`no kind ${name} in ${apiVersion}`);
  return { kind, object: kind.default(decodeObject(value, kind, 'Ignore').object) };
}

function createdAs(place: Place, tableFile: string): object {
  const decoded = decodedAs(documentAt(place, tableFile));
  if (decoded['result'] !== 'ok' && decoded['result'] !== 'strict-error') return { ...decoded, result: 'undecodable', error: undefined };
  const { kind, object } = defaulted(place, tableFile);
  const { valid, message, causes, warnings } = verdictOf(kind, allocated(object));
  return valid ? { result: 'accepted', warnings } : { result: 'rejected', message, causes };
}

/** What checks ask of a Service that the server has handed out by then. */
function allocated(object: KubeObject): KubeObject {
  if (object.kind !== 'Service') return object;
  const { spec = {} } = object as Service;
  return needsHealthCheckPort(spec) ? ({ ...object, spec: { healthCheckNodePort: 30_000, ...spec } } as Service) : object;
}

function podSpecOf(object: KubeObject): PodSpec {
  const { spec } = object as KubeObject & { readonly spec: PodSpec & { readonly template?: PodTemplateSpec } };
  return spec.template?.spec ?? spec;
}

/**
 * The recording defaulted the external types alone. What their conversion adds is taken away: the older name of a pod's
 * service account, a Secret's stringData in its data, and the status that every object begins with.
 */
function comparable({ status: _status, stringData, ...object }: Values): unknown {
  const texts = Object.entries((stringData ?? {}) as { readonly [key: string]: string });
  const data = { ...(object['data'] as object | undefined), ...Object.fromEntries(texts.map(([key, text]) => [key, btoa(text)])) };
  return JSON.parse(JSON.stringify(texts.length === 0 ? object : { ...object, data }, withOneAccount));
}

function withOneAccount(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('serviceAccount' in value)) return value;
  const { serviceAccount, ...spec } = value;
  return { serviceAccountName: serviceAccount, ...spec };
}
