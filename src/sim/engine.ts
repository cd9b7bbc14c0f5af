/**
 * A cluster, from its boot to its snapshots. Reads like the boot of a real one: etcd, API server, controller manager, scheduler,
 * proxies, and then the machines. All there is to know about a running cluster is its `state`, plain data.
 * What answers requests from outside is an argument: a cluster that nobody touches runs without it.
 */
import type { Client } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { type KubeObject, type ResourceType, groupResource } from '../api/object.ts';
import type { ApiRequest, ApiResource, ApiResponse } from '../api/request.ts';
import type { PartDetails } from '../api/part-details.ts';
import type { JsonValue } from '../api/scalars.ts';
import { clonePlain } from '../base/clone.ts';
import type { PrngState } from '../base/prng.ts';
import { ensureBase } from './apiserver/base.ts';
import { isServing } from './apiserver/outage.ts';
import { bootstrap } from './apiserver/bootstrap.ts';
import { discover } from './apiserver/discovery.ts';
import type { Extension } from './apiserver/extension.ts';
import { relieve } from './apiserver/housekeeping.ts';
import { createClient } from './apiserver/in-process-client.ts';
import type { Requester, Server } from './apiserver/server.ts';
import { createServerState } from './apiserver/state.ts';
import { createInformer, listerOf } from './client/informer.ts';
import type { ClusterState } from './cluster-state.ts';
import { componentsWith } from './components.ts';
import type { World } from './faults/fault.ts';
import { nodeAdd } from './faults/node-add/node-add.ts';
import type { ImageWorld } from './images/world.ts';
import { createCauses, noteFault } from './kernel/causes.ts';
import { createCommandLog, noteCommand } from './kernel/command-log.ts';
import type { Command, Fault, Identity, LoggedCommand, TrafficRequest } from './kernel/command.ts';
import type { ComponentContext, ComponentDefinition } from './kernel/component.ts';
import type { Hint } from './kernel/hint.ts';
import type { LateBehaviours } from './kernel/late-component.ts';
import type { ClusterSpec } from './kernel/spec.ts';
import type { SchedulerParts } from './scheduler/memory.ts';
import type { InformerState } from './kernel/state.ts';
import { type Host, type Live, because, componentId, schedule } from './runtime/host.ts';
import { addComponent, removeComponent } from './runtime/lifecycle.ts';
import { startControlPlane } from './runtime/boot.ts';
import type { PartOfControlPlane, Parts } from './runtime/parts.ts';
import { createHost, stepHost } from './runtime/runtime.ts';
import { BASE_REVISIONS, type LogEntry, createStore, readObject, scanObjects } from './store/store.ts';

export interface Cluster {
  readonly state: ClusterState;
  /**
   * Lets virtual time pass until `until` (milliseconds since the epoch) or until the budget is spent, whichever comes first.
   * True when `until` was reached. Slicing changes nothing: the same bytes come out of one call and of a thousand.
   */
  advance(until: number, budget?: Budget): boolean;
  /** Runs exactly the next event, whenever it is due, and says what it was. */
  step(): string;
  /** Carries out a command now and logs it. */
  execute(command: Command): ApiResponse;
  /** Reads are answered at once and leave no trace; writes are logged as commands of `user`. A mere name is an administrator's. */
  request(request: ApiRequest, user?: string | Identity): ApiResponse;
  /** What discovery lists at the moment; nobody is asked whether they may see it. */
  served(): readonly ApiResource[];
  /** Sends HTTP requests through the cluster's network, as a logged command; undefined when there is no network. */
  traffic(request: TrafficRequest): JsonValue | undefined;
  /** Names of the components of which there is one, running or not; those of one process stand together. */
  readonly components: readonly string[];
  /** The processes of the control plane and what becomes of them, leaders and controllers included. */
  controlPlane(): readonly PartOfControlPlane[];
  /** One of them, or a machine's kubelet, looked into. */
  part(name: string, instance: string): PartDetails | undefined;
  /** Asks a component over the data plane, for example the scheduler for a verdict. Leaves no trace. */
  ask(component: string, instance: string, question: JsonValue): JsonValue | undefined;
  /**
   * What the API server would answer to a create, as a dry run beside the run: unlike `request` it is not logged, draws no
   * number and leaves no trace.
   */
  rehearse(request: CreateRequest, user?: string): ApiResponse;
  /** Shows a component's context to somebody who only reads, with a copy of its generator. Undefined when it does not run. */
  look<T>(component: string, instance: string, read: (context: Onlooked, random: PrngState) => T): T | undefined;
  /** Storytelling since the last call. */
  takeHints(): Hint[];
  /** A copy of the whole state, to `restoreCluster` from. */
  snapshot(): ClusterState;
}

