/** Components and processes that come and go, and the context that each component is handed. */
import { type KubeObject, type ResourceType, groupResource } from '../../api/object.ts';
import { createPrng, nextFloat } from '../../base/prng.ts';
import { createClient } from '../apiserver/in-process-client.ts';
import { isServing } from '../apiserver/outage.ts';
import { allKinds, isStoredAs } from '../apiserver/kinds.ts';
import { createInformer, listerOf } from '../client/informer.ts';
import { createQueue } from '../client/queue.ts';
import { createRecorder } from '../client/recorder.ts';
import type { ClusterState } from '../cluster-state.ts';
import { addCause, faultOf } from '../kernel/causes.ts';
import type { ComponentContext, ComponentDefinition, Lister } from '../kernel/component.ts';
import type { ComponentState, ProcessState, SimEvent } from '../kernel/state.ts';
import { type Host, type Live, componentId, dropEvents, schedule } from './host.ts';
import { recordEvent } from './recording.ts';
import { closeWatches, openWatch } from './watches.ts';
import { enqueue, enqueueAfter } from './work.ts';

/** Most hints between two frames; more are dropped. */
const MAX_HINTS = 2000;

/** A component begins with fresh memory. One that comes to a process at work is to be introduced to what that knows. */
export function addComponent(host: Host, name: string, instance: string): void {
  const { state } = host;
  const definition = definitionOf(host, name);
  const id = componentId(name, instance);
  state.components.set(id, newComponent(state, definition, instance));
  const processId = componentId(definition.process, instance);
  const process: ProcessState = state.processes.get(processId) ?? { watches: new Map(), informers: new Map(), components: [] };
  state.processes.set(processId, process);
  process.components.push(id);
  for (const { type, ofThisNode } of definition.watches) openWatch(host, processId, process, type, ofThisNode ? instance : '');
  for (const type of storedTypes(host)) if (watchesToo(definition, type)) openWatch(host, processId, process, type, '');
  attach(host, id);
  schedule(host, 'start', id, '', 0);
}

/** What an election, or a person, starts: all components of a process but those that are stopped one by one. */
export function startProcess(host: Host, process: string): void {
  for (const { name, process: own, perMachine, candidateFor } of host.definitions.values()) {
    if (own !== process || perMachine || candidateFor !== undefined) continue;
    if (!host.state.stopped.has(name) && !host.live.has(name)) addComponent(host, name, '');
  }
}

export function stopProcess(host: Host, process: string): void {
  const { state } = host;
  const ended = state.processes.get(process);
  if (ended === undefined) return;
  for (const id of ended.components) forget(host, id);
  const gone = new Set(ended.components);
  close(host, process, ended, ({ target }) => gone.has(target));
}

/** Components that watch everything watch a resource from its first object on. */
export function watchNewResource(host: Host, type: ResourceType): void {
  for (const { definition, process, state } of host.live.values()) {
    if (watchesToo(definition, type)) openWatch(host, componentId(definition.process, state.instance), process, type, '');
  }
}

function watchesToo({ watchesAll }: ComponentDefinition, type: ResourceType): boolean {
  return watchesAll !== undefined && !watchesAll.except.some((other) => groupResource(other) === groupResource(type));
}

function storedTypes(host: Host): readonly ResourceType[] {
  const { tables } = host.state.store;
  return allKinds(host.server).flatMap((kind) => (isStoredAs(kind) && tables.has(groupResource(kind.type)) ? [kind.type] : []));
}

/** One component ends. Its process stays, and so do the informers, which are the process's; without components it ends as well. */
export function removeComponent(host: Host, name: string, instance: string): void {
  const id = componentId(name, instance);
  const component = host.live.get(id);
  if (component === undefined) return;
  const { process, definition } = component;
  forget(host, id);
  process.components = process.components.filter((other) => other !== id);
  const isOwn = ({ target }: SimEvent) => target === id;
  if (process.components.length > 0) dropEvents(host, isOwn);
  else close(host, componentId(definition.process, instance), process, isOwn);
}

function forget(host: Host, id: string): void {
  host.live.delete(id);
  host.routes.clear();
  host.state.components.delete(id);
}

function close(host: Host, id: string, process: ProcessState, isOwn: (event: SimEvent) => boolean): void {
  closeWatches(host, process);
  host.state.processes.delete(id);
  dropEvents(host, (event) => isOwn(event) || (event.type === 'deliver' && process.watches.has(event.target)));
}

