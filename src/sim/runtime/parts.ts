/** The parts of the control plane as a person knows them, stopped and started one by one. Loaded with the first request about them. */
import { failure } from '../../api/errors.ts';
import { outageAnswer } from '../apiserver/outage-answer.ts';
import { API_SERVER, ETCD, isServing } from '../apiserver/outage.ts';
import type { CandidateMemory } from '../client/leader-election.ts';
import { queueLength } from '../client/queue.ts';
import { CONTROLLER_NAMES } from '../controller-names.ts';
import type { FaultDefinition } from '../faults/fault.ts';
import { describeFault, machineOf } from '../faults/words.ts';
import { FAULTS } from '../faults/registry.ts';
import type { ComponentDefinition } from '../kernel/component.ts';
import { hostsOf, isElecting } from './boot.ts';
import { type Host, componentId, dropEvents, schedule } from './host.ts';
import { addComponent, attach, leadOrNot, removeComponent, startProcess, stopProcess } from './lifecycle.ts';
import { breakWatches, introduce, resumeWatches } from './connections.ts';
import { partDetailsOf } from './part-details.ts';
import { closeWatches, indexWatch } from './watches.ts';

/** One process, or one controller of a process. */
export interface PartOfControlPlane {
  /** As faults call it. */
  readonly name: string;
  /** `running`; `stopped` by somebody; `waiting`: it would run if it were let, if something it needs were there, or if it led. */
  readonly state: 'running' | 'stopped' | 'waiting';
  /** Of a process that elects a leader: who there is, in the order of the hosts. */
  readonly candidates: readonly Candidate[];
  /** Its components, as their Events are signed and stations are named. */
  readonly components: readonly string[];
  /** Resources that it watches: `pods`, `deployments.apps`. */
  readonly watches: readonly string[];
  /** Keys that wait in its queue. */
  readonly queue: number;
  readonly parts: readonly PartOfControlPlane[];
}

export interface Candidate {
  readonly host: string;
  /** `restarting`: it lost its lease and exited, and is started again at `restartAt` (milliseconds since the epoch). */
  readonly role: 'leader' | 'standby' | 'restarting' | 'stopped';
  readonly restartAt: number;
}

/** What carries packets is the world itself and can't be stopped. */
const WORLD = 'network';
const CONTROLLERS = 'kube-controller-manager';

type Part =
  | { readonly type: 'server'; readonly id: string }
  | { readonly type: 'process'; readonly id: string }
  | { readonly type: 'candidate'; readonly id: string; readonly process: string; readonly host: string }
  | { readonly type: 'controller'; readonly id: string; readonly process: string }
  | { readonly type: 'kubelet'; readonly id: string; readonly node: string };

export function stopPart(host: Host, component: string, instance: string, graceful: boolean): void {
  const part = partNamed(host, component, instance, 'running');
  const { stopped } = host.state;
  if (stopped.has(part.id)) return;
  stopped.add(part.id);
  switch (part.type) {
    case 'server':
      if (part.id === API_SERVER) hangUp(host);
      return;
    case 'process':
      if (definitionsOf(host, part.id).some(({ leavesRules }) => leavesRules)) freeze(host, part.id);
      else stopProcess(host, part.id);
      return;
    case 'candidate':
      return stopCandidate(host, part, graceful);
    case 'controller':
      return removeComponent(host, part.id, '');
    case 'kubelet':
      freeze(host, part.id);
      return schedule(host, 'signal', part.id, '', 0, { type: 'kubelet-stop' });
  }
}

export function startPart(host: Host, component: string, instance: string): void {
  const part = partNamed(host, component, instance, 'stopped');
  if (!host.state.stopped.delete(part.id)) return;
  switch (part.type) {
    case 'server':
      return resume(host);
    case 'process':
      if (host.state.processes.has(part.id)) thaw(host, part.id);
      else startProcess(host, part.id);
      return;
    case 'candidate':
      return addComponent(host, part.process, part.host);
    case 'controller':
      // Without the API server it would have to wait; it is started when that is back.
      if (isServing(host.state.stopped)) startControllers(host);
      return;
    case 'kubelet':
      thaw(host, part.id);
      return schedule(host, 'signal', part.id, '', 0, { type: 'kubelet-start' });
  }
}