type CreateRequest = Extract<ApiRequest, { verb: 'create' }>;

/** What of a component's context may be used without being noticed. */
export type Onlooked = Pick<ComponentContext<unknown>, 'now' | 'memory' | 'lister' | 'client' | 'given' | 'configuration' | 'spec'>;

export interface Budget {
  readonly events?: number;
  /** Asked now and then; true ends the slice. */
  spent?(): boolean;
}

export interface ClusterOptions {
  /** Freezes stored objects, so that writing into a shared one throws. */
  readonly freeze?: boolean;
}

/** Between two questions whether the budget is spent. */
const EVENTS_PER_CHECK = 32;

/** Answers one request from outside; `apiserver/handle.ts` does. Never throws an ApiError. */
export type FrontDoor = (server: Server, request: ApiRequest, requester: Requester) => ApiResponse;

/** What a cluster is given by whoever runs it, beside its state. */
export interface Outside {
  readonly handleRequest: FrontDoor;
  readonly images: ImageWorld;
  /** Undefined until the first request from outside is answered, or a snapshot is restored. */
  extension(): Extension | undefined;
  /** Faults, and how the control plane is taken apart: there before the first fault. */
  parts(): Parts | undefined;
  /** What components about kinds of that extension do; they come and go together. */
  lateBehaviours(): LateBehaviours | undefined;
  /** What the scheduler can do then beside placing pods without claims; comes with them too. */
  schedulerParts(): SchedulerParts | undefined;
}

export interface Engine {
  createCluster(spec: ClusterSpec, seed: number, options?: ClusterOptions): Cluster;
  /** The cluster that a snapshot was taken of. The snapshot itself is left as it is. */
  restoreCluster(snapshot: ClusterState, options?: ClusterOptions): Cluster;
  /** The same run again: boots from spec and seed, and repeats the commands at the very events at which they were given. */
  replayCluster(spec: ClusterSpec, seed: number, commands: readonly LoggedCommand[], until: number, options?: ClusterOptions): Cluster;
}

export function engineWith(outside: Outside): Engine {
  const { images, extension, lateBehaviours, schedulerParts } = outside;
  const components = componentsWith(images, (name) => lateBehaviours()?.[name], schedulerParts);
  const runs = (state: ClusterState, { freeze = false }: ClusterOptions = {}) => createHost(state, components, freeze, extension);
  const createCluster: Engine['createCluster'] = (spec, seed, options) => {
    const host = runs(emptyState(spec, seed), options);
    boot(host, components);
    return clusterOf(host, outside);
  };
  return {
    createCluster,
    restoreCluster: (snapshot, options) => {
      const host = runs(clonePlain(snapshot), options);
      // What the run had asked for before it was saved, its components may read.
      ensureBase(host.server);
      return clusterOf(host, outside);
    },
    replayCluster: (spec, seed, commands, until, options) => replay(createCluster(spec, seed, options), commands, until),
  };
}

function emptyState(spec: ClusterSpec, seed: number): ClusterState {
  return {
    spec,
    seed,
    now: spec.startTime,
    nextSeq: 0,
    handled: 0,
    heap: [],
    commands: createCommandLog(),
    causes: createCauses(),
    store: createStore(BASE_REVISIONS),
    server: createServerState(seed),
    processes: new Map(),
    stopped: new Set(),
    poweredOff: new Set(),
    leaders: new Map(),
    configurations: new Map(spec.scheduler === undefined ? [] : [['kube-scheduler', spec.scheduler]]),
    components: new Map(),
  };
}

function boot(host: Host, components: readonly ComponentDefinition[]): void {
  const { spec } = host.state;
  bootstrap(adminOf(host));
  startControlPlane(host, components);
  const world = worldOf(host, { parts: () => undefined, schedulerParts: () => undefined });
  for (const machine of spec.machines) nodeAdd.apply(world, { type: 'node-add', machine });
  if (spec.workload !== undefined) schedule(host, 'workload', '', '', spec.workload.afterMs);
}

function replay(cluster: Cluster, commands: readonly LoggedCommand[], until: number): Cluster {
  for (const { at, handled, command } of commands) {
    cluster.advance(at, { events: handled - cluster.state.handled });
    cluster.state.now = at;
    cluster.execute(command);
  }
  cluster.advance(until);
  return cluster;
}

