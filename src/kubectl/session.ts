import { ApiError } from '../api/errors.ts';
import { type KubeObject, groupResource } from '../api/object.ts';
import type {
  ApiPort,
  ApiRequest,
  ApiResource,
  ApiResponse,
  KubeList,
  ListOptions,
  PatchType,
  Table,
  WriteOptions,
} from '../api/request.ts';
import type { JsonValue } from '../api/scalars.ts';
import type { DeleteOptions, Status } from '../api/types.gen.ts';
import type { Connection } from './kubeconfig/connection.ts';
import { assertPathSegments } from './path-segments.ts';
import type { Access, KubeconfigFiles } from './kubeconfig/files.ts';

/** Where kubectl stands: the cluster that it talks to, and the files and input that it can read. */
export interface KubectlIo {
  readonly port: ApiPort;
  /** The namespace of the current context, where no kubeconfig has it. */
  readonly namespace: string;
  /** Text of a file, or undefined when there is none of that name. */
  readFile(name: string): string | undefined;
  /** Names of the files in a folder, or undefined when it is none. */
  readFolder?(name: string): readonly string[] | undefined;
  /** What a GET of an address answers; undefined where no address can be reached. */
  readUrl?(url: string): Promise<WebPage>;
  /** The working folder as messages show it; `/` by default. */
  readonly folder?: string;
  /** Makes or replaces a file and the folders on the way; false, or absent, where nothing can be written. */
  writeFile?(name: string, text: string): boolean;
  readonly stdin: string;
  /** Address of the API server, where no kubeconfig has it. */
  readonly server?: string;
  /** Hands a text to an editor and resolves when that is closed; undefined when there is no editor. */
  edit?(text: string, extension: '.yaml' | '.json'): Promise<EditedFile | undefined>;
  /** Is given each text as soon as it is printed; for commands that go on for long. */
  write?(stream: 'stdout' | 'stderr', text: string): void;
  /** Where the kubeconfig is kept. Without it there is one cluster, and nothing to choose. */
  readonly config?: KubeconfigFiles;
  /** Leads to the server that was chosen, where that is not always the one behind `port`. */
  connect?(connection: Connection): ApiPort;
  /** Kept from one command to the next, of one server. Without it every command asks. */
  readonly discovery?: DiscoveryCache;
  /** Instead of each verb's own, such as `kubectl-client-side-apply`. */
  readonly fieldManager?: string;
}

export interface WebPage {
  readonly code: number;
  readonly reason: string;
  readonly text: string;
}

/** What the server was last known to serve (`~/.kube/cache/discovery`), and until when that is believed. */
export interface DiscoveryCache {
  items: readonly ApiResource[];
  until: number;
}

/** What an editor has saved, and where it is kept. */
export interface EditedFile {
  readonly text: string;
  readonly path: string;
}

export interface TextSink {
  push(text: string): unknown;
}

/** One run of kubectl: its surroundings, and what it has said so far. Port and namespace are found out when they are asked for. */
export interface Session {
  readonly io: KubectlIo;
  readonly port: ApiPort;
  /** Address of the API server, for verbs that show it. */
  readonly server?: string | undefined;
  readonly kubeconfig?: Access | undefined;
  /** From `--namespace` or the context. */
  readonly namespace: string;
  readonly namespaceGiven: boolean;
  /** Longest time for one request; 0 is for ever. */
  readonly timeoutSeconds: number;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /** Warnings that were shown; each is shown once. */
  readonly warned: Set<string>;
  readonly discovered: Discovered;
}

/** What this run knows of the server's resources; `isFresh` once the server itself was asked. */
export interface Discovered {
  items: readonly ApiResource[];
  isFresh: boolean;
}

export function nothingDiscovered(): Discovered {
  return { items: [], isFresh: false };
}

export function out(session: Session, line: string): void {
  session.stdout.push(`${line}\n`);
}

export function err(session: Session, line: string): void {
  session.stderr.push(`${line}\n`);
}

export function warn(session: Session, text: string): void {
  if (session.warned.has(text)) return;
  session.warned.add(text);
  err(session, `Warning: ${text}`);
}

/** Sends a request, shows its warnings, throws the Status of a refusal. */
export async function send(session: Session, request: ApiRequest): Promise<ApiResponse['body']> {
  assertPathSegments(request);
  const response = await session.port.request(request);
  for (const warning of response.warnings) warn(session, warning);
  if (response.code >= 400) throw new ApiError(withRequest(response.body as Status, request));
  return response.body;
}

const METHODS: { readonly [verb: string]: string } = {
  create: 'post',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'delete',
};

/** A server that knows no such path does not say what was asked for, so the client does (NewGenericServerResponse). */
function withRequest(status: Status, request: ApiRequest): Status {
  if (status.code !== 404 || status.details?.kind !== undefined || !('resource' in request)) return status;
  const { verb, group, resource } = request;
  const name = 'name' in request && request.name !== undefined ? ` ${request.name}` : '';
  return { ...status, message: `${status.message ?? ''} (${METHODS[verb] ?? 'get'} ${groupResource({ group, resource })}${name})` };
}

