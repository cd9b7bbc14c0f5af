import type { KubeObject } from './object.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import type { StructuralSchema } from './structural/schema.ts';
import type { DeleteOptions, ListMeta, Status } from './types.gen.ts';

/** What a request is about. Without a version it is the group's preferred one. */
export interface ResourceName {
  readonly group: string;
  readonly version?: string;
  readonly resource: string;
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

export interface ListOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  /** `Exact` or `NotOlderThan`; the server refuses the rest. */
  readonly resourceVersionMatch?: string;
  /** Allowed for watches alone. */
  readonly sendInitialEvents?: boolean;
}

export interface WatchOptions extends ListOptions {
  readonly timeoutSeconds?: number;
  readonly allowWatchBookmarks?: boolean;
  /** A further look of a watch that has been let in: nothing new that anybody would have to know of. */
  readonly follows?: true;
}

/** v1.PodLogOptions. */
export interface LogOptions {
  readonly container?: string;
  readonly follow?: boolean;
  readonly previous?: boolean;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly insecureSkipTLSVerifyBackend?: boolean;
  /** `All`, `Stdout` or `Stderr`, behind the gate PodLogsQuerySplitStreams. */
  readonly stream?: string;
  /** A further look of a reader who follows and has been let in. */
  readonly after?: LogPosition;
}

/** How far a log was read. */
export interface LogPosition {
  /** The container's id, which tells one attempt from the next. */
  readonly id: string;
  /** Of the last line, milliseconds since the epoch, and how many lines there were of that moment. */
  readonly at: number;
  readonly count: number;
  /** What was given of a limit in bytes. */
  readonly bytes: number;
}

export interface WriteOptions {
  readonly dryRun?: boolean;
  readonly fieldManager?: string;
  readonly fieldValidation?: 'Ignore' | 'Warn' | 'Strict';
  /** Server-side apply only. */
  readonly force?: boolean;
  readonly repeated?: RepeatedFields;
}

/** What the text of a body had twice, which its value can't show. */
export interface RepeatedFields {
  /** Paths of all fields of a JSON text in its order, repetitions included. */
  readonly fields?: readonly string[];
  /** Complaints about a YAML text. */
  readonly complaints?: readonly string[];
}

/** Somebody else on whose behalf a client asks (Impersonate-User and the headers beside it). */
export interface Impersonation {
  readonly user: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: { readonly [key: string]: readonly string[] };
}

/** Who a request says that it comes from, where that is not who brings it. */
export interface Credentials {
  /** A bearer token, which tells who asks. */
  readonly token?: string;
  readonly impersonate?: Impersonation;
}

export interface Target extends ResourceName, Credentials {
  readonly namespace?: string;
  /** The form of the answer; an object or a list by default. */
  readonly as?: 'Table';
}

/** A request to the Kubernetes API as data. What HTTP would carry as path, query and body. */
export type ApiRequest =
  | ({
      readonly verb: 'get';
      readonly name: string;
      readonly subresource?: string;
      readonly resourceVersion?: string;
      readonly log?: LogOptions;
    } & Target)
  | ({ readonly verb: 'list'; readonly options?: ListOptions } & Target)
  | ({ readonly verb: 'watch'; readonly options?: WatchOptions } & Target)
  | ({
      readonly verb: 'create';
      readonly name?: string;
      readonly subresource?: string;
      readonly body: JsonValue;
      readonly options?: WriteOptions;
    } & Target)
  | ({
      readonly verb: 'update';
      readonly name: string;
      readonly subresource?: string;
      readonly body: JsonValue;
      readonly options?: WriteOptions;
    } & Target)
  | ({
      readonly verb: 'patch';
      readonly name: string;
      readonly subresource?: string;
      readonly patchType: PatchType;
      readonly body: JsonValue;
      readonly options?: WriteOptions;
    } & Target)
  | ({ readonly verb: 'delete'; readonly name: string; readonly subresource?: string; readonly body?: DeleteOptions } & Target)
  | ({ readonly verb: 'deletecollection'; readonly options?: ListOptions; readonly body?: DeleteOptions } & Target)
  /** A path that is about the server itself, `/apis` by default. */
  | ({ readonly verb: 'discover'; readonly path?: string } & Credentials)
  | ({ readonly verb: 'version' } & Credentials);

