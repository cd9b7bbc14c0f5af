/**
 * What every request handler works with. The API server alone writes to the store (law 2); each write is stamped with
 * virtual time and hung onto the causal chain, and the commit is announced to whoever moves the watches' cursors.
 */
import type { KindDefinition } from '../../api/kind.ts';
import { type KubeObject, groupResource } from '../../api/object.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { deepFreeze } from '../../base/freeze.ts';
import { type PrngState, nextInt, nextUint32 } from '../../base/prng.ts';
import type { ClusterSpec } from '../kernel/spec.ts';
import { type LogEntry, type StoreState, ensureTable, putObject, readObject, removeObject } from '../store/store.ts';
import type { Extension } from './extension.ts';
import type { FieldTracker, ManagedFields } from './managed-fields/tracker.ts';
import type { ServerState } from './state.ts';

export interface Server {
  readonly store: StoreState;
  readonly state: ServerState;
  readonly spec: ClusterSpec;
  readonly seed: number;
  now(): number;
  /** Adds a link to the causal chain under whatever is being handled now. */
  cause(actor: string, what: string): number;
  /** Called before the first object of a resource is announced. */
  firstOf(kind: KindDefinition): void;
  /** Called after each commit. */
  committed(entry: LogEntry): void;
  /** Development: stored objects are frozen, so that a component that writes into one is caught. */
  readonly freeze: boolean;
  /** What came with the first request from outside; undefined before it. */
  extension(): Extension | undefined;
  /** Passes a question on to a server behind this one; undefined when that does not run. */
  ask(component: string, question: JsonValue): JsonValue | undefined;
  /** Parts of the control plane that are stopped, itself and etcd among them. */
  readonly stopped: ReadonlySet<string>;
}

/** Who asks: the authenticated user with its groups, and the name shown in the causal chain (`kubelet/node-1`, `admin`). */
export interface Requester {
  readonly user: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: { readonly [key: string]: readonly string[] };
  readonly actor: string;
  /** The program that asks, the first word of its User-Agent: who manages the fields that it writes. */
  readonly agent?: string;
}

export interface RequestScope {
  readonly server: Server;
  readonly kind: KindDefinition;
  readonly requester: Requester;
  readonly dryRun: boolean;
  /** Of the request, as authorizers call it; absent where the server writes of its own accord. */
  readonly verb?: string;
  /** Texts of Warning headers that turn up on the way; absent where nobody would read them. */
  readonly warnings?: string[];
  /** Notes for the audit record, by key; absent where none is made. */
  readonly annotations?: Map<string, string>;
  /** Refuses an update or a patch that turns out to create what its requester may not create. */
  readonly assertMayCreate?: () => void;
  /** Keeps managedFields up to date with writes; absent where nobody is told to have written. */
  readonly tracker?: FieldTracker;
  /** Of a scope that is used again and again: the last write, and what it was called. */
  readonly last?: { verb: string; key: string; text: string };
}

/** What an admission plugin calls an object that may have no name yet. */
export function admissionName(object: KubeObject): string {
  return object.metadata.name || (object.metadata.generateName ?? '');
}

let lastNamespace = '';
let lastName = '';
let lastKey = '/';

/** Most writes follow a read of the same object, and a string that was put together just now is slow to look up. */
function storeKey(kind: KindDefinition, namespace: string, name: string): string {
  if (!kind.type.namespaced) return name;
  if (name === lastName && namespace === lastNamespace) return lastKey;
  lastNamespace = namespace;
  lastName = name;
  lastKey = `${namespace}/${name}`;
  return lastKey;
}

/** The resource in whose table a kind's objects stand. */
export function tableName(kind: KindDefinition): string {
  const known = TABLE_NAMES.get(kind);
  if (known !== undefined) return known;
  const name = groupResource(kind.view?.of ?? kind.type);
  TABLE_NAMES.set(kind, name);
  return name;
}

/** Every read and write asks for one, and a string that was put together just now is slow to look up. */
const TABLE_NAMES = new WeakMap<KindDefinition, string>();

/** As what errors speak of a kind: the one that is stored. */
export function errorType(kind: KindDefinition): KindDefinition['type'] {
  return kind.view?.of ?? kind.type;
}

/** An object as it lies in the store. */
export function storedObject(server: Server, kind: KindDefinition, namespace: string, name: string): KubeObject | undefined {
  return readObject(server.store, tableName(kind), storeKey(kind, namespace, name));
}

