import { type DiscoveryCache, type KubectlResult, runKubectl, splitCommandLine } from '../../kubectl/index.ts';
import type { KubeObject } from '../../api/object.ts';
import { type Cluster, createCluster, entriesSince } from '../../sim/cluster.ts';
import type { Fault } from '../../sim/kernel/command.ts';
import { parseSelector } from '../../api/label-parser.ts';
import { matchesSelector } from '../../api/labels.ts';
import type { KubeList } from '../../api/request.ts';
import type { Event } from '../../api/types.gen.ts';
import { clusterPort } from '../cluster-port.ts';
import { type RecordedFault, type Scenario, type Step, machineOf } from './scenario.ts';
import type { Names } from './names.ts';
import { createNames, noteObject } from './names.ts';
import { openRealKubectl } from './real-kubectl.ts';

/** A scenario being played: the cluster, and what has been seen of it so far. */
export interface World {
  readonly scenario: Scenario;
  readonly cluster: Cluster;
  readonly names: Names;
  /** Runs a command line without its leading `kubectl`. */
  readonly kubectl: (line: string) => Promise<KubectlResult>;
  readonly close: () => Promise<void>;
  /** Position in the revision log up to which everything was looked at. */
  cursor: number;
}

/** What one step brought about. */
export interface ObservedStep {
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly settled: boolean | undefined;
  /** Events first seen or updated, newest form, in the order of their first arrival. */
  readonly events: readonly { readonly event: Event; readonly updated: boolean }[];
}

const START_TIME = Date.UTC(2026, 0, 5, 9, 0, 0, 600);
/** How long the process of a real kubectl takes until it answers; commands that follow one another are that far apart. */
const COMMAND_MS = 100;
/** How long after a step that does not settle the recorder looked at the cluster. */
const RECORDER_MS = 20;
const QUIET_MS = 2500;
const SETTLE_LIMIT_MS = 45_000;
const LOOK_MS = 100;

/** `binary`: a real kubectl that is to be used, through the bridge; ours otherwise. */
export async function bootWorld(scenario: Scenario, seed: number, binary?: string): Promise<World> {
  const spec = {
    startTime: START_TIME,
    machines: scenario.machines,
    images: 'preloaded',
    controlPlane: { leaderElection: false },
  } as const;
  const cluster = createCluster(spec, seed, { freeze: true });
  const real = binary === undefined ? undefined : await openRealKubectl(cluster, scenario.files, binary);
  const discovery: DiscoveryCache = { items: [], until: 0 };
  const world: World = {
    scenario,
    cluster,
    names: createNames(scenario),
    kubectl: real?.run ?? ((line) => runOurs(scenario, cluster, discovery, line)),
    close: real?.close ?? (() => Promise.resolve()),
    cursor: 0,
  };
  settle(world);
  look(world);
  return world;
}

export async function play(world: World, step: Step): Promise<ObservedStep> {
  const seen = new Map<string, { event: Event; updated: boolean }>();
  const before = world.cursor;
  const result = step.kubectl === undefined ? undefined : await world.kubectl(step.kubectl);
  if (step.fault !== undefined) inject(world, step.fault);
  const settled = step.settle === true ? settle(world) : undefined;
  if (step.settle === false) world.cluster.advance(world.cluster.state.now + RECORDER_MS);
  if (step.wait !== undefined) world.cluster.advance(world.cluster.state.now + step.wait * 1000);
  for (const { resource, type, key, object } of entriesSince(world.cluster, before)) {
    if (resource !== 'events' || type === 'DELETED') continue;
    const known = seen.get(key);
    seen.set(key, { event: object as Event, updated: known?.updated ?? type === 'MODIFIED' });
  }
  look(world);
  return { exit: result?.exitCode, stdout: result?.stdout ?? '', stderr: result?.stderr ?? '', settled, events: [...seen.values()] };
}

async function runOurs(scenario: Scenario, cluster: Cluster, discovery: DiscoveryCache, line: string): Promise<KubectlResult> {
  cluster.advance(cluster.state.now + COMMAND_MS);
  const readFile = (name: string): string | undefined => scenario.files[name.replace(/^\.\//, '')];
  return runKubectl(splitCommandLine(line), { port: clusterPort(cluster), namespace: 'default', readFile, stdin: '', discovery });
}

/** Until nothing changed outside kube-* for a while; heartbeats don't count. False when it never came to rest. */
export function settle({ cluster }: World): boolean {
  const until = cluster.state.now + SETTLE_LIMIT_MS;
  let quietSince = cluster.state.now;
  let cursor = cluster.state.store.revision;
  while (cluster.state.now < until) {
    cluster.advance(cluster.state.now + LOOK_MS);
    const changed = entriesSince(cluster, cursor).findLast(({ object, previous }) => isChange(object, previous));
    if (changed !== undefined) quietSince = changed.at;
    cursor = cluster.state.store.revision;
    if (cluster.state.now - quietSince >= QUIET_MS) return true;
  }
  return false;
}

function isChange(object: KubeObject, previous: KubeObject | undefined): boolean {
  if (object.kind === 'Lease' || object.metadata.namespace?.startsWith('kube-') === true) return false;
  return !(object.kind === 'Node' && previous !== undefined && withoutHeartbeats(object) === withoutHeartbeats(previous));
}

function withoutHeartbeats(node: KubeObject): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'lastHeartbeatTime' || key === 'resourceVersion' ? undefined : value));
}

/** Learns the names of what has come into being. */
export function look(world: World): void {
  for (const { object } of entriesSince(world.cluster, world.cursor)) noteObject(world.names, object);
  world.cursor = world.cluster.state.store.revision;
}

export function inject(world: World, recorded: RecordedFault): void {
  for (const fault of faultsOf(world, recorded)) {
    const { code, body } = world.cluster.execute({ type: 'fault', fault });
    if (code >= 400) throw new Error(`fault ${fault.type}: ${JSON.stringify(body)}`);
  }
}

function faultsOf({ cluster }: World, recorded: RecordedFault): readonly Fault[] {
  const { 'node-down': down, 'node-up': up, 'node-add': added, 'node-remove': removed, crash, stop, start } = recorded;
  if (down !== undefined) return [{ type: 'node-disconnect', node: down }];
  if (up !== undefined) return [{ type: 'node-reconnect', node: up }];
  if (added !== undefined) return [{ type: 'node-add', machine: machineOf(added) }];
  if (removed !== undefined) return [{ type: 'node-remove', node: removed }];
  if (stop !== undefined) return [{ type: 'component-stop', ...partNamed(stop) }];
  if (start !== undefined) return [{ type: 'component-start', ...partNamed(start) }];
  const selector = parseSelector(crash ?? '');
  const { items } = cluster.request({ verb: 'list', group: '', resource: 'pods', namespace: 'default' }).body as KubeList;
  const pods = items.filter(({ metadata }) => matchesSelector(selector, metadata.labels));
  return pods.map(({ metadata }) => ({ type: 'container-crash', namespace: 'default', pod: metadata.name ?? '' }));
}

function partNamed(text: string): { readonly component: string; readonly instance?: string } {
  const [component = '', instance] = text.split('/');
  return instance === undefined ? { component } : { component, instance };
}