const CACHED_MS = 6 * 3_600_000;

/** The server's resources, from what is remembered where that is allowed. */
export async function discover(session: Session): Promise<readonly ApiResource[]> {
  const { discovered, io, port } = session;
  if (discovered.items.length > 0) return discovered.items;
  if (io.discovery !== undefined && io.discovery.items.length > 0 && port.now() < io.discovery.until) discovered.items = io.discovery.items;
  else await discoverAnew(session);
  return discovered.items;
}

/** Asks the server, for what is remembered does not know everything; false if this run has asked already. */
export async function discoverAnew(session: Session): Promise<boolean> {
  const { discovered, io, port } = session;
  if (discovered.isFresh) return false;
  const body = await send(session, { verb: 'discover' });
  if (body.kind === 'ApiResources') discovered.items = (body as { items: readonly ApiResource[] }).items;
  discovered.isFresh = true;
  if (io.discovery !== undefined) Object.assign(io.discovery, { items: discovered.items, until: port.now() + CACHED_MS });
  return true;
}

/** A resource in a namespace; the namespace counts for nothing when the resource has none. */
export interface Place {
  readonly resource: ApiResource;
  readonly namespace: string;
}

export interface Target extends Place {
  readonly name: string;
}

export function targetOf(place: Place): { group: string; version: string; resource: string; namespace?: string } {
  const { resource, namespace } = place;
  const scoped = resource.namespaced && namespace !== '';
  return { group: resource.group, version: resource.version, resource: resource.resource, ...(scoped ? { namespace } : {}) };
}

export async function getObject(session: Session, target: Target, subresource?: string): Promise<KubeObject> {
  const extra = subresource === undefined ? {} : { subresource };
  return (await send(session, { verb: 'get', ...targetOf(target), name: target.name, ...extra })) as KubeObject;
}

export async function listObjects(session: Session, place: Place, options: ListOptions = {}): Promise<KubeList> {
  const { kind, group, version } = place.resource;
  const list = (await sendList(session, place, options, { verb: 'list', ...targetOf(place), options })) as KubeList;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { ...list, items: list.items.map((item) => ({ ...item, apiVersion: item.apiVersion ?? apiVersion, kind: item.kind ?? kind })) };
}

export async function getTable(session: Session, place: Place, name: string | undefined, options: ListOptions): Promise<Table> {
  const at = targetOf(place);
  if (name !== undefined) return (await send(session, { verb: 'get', ...at, name, as: 'Table' })) as Table;
  return (await sendList(session, place, options, { verb: 'list', ...at, options, as: 'Table' })) as Table;
}

/** What can't be listed is told with what was asked for (cli-runtime's selector visitor). */
async function sendList(session: Session, { resource }: Place, options: ListOptions, request: ApiRequest): Promise<ApiResponse['body']> {
  try {
    return await send(session, request);
  } catch (error) {
    if (!(error instanceof ApiError) || (error.code !== 400 && error.code !== 404)) throw error;
    const { labelSelector = '', fieldSelector = '' } = options;
    const subject = `"${resource.group}/${resource.version}, Resource=${resource.resource}"`;
    const selectors = `label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
    const asked =
      labelSelector === '' && fieldSelector === '' ? `Unable to list ${subject}` : `Unable to find ${subject} that match ${selectors}`;
    throw new ApiError({ ...error.status, message: `${asked}: ${error.message}` });
  }
}

export async function createObject(session: Session, place: Place, body: JsonValue, options: WriteOptions): Promise<KubeObject> {
  return (await send(session, { verb: 'create', ...targetOf(place), body, options })) as KubeObject;
}

export async function updateObject(
  session: Session,
  target: Target,
  body: JsonValue,
  options: WriteOptions,
  subresource?: string,
): Promise<KubeObject> {
  const extra = subresource === undefined ? {} : { subresource };
  return (await send(session, { verb: 'update', ...targetOf(target), name: target.name, body, options, ...extra })) as KubeObject;
}

export interface PatchCall {
  readonly patchType: PatchType;
  readonly body: JsonValue;
  readonly options: WriteOptions;
  readonly subresource?: string;
}

export async function patchObject(session: Session, target: Target, patch: PatchCall): Promise<KubeObject> {
  return (await send(session, { verb: 'patch', ...targetOf(target), name: target.name, ...patch })) as KubeObject;
}

export async function deleteObject(session: Session, target: Target, body: DeleteOptions): Promise<KubeObject | Status> {
  return (await send(session, { verb: 'delete', ...targetOf(target), name: target.name, body })) as KubeObject | Status;
}

/** `kubectl-create` unless the surroundings name another. */
export function managerOf(session: Session, usual: string): string {
  return session.io.fieldManager ?? usual;
}