/** Who leads goes down with all that it does; what it leaves in the lease says for how long nobody may follow. */
function stopCandidate(host: Host, { id }: Extract<Part, { type: 'candidate' }>, graceful: boolean): void {
  const live = host.live.get(id);
  if (live === undefined) return;
  if (graceful) live.definition.onSignal?.(live.context, 'terminate');
  leadOrNot(host, id, live.definition, false);
  removeComponent(host, live.state.name, live.state.instance);
}

/** All watches end with the API server that served them. */
function hangUp(host: Host): void {
  for (const process of host.state.processes.values()) breakWatches(process);
  dropEvents(host, ({ type }) => type === 'deliver');
}

/** Clients list again, or go on where they were; controllers that were started meanwhile begin. */
function resume(host: Host): void {
  const { processes, stopped } = host.state;
  if (!isServing(stopped)) return;
  for (const [id, process] of processes) {
    if (!stopped.has(id)) resumeWatches(host, process);
  }
  startControllers(host);
}

/** Those of a running process that are missing and may run. */
function startControllers(host: Host): void {
  const { processes, stopped } = host.state;
  if (!processes.has(CONTROLLERS)) return;
  for (const { name } of controllersOf(host)) {
    if (stopped.has(name) || host.live.has(name)) continue;
    addComponent(host, name, '');
    const live = host.live.get(name);
    if (live !== undefined) introduce(host, live);
    // Its listers were those of the introduction.
    attach(host, name);
  }
}

/** Nothing reaches the process any more. What it knew stays as it was. */
function freeze(host: Host, id: string): void {
  const process = host.state.processes.get(id);
  if (process === undefined) return;
  closeWatches(host, process);
  breakWatches(process);
  dropEvents(host, ({ type, target }) => type === 'deliver' && process.watches.has(target));
}

function thaw(host: Host, id: string): void {
  const process = host.state.processes.get(id);
  if (process === undefined) return;
  for (const [watchId, watch] of process.watches) indexWatch(host, watchId, watch);
  if (isServing(host.state.stopped)) resumeWatches(host, process);
}

/** Of several candidates that are meant the one that leads, or the first that is `wanted`. */
function partNamed(host: Host, component: string, instance: string, wanted: 'running' | 'stopped'): Part {
  if (component === 'kubelet') return kubeletOf(host, instance);
  const { spec } = host.state;
  const own = host.definitions.get(component);
  // Who names the one component of a process means the process.
  if (own !== undefined && own.candidateFor === undefined && own.process !== CONTROLLERS && own.process !== component)
    return partNamed(host, own.process, instance, wanted);
  if (isElecting(spec) && own?.candidateFor === component) return candidateNamed(host, component, instance, wanted);
  if (instance !== '') throw unknownPart(host, `${component}/${instance}`);
  if (component === API_SERVER || component === ETCD) return { type: 'server', id: component };
  if (processesOf(host).includes(component)) return { type: 'process', id: component };
  const controller = controllersOf(host).find(({ name }) => name === component || nameOf(name) === component);
  if (controller === undefined) throw unknownPart(host, component);
  return { type: 'controller', id: controller.name, process: CONTROLLERS };
}

function kubeletOf(host: Host, node: string): Part {
  const id = componentId('kubelet', node);
  if (!host.live.has(id)) throw failure(404, 'NotFound', node === '' ? 'a kubelet is named by its node' : `no machine ${node}`);
  return { type: 'kubelet', id, node };
}

function candidateNamed(host: Host, process: string, instance: string, wanted: 'running' | 'stopped'): Part {
  const hosts = hostsOf(host.state.spec);
  if (instance !== '' && !hosts.includes(instance)) throw unknownPart(host, `${process}/${instance}`);
  const idOf = (own: string) => componentId(process, own);
  const leader = hosts.find((own) => candidateAt(host, idOf(own))?.leads);
  const fitting = hosts.find((own) => host.state.stopped.has(idOf(own)) === (wanted === 'stopped'));
  const chosen = instance || (wanted === 'running' ? leader : undefined) || fitting || (hosts[0] ?? '');
  return { type: 'candidate', id: idOf(chosen), process, host: chosen };
}

function candidateAt(host: Host, id: string): CandidateMemory | undefined {
  return host.live.get(id)?.state.memory as CandidateMemory | undefined;
}