export function readStored(server: Server, kind: KindDefinition, namespace: string, name: string): KubeObject | undefined {
  const stored = storedObject(server, kind, namespace, name);
  return stored === undefined ? undefined : viewOf(kind, stored);
}

/**
 * An object with another list of managers; the same object where it is the same list. Objects of all kinds come by with every write, and
 * where many shapes do, V8 copies with Object.assign in half the time that a spread takes.
 */
export function withManagedFields(object: KubeObject, managedFields: ManagedFields): KubeObject {
  if (object.metadata.managedFields === managedFields) return object;
  if (managedFields !== undefined) return Object.assign({}, object, { metadata: Object.assign({}, object.metadata, { managedFields }) });
  const { managedFields: _before, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** A stored object as the kind shows it. */
export function viewOf(kind: KindDefinition, stored: KubeObject): KubeObject {
  return kind.view === undefined ? stored : kind.view.fromStored(stored);
}

function storedOf(kind: KindDefinition, object: KubeObject): KubeObject {
  return kind.view === undefined ? object : kind.view.toStored(object);
}

/** Commits an object as the next revision and gives it back as stored. A dry run gives it back unstored. */
export function commit(scope: RequestScope, verb: string, object: KubeObject): KubeObject {
  if (scope.dryRun) return object;
  const { server, kind } = scope;
  const { namespace = '', name = '' } = object.metadata;
  // The key of a new object is kept as long as the object. Joined, not added: a text of parts keeps its parts.
  const key = verb === 'create' && kind.type.namespaced ? [namespace, name].join('/') : storeKey(kind, namespace, name);
  const resource = tableName(kind);
  const isNew = ensureTable(server.store, resource, kind.etcdPrefix);
  const entry = putObject(server.store, resource, key, storedOf(kind, object), causeOf(scope, verb, key), server.now());
  if (server.freeze) deepFreeze(entry.object);
  if (isNew) server.firstOf(kind);
  server.committed(entry);
  return viewOf(kind, entry.object);
}

/** Removes an object for good. `last` is what watchers see. */
export function commitRemoval(scope: RequestScope, last: KubeObject): KubeObject {
  if (scope.dryRun) return last;
  const { server, kind } = scope;
  const key = storeKey(kind, last.metadata.namespace ?? '', last.metadata.name ?? '');
  const resource = tableName(kind);
  ensureTable(server.store, resource, kind.etcdPrefix);
  const entry = removeObject(server.store, resource, key, storedOf(kind, last), causeOf(scope, 'delete', key), server.now());
  if (server.freeze) deepFreeze(entry.object);
  server.committed(entry);
  if (kind.custom !== undefined) server.extension()?.customRemoved(server, kind);
  return viewOf(kind, entry.object);
}

function causeOf(scope: RequestScope, verb: string, key: string): number {
  return scope.server.cause(scope.requester.actor, description(scope, verb, key));
}

/** A kubelet writes the same Lease all day long: the text is made once. */
function description({ kind, last }: RequestScope, verb: string, key: string): string {
  if (last?.key === key && last.verb === verb) return last.text;
  const text = `${verb} ${kind.type.resource} ${key}`;
  if (last !== undefined) {
    last.verb = verb;
    last.key = key;
    last.text = text;
  }
  return text;
}

const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Five characters, as k8s.io/apimachinery/pkg/util/rand appends to generateName. */
export function randomSuffix(server: Server): string {
  let suffix = '';
  for (let index = 0; index < 5; index += 1) suffix += NAME_ALPHABET[nextInt(server.state.random, NAME_ALPHABET.length)] ?? '';
  return suffix;
}

export function randomUid(server: Server): string {
  return uuidFrom(server.state.random);
}

/** A version 4 UUID. Put together of characters: a text of many parts keeps all its parts until somebody reads it. */
export function uuidFrom(random: PrngState): string {
  write(0, 8, nextUint32(random));
  const b = nextUint32(random);
  write(9, 4, b >>> 16);
  write(15, 3, b);
  const c = nextUint32(random);
  write(19, 4, 0x8000 | (c >>> 18));
  write(24, 4, c);
  write(28, 8, nextUint32(random));
  return String.fromCharCode(...UUID);
}

const codesOf = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const DIGITS: readonly number[] = codesOf('0123456789abcdef');
const UUID = codesOf('00000000-0000-4000-8000-000000000000');

/** The lowest `count` hexadecimal digits of `bits`. */
function write(at: number, count: number, bits: number): void {
  for (let index = count - 1, left = bits; index >= 0; index -= 1, left >>>= 4) UUID[at + index] = DIGITS[left & 15] ?? 0;
}