/** The revisions after `cursor` that the log still holds, oldest first. */
export function entriesSince(cluster: Cluster, cursor: number): readonly LogEntry[] {
  const { log, compacted } = cluster.state.store;
  return cursor >= cluster.state.store.revision ? [] : log.slice(Math.max(0, cursor - compacted));
}

/** The newest objects of a resource, read past the API as it stands in etcd, in key order. */
export function objectsOf<T extends KubeObject>(cluster: Cluster, type: ResourceType<T>): readonly T[] {
  return Array.from(scanObjects(cluster.state.store, groupResource(type), ''), ([, object]) => object as T);
}

/** One of them, by its key; undefined where there is none. */
export function objectOf<T extends KubeObject>(cluster: Cluster, type: ResourceType<T>, key: string): T | undefined {
  return readObject(cluster.state.store, groupResource(type), key) as T | undefined;
}

function clusterOf(host: Host, outside: Outside): Cluster {
  const { parts } = outside;
  const { state } = host;
  const world = worldOf(host, outside);
  const log = (command: Command) => relieve(host.server, noteCommand(state.commands, { at: state.now, handled: state.handled, command }));
  const execute = (command: Command): ApiResponse => {
    log(command);
    return carryOut(host, world, outside, command);
  };
  return {
    state,
    advance: (until, budget = {}) => advance(host, Math.floor(until), budget),
    step: () => {
      const next = state.heap[0];
      if (next === undefined || !stepHost(host, next.at)) return '';
      return `${next.target} ${next.type}${next.key === '' ? '' : ` ${next.key}`}`;
    },
    execute,
    request: (request, user = 'admin') => {
      const who = typeof user === 'string' ? { user } : user;
      return isWrite(request) ? execute({ type: 'api', ...who, request }) : enter(host, outside, request, who);
    },
    served: () => discover(host.server).items,
    traffic: (request) => {
      log({ type: 'traffic', traffic: request });
      return sendTraffic(host, request);
    },
    components: namesOf(host),
    controlPlane: () => present(parts()).controlPlaneOf(host),
    part: (name, instance) => present(parts()).partDetailsOf(host, name, instance),
    ask: (component, instance, question) => askComponent(host, component, instance, question),
    rehearse: (request, user = 'admin') => rehearse(host, outside, request, user),
    look: (component, instance, read) => {
      const live = host.live.get(componentId(component, instance));
      return live && read(onlooked(live), [...live.state.random]);
    },
    takeHints: () => {
      const { hints } = host;
      host.hints = [];
      return hints;
    },
    snapshot: () => clonePlain(state),
  };
}

function advance(host: Host, until: number, budget: Budget): boolean {
  let left = budget.events ?? Number.POSITIVE_INFINITY;
  for (let count = 1; left > 0; count += 1, left -= 1) {
    if (!stepHost(host, until)) {
      host.state.now = Math.max(host.state.now, until);
      return true;
    }
    if (count % EVENTS_PER_CHECK === 0 && budget.spent?.()) return false;
  }
  return false;
}

function isWrite(request: ApiRequest): request is Extract<Command, { type: 'api' }>['request'] {
  return !(
    request.verb === 'get' ||
    request.verb === 'list' ||
    request.verb === 'watch' ||
    request.verb === 'discover' ||
    request.verb === 'version'
  );
}

