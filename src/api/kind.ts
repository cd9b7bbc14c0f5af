import type { FeatureGates } from './feature-gates.ts';
import type { FieldError } from './field-error.ts';
import type { KubeObject, ResourceType } from './object.ts';
import type { JsonObject } from './scalars.ts';
import type { StructuralSchema } from './structural/schema.ts';
import type { ApiextensionsWebhookClientConfig } from './types.gen.ts';

/** One printed column of `kubectl get` (a server-side Table column). */
export interface Column<T extends KubeObject = KubeObject> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  /** Of custom resources' columns; those of built-in kinds stand elsewhere. */
  readonly description?: string;
  /** Shown by `-o wide` alone (priority 1). */
  readonly wide?: true;
  /** Where it is not 1 for a wide column and 0 for others. */
  readonly priority?: number;
  /** The cell; `now` is in milliseconds since the epoch. Ages are given as kubectl prints them. */
  cell(object: T, now: number): string | number | boolean | null;
}

/**
 * The same stored objects under another group or version (autoscaling/v1 of autoscaling/v2, events.k8s.io of core Events). Such a
 * kind has its own schema, defaults, validation and columns, and is kept in the table of the kind that it is a view of.
 */
export interface KindView {
  readonly of: ResourceType;
  toStored(object: KubeObject): KubeObject;
  /** Gives the same object for the same stored one. */
  fromStored(stored: KubeObject): KubeObject;
}

/** What a kind that a CustomResourceDefinition defines has in place of a generated schema. */
export interface CustomKind {
  readonly schema: StructuralSchema;
  /** Its definition is being deleted: nothing new is created. */
  readonly terminating?: true;
  /** Who would have to convert objects between versions; there is nobody to call. */
  readonly conversion?: ApiextensionsWebhookClientConfig;
  /** Drops what the schema does not declare; `unknown` are the paths of that. */
  prune(object: JsonObject): { readonly object: JsonObject; readonly unknown: readonly string[] };
}

/** Who writes, and when: what a few kinds keep of a request. */
export interface WriteContext {
  readonly requester: {
    readonly user: string;
    readonly groups?: readonly string[];
    readonly uid?: string;
    readonly extra?: { readonly [key: string]: readonly string[] };
  };
  readonly server: { now(): number };
  /** Texts of Warning headers that turn up on the way; absent where nobody would read them. */
  readonly warnings?: string[];
}

export interface SubresourceStrategy<T extends KubeObject = KubeObject> {
  prepare(next: T, stored: T, context?: WriteContext): T;
  validate(next: T, stored: T): readonly FieldError[];
}

export type Subresource =
  | 'status'
  | 'scale'
  | 'binding'
  | 'eviction'
  | 'finalize'
  | 'resize'
  | 'ephemeralcontainers'
  | 'approval'
  | 'token'
  | 'log'
  | 'exec'
  | 'attach'
  | 'portforward'
  | 'proxy';

export interface ScaleAccess<T extends KubeObject = KubeObject> {
  replicas(object: T): number;
  statusReplicas(object: T): number;
  /** The selector in string form. */
  selector(object: T): string;
  withReplicas(object: T, replicas: number): T;
  /** The path of the replicas, where the object has none: it has no scale then. */
  missing?(object: T): string | undefined;
  /** Where the object has its replicas; `spec.replicas` unless it says otherwise. */
  readonly replicasPath?: readonly string[];
}

/**
 * Everything the API server knows about one kind (law 4). All functions are pure and give new objects.
 * What is common to all kinds (names, uid, resourceVersion, deletion, metadata validation) is the API server's business.
 */
export interface KindDefinition<T extends KubeObject = KubeObject> {
  readonly type: ResourceType<T>;
  readonly singular: string;
  /** Where a list is called otherwise than by the kind and `List`. */
  readonly listKind?: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** Where etcd keeps it: `/registry/pods`. */
  readonly etcdPrefix: string;
  /** Name in `schema.gen.json`. */
  readonly schema: string;
  /** Maintains metadata.generation. */
  readonly hasGeneration: boolean;
  readonly subresources: readonly Subresource[];
  /** Nothing is kept in etcd: every request is answered by `apiserver/virtual/`. */
  readonly virtual?: true;
  readonly view?: KindView;
  /** Defined by a CustomResourceDefinition: its schema stands there. */
  readonly custom?: CustomKind;
  /** Without a name it is called by its uid. */
  readonly namedByUid?: true;
  /** PUT to a name that does not exist creates it. */
  readonly createOnUpdate?: true;
  /** PUT must carry a resourceVersion. */
  readonly requireVersionOnUpdate?: true;
  /** DELETE answers with the object rather than with a Status. */
  readonly returnsObjectOnDelete?: true;
  /** Propagation when a delete names none; Background otherwise. */
  readonly defaultPropagation?: 'Orphan';
  /** Field labels beyond metadata.name and metadata.namespace; empty when the kind has no list of its own. */
  readonly selectableFields: readonly string[];
  fieldValue?(object: T, field: string): string;
  /** Name rule; gives the texts of what is wrong with a name (or with a generateName prefix). */
  validateName(name: string, prefix: boolean): readonly string[];
  default(object: T): T;
  /** Strategy: what a client may not set on create (status, for one). Runs before validation. */
  prepareForCreate(object: T, context?: WriteContext): T;
  /** Strategy: fields that a spec write may not change are taken from `stored`. The server then sets generation from `generationChanged`. */
  prepareForUpdate(next: T, stored: T, context?: WriteContext): T;
  prepareForStatusUpdate?(next: T, stored: T, context?: WriteContext): T;
  /** Subresources with rules of their own for a write, beside status. */
  readonly strategies?: { readonly [subresource: string]: SubresourceStrategy<T> };
  /** Whether an update moves metadata.generation; by default a changed spec does. */
  generationChanged?(next: T, stored: T): boolean;
  /** The object as its deletion leaves it at first, with timestamp and finalizer, whatever the options; `at` is the time of it. */
  beginDeletion?(object: T, at: string): T;
  validate(object: T): readonly FieldError[];
  validateUpdate(next: T, stored: T): readonly FieldError[];
  validateStatusUpdate?(next: T, stored: T): readonly FieldError[];
  /** The kind as it is under these gates; the same one where they don't matter to it. */
  underGates?(gates: FeatureGates): KindDefinition<T>;
  /** A Warning header of every answer about this kind, reads too. */
  readonly deprecated?: string;
  /** Texts of Warning headers of a write. */
  warnings?(next: T, stored?: T): readonly string[];
  readonly scale?: ScaleAccess<T>;
  readonly columns: readonly Column<T>[];
}

/** Ties the functions of a definition to the type of its objects and hands it out under the common type. */
export function defineKind<T extends KubeObject>(definition: KindDefinition<T>): KindDefinition<T> {
  return definition;
}