function unknownPart(host: Host, name: string) {
  const known = [API_SERVER, ETCD, ...processesOf(host), 'kubelet', ...controllersOf(host).map((own) => nameOf(own.name))];
  return failure(404, 'NotFound', `no component ${name}: there are ${known.join(', ')}`);
}

function nameOf(component: string): string {
  return CONTROLLER_NAMES[component] ?? component;
}

function definitionsOf(host: Host, process: string): readonly ComponentDefinition[] {
  return [...host.definitions.values()].filter((known) => known.process === process && known.candidateFor === undefined);
}

function controllersOf(host: Host): readonly ComponentDefinition[] {
  return definitionsOf(host, CONTROLLERS);
}

function processesOf(host: Host): readonly string[] {
  const all = [...host.definitions.values()].flatMap(({ process, perMachine }) => (perMachine || process === WORLD ? [] : [process]));
  return [...new Set(all)];
}

export function controlPlaneOf(host: Host): readonly PartOfControlPlane[] {
  const { stopped, store } = host.state;
  const server = (name: string, needs: string): PartOfControlPlane => ({
    ...EMPTY,
    name,
    state: stopped.has(name) ? 'stopped' : stopped.has(needs) ? 'waiting' : 'running',
    components: [name],
    watches: name === ETCD ? [...store.tables.keys()] : [],
  });
  return [server(API_SERVER, ETCD), server(ETCD, ''), ...processesOf(host).map((process) => processPart(host, process))];
}

const EMPTY = { candidates: [], components: [], watches: [], queue: 0, parts: [] } as const;

function processPart(host: Host, process: string): PartOfControlPlane {
  const { processes, spec } = host.state;
  const running = processes.get(process);
  const elects = isElecting(spec) && host.definitions.get(process)?.candidateFor === process;
  const candidates = elects ? hostsOf(spec).map((own) => candidatePart(host, process, own)) : [];
  const ids = running?.components ?? [];
  const isStopped = elects ? candidates.every(({ role }) => role === 'stopped') : host.state.stopped.has(process);
  return {
    name: process,
    state: isStopped ? 'stopped' : running === undefined ? 'waiting' : 'running',
    candidates,
    components: definitionsOf(host, process).map(({ name }) => name),
    watches: [...(running?.informers.keys() ?? [])],
    queue: ids.reduce((sum, id) => sum + waiting(host, id), 0),
    parts: process === CONTROLLERS ? controllersOf(host).map((own) => controllerPart(host, own)) : [],
  };
}

function candidatePart(host: Host, process: string, own: string): Candidate {
  const id = componentId(process, own);
  const memory = candidateAt(host, id);
  if (memory === undefined) return { host: own, role: 'stopped', restartAt: 0 };
  const role = memory.leads ? 'leader' : memory.restartAt === 0 ? 'standby' : 'restarting';
  return { host: own, role, restartAt: memory.restartAt };
}

function controllerPart(host: Host, { name, watches, watchesAll }: ComponentDefinition): PartOfControlPlane {
  return {
    ...EMPTY,
    name: nameOf(name),
    state: host.state.stopped.has(name) ? 'stopped' : host.live.has(name) ? 'running' : 'waiting',
    watches: watchesAll === undefined ? watches.map(({ type }) => resourceOf(type)) : ['*'],
    components: [name],
    queue: waiting(host, name),
  };
}

function resourceOf({ resource, group }: { readonly resource: string; readonly group: string }): string {
  return group === '' ? resource : `${resource}.${group}`;
}

function waiting(host: Host, id: string): number {
  const queue = host.live.get(id)?.state.queue;
  return queue === undefined ? 0 : queueLength(queue);
}

/** What a cluster is given by whoever runs it, when it is first asked for. */
export interface Parts {
  readonly faults: readonly FaultDefinition[];
  readonly outageAnswer: typeof outageAnswer;
  readonly stopPart: typeof stopPart;
  readonly startPart: typeof startPart;
  readonly controlPlaneOf: typeof controlPlaneOf;
  readonly partDetailsOf: typeof partDetailsOf;
  readonly describeFault: typeof describeFault;
  readonly machineOf: typeof machineOf;
}

export const PARTS: Parts = { faults: FAULTS, outageAnswer, stopPart, startPart, controlPlaneOf, partDetailsOf, describeFault, machineOf };
