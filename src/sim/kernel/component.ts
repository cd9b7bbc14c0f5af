import type { Client } from '../../api/client.ts';
import type { KubeObject, ResourceType } from '../../api/object.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import type { ClusterSpec } from './spec.ts';
import type { Hint } from './hint.ts';

/** One watch event as a component sees it. */
export interface Change<T extends KubeObject = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
  /** What the informer held before; absent for ADDED. */
  readonly previous: T | undefined;
}

/**
 * Informer indexes beside the key. `node`: pods by spec.nodeName; `owner`: by the uid of the controlling owner; `orphan`: what nobody
 * controls, by its namespace; `namespace`; `service`: EndpointSlices by `ns/service`; `claim`: pods by the `ns/name` of each claim
 * that they use, those made for them included; `finalizer`: by `ns/finalizer` of each that they have.
 */
export type IndexName = 'claim' | 'finalizer' | 'namespace' | 'node' | 'orphan' | 'owner' | 'service';

/** A read-only view of an informer's cache: what this component knows, which may be older than the store. */
export interface Lister<T extends KubeObject> {
  get(namespace: string, name: string): T | undefined;
  byKey(key: string): T | undefined;
  /** All objects, or those of one namespace. Order: first seen first. Loops over everything it gives: not for hot paths. */
  list(namespace?: string): readonly T[];
  /** Number of objects, without listing them. */
  readonly size: number;
  by(index: IndexName, value: string): readonly T[];
}

/** What a component is handed whenever it runs. Never kept between calls. */
export interface ComponentContext<Memory, Given = unknown> {
  /** Virtual time, milliseconds since the epoch. */
  readonly now: number;
  /** '' for a component there is one of; otherwise which one, for example the node's name of a kubelet. */
  readonly instance: string;
  /** The component's whole state: plain data, free to write. */
  readonly memory: Memory;
  readonly spec: ClusterSpec;
  /** The configuration file of its process; null for the usual one. */
  readonly configuration: JsonObject | null;
  /** What the definition was built with: no data of the run, and the same for every instance. */
  readonly given: Given;
  readonly client: Client;
  /** Only for resources that some component of the same process watches. */
  lister<T extends KubeObject>(type: ResourceType<T>): Lister<T>;
  /** Adds a key to this component's work queue (once, however often it is asked). */
  enqueue(key: string): void;
  enqueueAfter(key: string, milliseconds: number): void;
  /** Calls `onTimer(name, data)` later. A timer can't be taken back: check in `onTimer` whether it still matters. */
  timer(name: string, milliseconds: number, data?: JsonValue): void;
  /** In [0, 1), from this component's own generator. */
  random(): number;
  /** Records a Kubernetes Event about an object, with client-go's aggregation and spam filter. */
  /** `source`: in whose name, when not the component's. */
  event(about: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string, source?: string): void;
  /** Adds a link to the causal chain that is no write: "container exited with 137". Later writes of this call hang from it. */
  because(what: string): void;
  /** The link of the causal chain under which this call runs: keep it with what is put off, and `resume` it when its turn comes. */
  readonly cause: number;
  resume(cause: number): void;
  /** The same, from the fault that was last done to a machine; nothing where none was. */
  resumeFault(machine: string): void;
  /** Somebody answers requests: neither the API server nor etcd is stopped. */
  readonly reachable: boolean;
  /**
   * Reads that need no API server: of what the component keeps in caches of its own, as a kubelet does with what its pods refer to.
   * While nobody can write, what stands in etcd is what such a cache was last told.
   */
  readonly cached: Pick<Client, 'get' | 'list'>;
  /** For candidates: the components of the process that they stand for begin, or end. */
  lead(leads: boolean): void;
  /** Asks another component over the data plane (DNS, packets), never about API objects. Undefined when it does not run. */
  ask(type: string, instance: string, question: JsonValue): JsonValue | undefined;
  /** Something worth drawing (a packet, a verdict). Not part of the state; may be dropped. */
  hint(hint: Hint): void;
}