export type WriteRequest = Extract<ApiRequest, { verb: 'create' | 'update' | 'patch' | 'delete' | 'deletecollection' }>;

export interface KubeList<T extends KubeObject = KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ListMeta;
  readonly items: readonly T[];
}

/** meta/v1 Table, as `kubectl get` asks for it. Every row carries its whole object. */
export interface Table {
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly kind: 'Table';
  readonly metadata: ListMeta;
  readonly columnDefinitions: readonly {
    readonly name: string;
    readonly type: string;
    readonly format: string;
    readonly description?: string;
    readonly priority: number;
  }[];
  readonly rows: readonly { readonly cells: readonly (string | number | boolean | null)[]; readonly object: KubeObject }[];
}

/** One served resource, as discovery tells it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Defined by a CustomResourceDefinition. */
  readonly custom?: true;
  /** What that definition says of it beyond its names. */
  readonly definition?: CustomResourceFacts;
  /** What it is kept as, when that is another group or version. */
  readonly stored?: { readonly group: string; readonly version: string; readonly kind: string };
  /** Nothing of it is kept: reviews, tokens, bindings. */
  readonly virtual?: true;
}

export interface CustomResourceFacts {
  readonly schema: StructuralSchema;
  readonly listKind: string;
  readonly selectableFields: readonly string[];
}

export interface ApiResourceList {
  readonly kind: 'ApiResources';
  readonly items: readonly ApiResource[];
}

export interface VersionInfo {
  readonly kind: 'Version';
  readonly gitVersion: string;
}

/** A document about the API, in JSON. */
export interface OpenApiDocument {
  readonly kind: 'OpenApiDocument';
  /** Changes with the contents. */
  readonly hash: string;
  readonly body: JsonObject;
}

/** A watch that was let in: the events to begin with, and the revision after which it goes on. */
export interface WatchStart {
  readonly kind: 'WatchStart';
  readonly events: readonly WatchEvent[];
  readonly revision: number;
  /** What tells a client how far its watch has come. */
  readonly bookmark: WatchEvent;
}

/** What a container has written; `next` for who follows it, as long as it goes on. */
export interface LogText {
  readonly kind: 'LogText';
  readonly text: string;
  readonly next?: LogPosition;
}

/** Answer to an ApiRequest: the HTTP code, the body and the texts of Warning headers. A code of 400 or more has a Status as its body. */
export interface ApiResponse {
  readonly code: number;
  readonly body: KubeObject | KubeList | Table | Status | ApiResourceList | VersionInfo | OpenApiDocument | WatchStart | LogText;
  readonly warnings: readonly string[];
  /** Nobody listens at the server's address. The body is for those who want an answer all the same. */
  readonly refused?: true;
}

export type WatchEvent<T extends KubeObject = KubeObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; readonly object: T }
  | { readonly type: 'ERROR'; readonly object: Status };

/** An answer as it was sent: its text comes in pieces. A code of 400 or more has a Status instead. */
export interface RawAnswer {
  readonly code: number;
  readonly warnings: readonly string[];
  readonly text: AsyncIterable<string>;
  readonly status?: Status;
}

/** A pod. */
export interface LogTarget extends Target {
  readonly name: string;
}

/**
 * The port through which every client outside the control plane (kubectl, the page, the bridge, tests) talks to a cluster.
 * Behind it stands a simulation or a real API server. Times are virtual where the cluster's time is.
 */
export interface ApiPort {
  request(request: ApiRequest): Promise<ApiResponse>;
  /** Events after `options.resourceVersion`, or synthetic ADDED events first when it is absent. Ends when the consumer stops. */
  watch(target: Target, options: WatchOptions): AsyncIterable<WatchEvent>;
  /** A container's log, and what comes after it where `log.follow` asks for it. Throws the Status of a refusal as an ApiError. */
  log(target: LogTarget, log: LogOptions): AsyncIterable<string>;
  /** The server's own answer to a GET of a path with its query, where the port leads to a server that speaks HTTP. */
  raw?(uri: string, credentials: Credentials): Promise<RawAnswer>;
  /** Lets the cluster's time pass. */
  sleep(milliseconds: number): Promise<void>;
  /** The cluster's clock, milliseconds since the epoch. */
  now(): number;
}