const SUCCESS: ApiResponse = { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' }, warnings: [] };

function carryOut(host: Host, world: World, outside: Outside, command: Command): ApiResponse {
  switch (command.type) {
    case 'api': {
      const { request, type: _type, ...who } = command;
      return because(host, who.user, describeWrite(request), () => enter(host, outside, request, who));
    }
    case 'fault':
      return because(host, 'world', present(outside.parts()).describeFault(command.fault), () =>
        asResponse(() => applyFault(host, world, outside, command.fault)),
      );
    case 'traffic':
      sendTraffic(host, command.traffic);
      return SUCCESS;
  }
}

/** A request comes no further than what is stopped. */
function enter(
  { server, state }: Host,
  { handleRequest, parts }: Outside,
  request: ApiRequest,
  who: Parameters<typeof requesterOf>[0],
): ApiResponse {
  const refusal = isServing(state.stopped) ? undefined : present(parts()).outageAnswer(state.stopped, request);
  return refusal ?? handleRequest(server, request, requesterOf(who));
}

const ADMINISTRATORS: readonly string[] = ['system:masters', 'system:authenticated'];

function requesterOf(who: Partial<Identity> & { readonly user: string }): Requester {
  return who.groups === undefined ? { user: who.user, groups: ADMINISTRATORS, actor: who.user } : { ...who, actor: who.user };
}

function sendTraffic(host: Host, traffic: TrafficRequest): JsonValue | undefined {
  return because(host, 'world', `request ${traffic.url}`, () =>
    askComponent(host, 'network', '', { traffic: traffic as unknown as JsonValue }),
  );
}

function askComponent(host: Host, component: string, instance: string, question: JsonValue): JsonValue | undefined {
  const live = host.live.get(componentId(component, instance));
  return live?.definition.onAsk?.(live.context, question);
}

/** A dry run before a server whose memory is a copy. */
function rehearse(host: Host, outside: Outside, request: CreateRequest, user: string): ApiResponse {
  const { server } = host;
  const { state } = server;
  const copy = { ...server, state: { ...state, random: [...state.random], audit: [] } } satisfies Server;
  const options = { ...request.options, dryRun: true };
  return enter({ ...host, server: copy }, outside, { ...request, options }, { user });
}

/** Indexes that an onlooker asks for are his own: those of the informer are part of the state. */
function onlooked({ context, process }: Live): Onlooked {
  const { now, memory, client, given, configuration, spec } = context;
  const copies = new Map<string, InformerState>();
  const lister: ComponentContext<unknown>['lister'] = (type) => {
    const resource = groupResource(type);
    const { objects, indexes } = process.informers.get(resource) ?? createInformer();
    const copy = copies.get(resource) ?? { objects, indexes: new Map(indexes) };
    copies.set(resource, copy);
    return listerOf(copy);
  };
  return { now, memory, client, given, configuration, spec, lister };
}

function describeWrite(request: Extract<Command, { type: 'api' }>['request']): string {
  const name = 'name' in request && request.name ? ` ${request.name}` : '';
  return `${request.verb} ${request.resource}${name}`;
}

function asResponse(action: () => void): ApiResponse {
  try {
    action();
    return SUCCESS;
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, body: error.status, warnings: [] };
    throw error;
  }
}

function applyFault(host: Host, world: World, { parts }: Outside, fault: Fault): void {
  const definition = present(parts()).faults.find(({ type }) => type === fault.type);
  if (definition === undefined) throw new Error(`no fault ${fault.type}`);
  noteFault(host.state.causes, present(parts()).machineOf(fault), host.cause);
  definition.apply(world, fault);
}

const ADMIN = { user: 'system:admin', actor: 'admin', agent: 'kube-apiserver' };

function adminOf(host: Host): Client {
  return createClient(host.server, ADMIN);
}

function namesOf({ definitions }: Host): readonly string[] {
  const byProcess = new Map<string, string[]>();
  for (const { name, process, perMachine, candidateFor } of definitions.values()) {
    if (perMachine || candidateFor !== undefined) continue;
    byProcess.set(process, [...(byProcess.get(process) ?? []), name]);
  }
  return [...byProcess.values()].flat();
}

function present(parts: Parts | undefined): Parts {
  if (parts === undefined) throw new Error('the cluster needs a part of its engine that is not loaded');
  return parts;
}

function worldOf(host: Host, { parts, schedulerParts }: Pick<Outside, 'parts' | 'schedulerParts'>): World {
  return {
    get now() {
      return host.state.now;
    },
    poweredOff: host.state.poweredOff,
    client: adminOf(host),
    cached: createClient(host.server, ADMIN, 'cached'),
    stop: (component, instance, graceful) => present(parts()).stopPart(host, component, instance, graceful),
    start: (component, instance) => present(parts()).startPart(host, component, instance),
    add: (component, instance, data) => {
      addComponent(host, component, instance);
      schedule(host, 'signal', componentId(component, instance), '', 0, data);
    },
    remove: (component, instance) => removeComponent(host, component, instance),
    has: (component, instance) => host.live.has(componentId(component, instance)),
    configureScheduler: (configuration) => {
      const flaw = configuration === null ? undefined : schedulerParts()?.flawOf(configuration);
      if (flaw !== undefined) return flaw;
      if (configuration === null) host.state.configurations.delete('kube-scheduler');
      else host.state.configurations.set('kube-scheduler', configuration);
      if (host.live.has('default-scheduler')) schedule(host, 'signal', 'default-scheduler', '', 0, { type: 'configured' });
      return undefined;
    },
    signal: (component, instance, signal) => schedule(host, 'signal', componentId(component, instance), '', 0, signal),
  };
}