/** Makes a component that stands in the state run: after its start, and again after a restore. */
export function attach(host: Host, id: string): void {
  const own = host.state.components.get(id);
  if (own === undefined) throw new Error(`component ${id} is not in the state`);
  const definition = definitionOf(host, own.name);
  const process = host.state.processes.get(componentId(definition.process, own.instance));
  if (process === undefined) throw new Error(`component ${id} has no process`);
  const live: Live = { id, definition, state: own, process, context: contextOf(host, id, own, definition, () => live) };
  host.live.set(id, live);
  host.routes.clear();
}

function newComponent({ seed, now, spec }: ClusterState, definition: ComponentDefinition, instance: string): ComponentState {
  const id = componentId(definition.name, instance);
  // Who is started again does not draw the same numbers again.
  const isFirst = definition.perMachine === true || now === spec.startTime;
  return {
    name: definition.name,
    instance,
    memory: definition.init(instance),
    queue: createQueue(),
    recorder: createRecorder(),
    random: createPrng(seed, isFirst ? id : `${id}@${now}`),
    lastSync: 0,
  };
}

function definitionOf(host: Host, name: string): ComponentDefinition {
  const definition = host.definitions.get(name);
  if (definition === undefined) throw new Error(`no component ${name}`);
  return definition;
}

function contextOf(
  host: Host,
  id: string,
  own: ComponentState,
  definition: ComponentDefinition,
  live: () => Live,
): ComponentContext<unknown> {
  const { state } = host;
  const user = definition.user.replace('{instance}', own.instance);
  const client = createClient(host.server, { user, actor: id, agent: definition.process });
  const listers = new WeakMap<ResourceType, Lister<KubeObject>>();
  return {
    get now() {
      return state.now;
    },
    instance: own.instance,
    memory: own.memory,
    spec: state.spec,
    get configuration() {
      return state.configurations.get(definition.process) ?? null;
    },
    given: definition.given,
    client,
    cached: createClient(host.server, { user, actor: id, agent: definition.process }, 'cached'),
    get reachable() {
      return isServing(state.stopped);
    },
    lead: (leads) => leadOrNot(host, id, definition, leads),
    lister: <T extends KubeObject>(type: ResourceType<T>) => listerFor(live(), listers, type) as unknown as Lister<T>,
    enqueue: (key) => enqueue(host, live(), key),
    enqueueAfter: (key, milliseconds) => enqueueAfter(host, live(), key, milliseconds),
    timer: (name, milliseconds, data) => schedule(host, 'timer', id, name, milliseconds, data),
    random: () => nextFloat(own.random),
    event: (about, type, reason, message, fieldPath, source) =>
      recordEvent(host, own, client, { about, type, reason, message, fieldPath, source }),
    because: (what) => {
      host.cause = addCause(state.causes, { parent: host.cause, at: state.now, actor: id, what });
    },
    get cause() {
      return host.cause;
    },
    resume: (cause) => {
      host.cause = cause;
    },
    resumeFault: (machine) => {
      host.cause = faultOf(state.causes, machine) || host.cause;
    },
    ask: (name, instance, question) => {
      const other = host.live.get(componentId(name, instance));
      return other?.definition.onAsk?.(other.context, question);
    },
    hint: (hint) => {
      if (host.hints.length < MAX_HINTS) host.hints.push(hint);
    },
  };
}

/** A new leader starts from nothing. Who led before and does not know yet that it doesn't any more takes nothing with it. */
export function leadOrNot(host: Host, id: string, { candidateFor }: ComponentDefinition, leads: boolean): void {
  if (candidateFor === undefined) throw new Error(`${id} is no candidate`);
  const { leaders } = host.state;
  if (!leads && leaders.get(candidateFor) !== id) return;
  stopProcess(host, candidateFor);
  leaders.delete(candidateFor);
  if (!leads) return;
  leaders.set(candidateFor, id);
  startProcess(host, candidateFor);
}

function listerFor(live: Live, listers: WeakMap<ResourceType, Lister<KubeObject>>, type: ResourceType): Lister<KubeObject> {
  const known = listers.get(type);
  if (known !== undefined) return known;
  const resource = groupResource(type);
  const informer = live.process.informers.get(resource);
  if (informer === undefined && live.definition.watchesAll !== undefined) return listerOf<KubeObject>(createInformer());
  if (informer === undefined) throw new Error(`${live.id} does not watch ${resource}`);
  const lister = listerOf<KubeObject>(informer);
  listers.set(type, lister);
  return lister;
}