export interface Watch<Memory, T extends KubeObject = KubeObject> {
  readonly type: ResourceType<T>;
  /** Only pods of the node that the instance is named after; for Nodes, only that one. */
  readonly ofThisNode?: true;
  /** Called for each change once the informer holds it. Usually enqueues a key. */
  onChange?(context: ComponentContext<Memory>, change: Change<T>): void;
}

export interface WatchAll<Memory, Given = unknown> {
  readonly except: readonly ResourceType[];
  onChange(context: ComponentContext<Memory, Given>, type: ResourceType, change: Change): void;
}

/**
 * A client of the API server that belongs to the cluster: controller, scheduler, kubelet, proxy, DNS, cloud.
 * `defineComponent` in a folder of its own and one line in `components.ts` add one.
 */
export interface ComponentDefinition<Memory = unknown, Given = unknown> {
  /** Name and Event source: `replicaset-controller`, `default-scheduler`, `kubelet`. */
  readonly name: string;
  /** Components of one process share informers: `kube-controller-manager`, `kube-scheduler`, `kubelet` (one process per instance) … */
  readonly process: string;
  /** Who its requests come from: `system:serviceaccount:kube-system:replicaset-controller`; `{instance}` is replaced. */
  readonly user: string;
  readonly watches: readonly Watch<Memory>[];
  /** Watches every resource from its first object on, custom ones included, instead of those in `watches`. */
  readonly watchesAll?: WatchAll<Memory, Given>;
  /** One instance per machine, started with it; otherwise one for the cluster, started at boot. */
  readonly perMachine?: true;
  /** Source of its Events, where that is not its name. */
  readonly eventSource?: string;
  /** A candidate of an election: the process whose components run while it leads. One instance per host of the control plane. */
  readonly candidateFor?: string;
  /** Goes on while the API server can't be reached, and minds that its requests fail. The others wait for it. */
  readonly worksOffline?: true;
  /** What it knows stays in force when its process ends: rules in the kernels of machines. */
  readonly leavesRules?: true;
  /** Records through events.k8s.io: a series is of one version of an object, where the older recorder counts per object. */
  readonly recordsByVersion?: true;
  /** Virtual milliseconds one sync takes; 1 by default. */
  readonly syncMs?: number;
  /** Failed syncs of one key before it is dropped; unlimited by default. */
  readonly maxRetries?: number;
  readonly given?: Given;
  init(instance: string): Memory;
  /** Runs once when the component starts, its informers still empty. */
  start?(context: ComponentContext<Memory, Given>): void;
  /**
   * Makes one object's world right, from the latest state. Returns milliseconds after which to look again, or nothing.
   * A thrown ApiError puts the key back with exponential delay (5 ms doubling to 1000 s).
   */
  sync?(context: ComponentContext<Memory, Given>, key: string): number | void;
  onTimer?(context: ComponentContext<Memory, Given>, name: string, data: JsonValue | undefined): void;
  /** A fault or a command that reaches this component from the world outside the API. */
  onSignal?(context: ComponentContext<Memory, Given>, signal: JsonValue): void;
  /** Answers `ask` from another component. */
  onAsk?(context: ComponentContext<Memory, Given>, question: JsonValue): JsonValue | undefined;
}

export function defineComponent<Memory, Given = unknown>(
  definition: ComponentDefinition<Memory, Given>,
): ComponentDefinition<Memory, Given> {
  return definition;
}

/** Lets a Watch be written with its own object type inside a list of watches of many types. */
export function watch<Memory, T extends KubeObject, Given = unknown>(
  type: ResourceType<T>,
  onChange?: (context: ComponentContext<Memory, Given>, change: Change<T>) => void,
  options?: { readonly ofThisNode: true },
): Watch<Memory> {
  const definition: Watch<Memory, T> = { type, ...(onChange ? { onChange } : {}), ...options };
  return definition;
}
