/** The container runtime: starting and ending containers, as data. */
import type { Container } from '../../api/types.gen.ts';
import { NODE, SERVICE } from '../../api/resources.ts';
import { formatTime } from '../../api/time.ts';
import { hex64 } from '../images/digest.ts';
import type { Behaviour } from '../images/image.ts';
import type { FormerRun } from '../images/log/log.ts';
import type { ImageWorld } from '../images/world.ts';
import { type Directions, directionsOf } from './annotations.ts';
import { around, callOf } from './call.ts';
import { containerSpec } from './containers.ts';
import { type EnvironmentResult, makeEnvironment } from './environment.ts';
import { readConfigMap, readSecret } from './volumes.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { newProbes } from './probe-state.ts';

const DEFAULT_INIT_MS = 200;
const DEFAULT_TERM_MS = 500;
export const SIGKILLED = 137;
/** From the end of a container to the look at what to do about it (a PLEG relist). */
export const RELIST_MS = 1000;

/** Makes a record a running container. */
export function startContainer(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  const { now } = context;
  const spec = containerSpec(worker, record);
  const again = record.id !== '';
  record.log = again && context.spec.images === 'registry' ? { lines: [], bytes: 0, former: formerRun(record) } : undefined;
  if (again) record.restarts++;
  record.last = record.terminated ?? record.last;
  record.terminated = undefined;
  record.state = 'running';
  record.waitingReason = '';
  record.waitingMessage = '';
  record.id = ['containerd://', hex64(`${worker.uid}/${record.name}/${record.restarts}`)].join('');
  record.image = spec.image ?? '';
  record.startedAt = now;
  record.stopping = false;
  record.pulled = false;
  record.ready = false;
  record.started = false;
  record.served = undefined;
  behave(context, worker, record, spec);
  worker.dirty = true;
}

/** What is kept of the run before this one, for who reads its log. */
function formerRun(record: ContainerRecord): FormerRun {
  const { id, image, env, state, startedAt, finishedAt, exitAt, exitCode, stopping, behaviour, script, log } = record;
  const lines = log?.lines ?? NO_LINES;
  return { id, image, env, state, startedAt, finishedAt, exitAt, exitCode, stopping, behaviour, script, lines };
}

const NO_LINES: FormerRun['lines'] = [];

function behave(context: Kubelet, worker: PodWorker, record: ContainerRecord, spec: Container): void {
  const behaviour = behaviourFor(context, worker, record, spec);
  record.behaviour = behaviour;
  const { exit, script } = behaviour;
  record.exitAt = exit === undefined ? 0 : Math.max(context.now + exit.afterMs, context.now + 1);
  record.exitCode = exit?.exitCode ?? 0;
  record.exitReason = exit?.reason ?? '';
  record.exitMessage = exit?.message ?? '';
  record.script = script === undefined ? undefined : context.given.shell.newScriptState();
  // Just after the start, so that the running container is reported first.
  record.scriptAt = script === undefined ? 0 : context.now + 1;
  record.hookUntil = 0;
  record.probes = newProbes(context, spec);
}

function behaviourFor(context: Kubelet, worker: PodWorker, record: ContainerRecord, spec: Container): Behaviour {
  const directions = directionsOf(worker.pod);
  const natural = context.spec.images === 'preloaded' ? PRELOADED[record.role] : naturalBehaviour(context.given, worker, record, spec);
  return directed(natural, directions, record);
}

/** What stands in for every image where none is executed. */
const onTerm = { afterMs: DEFAULT_TERM_MS, exitCode: SIGKILLED };
const FOREVER: Behaviour = { listens: [], onTerm };
const PRELOADED = { app: FOREVER, sidecar: FOREVER, init: { ...FOREVER, exit: { afterMs: DEFAULT_INIT_MS, exitCode: 0 } } };

/** The behaviour of the image in the place of `natural`, for traffic to pods whose images are not executed. */
export function naturalBehaviour(images: ImageWorld, worker: PodWorker, record: ContainerRecord, spec: Container): Behaviour {
  const call = callOf(images, worker, record, spec);
  return images.imageOf(call.repository).run(call);
}

function directed(natural: Behaviour, directions: Directions, record: ContainerRecord): Behaviour {
  const { termMs } = directions;
  const exit =
    record.role === 'app' ? directedExit(directions, record) : record.role === 'init' ? directedInitExit(natural, directions) : undefined;
  if (exit === undefined && termMs === undefined) return natural;
  const { script: _script, ...rest } = natural;
  const base = exit === undefined ? natural : { ...rest, exit };
  return termMs === undefined
    ? base
    : { ...base, onTerm: { afterMs: termMs, exitCode: natural.onTerm === 'ignored' ? 0 : natural.onTerm.exitCode } };
}

function directedExit({ exitCode, runMs, failTimes }: Directions, record: ContainerRecord): Behaviour['exit'] {
  if (record.restarts < failTimes) return { afterMs: runMs, exitCode: 1 };
  return exitCode === undefined ? undefined : { afterMs: runMs, exitCode };
}

function directedInitExit(natural: Behaviour, { initFails, initMs }: Directions): Behaviour['exit'] {
  if (!initFails && initMs === undefined) return natural.exit;
  return { afterMs: initMs ?? DEFAULT_INIT_MS, exitCode: initFails ? 1 : 0 };
}

/** The environment of a container, for those that can tell: most have none of their own and run no script. */
export function environmentFor(context: Kubelet, worker: PodWorker, record: ContainerRecord): EnvironmentResult {
  const spec = containerSpec(worker, record);
  if (context.spec.images === 'preloaded' || !usesEnvironment(spec)) return { env: record.env };
  const namespace = worker.pod.metadata.namespace ?? '';
  const { memory, cached } = context;
  return makeEnvironment(spec, {
    pod: worker.pod,
    podIPs: [worker.podIP],
    hostIPs: [memory.nodeIP],
    allocatable: context.lister(NODE).get('', context.instance)?.status?.allocatable ?? {},
    services: usesServices(spec)
      ? [...cached.list(SERVICE, namespace).items, ...(namespace === 'default' ? [] : cached.list(SERVICE, 'default').items)]
      : [],
    configMap: (name) => readConfigMap(cached, namespace, name),
    secret: (name) => readSecret(cached, namespace, name),
  });
}

function usesEnvironment(spec: Container): boolean {
  return (spec.env?.length ?? 0) > 0 || (spec.envFrom?.length ?? 0) > 0 || (usesServices(spec) && spec.command !== undefined);
}

/** Whether a container can see the variables of Services: listing them for every container would cost more than it tells. */
function usesServices(spec: Container): boolean {
  const mentions = (text: string | undefined) => text !== undefined && /_SERVICE_|_PORT|\benv\b|printenv|\$\(/.test(text);
  return (
    (spec.command?.some(mentions) ?? false) ||
    (spec.args?.some(mentions) ?? false) ||
    (spec.env?.some(({ value }) => mentions(value)) ?? false)
  );
}

/** A running container has ended at `at`. */
export function endContainer(context: Kubelet, worker: PodWorker, record: ContainerRecord, at: number): void {
  const reason = record.exitReason || (record.exitCode === 0 ? 'Completed' : 'Error');
  record.state = 'exited';
  record.finishedAt = at;
  const message =
    record.exitMessage || (fallsBack(context, worker, record) ? context.given.logs.lastWords(record, around(context, worker, record)) : '');
  record.terminated = {
    exitCode: record.exitCode,
    reason,
    ...(message === '' ? {} : { message }),
    startedAt: formatTime(record.startedAt),
    finishedAt: formatTime(at),
    containerID: record.id,
  };
  record.exitAt = 0;
  record.scriptAt = 0;
  // A loop that nobody watched has written all the same.
  if (record.script?.restsAt === 0) record.script = undefined;
  record.hookUntil = 0;
  record.probes = [];
  record.started = false;
  record.ready = record.role === 'init' && record.exitCode === 0;
  worker.dirty = true;
}

/** Whether its log's end tells of its own: terminationMessagePolicy. */
function fallsBack({ spec }: Kubelet, worker: PodWorker, record: ContainerRecord): boolean {
  const { terminationMessagePolicy } = containerSpec(worker, record);
  return terminationMessagePolicy === 'FallbackToLogsOnError' && record.exitCode !== 0 && spec.images === 'registry';
}

/** Lets a running container end at `at`, unless it ends before. */
export function endAt(record: ContainerRecord, at: number, exitCode: number, reason = '', message = ''): void {
  if (record.exitAt !== 0 && record.exitAt <= at) return;
  record.exitAt = at;
  record.exitCode = exitCode;
  record.exitReason = reason;
  record.exitMessage = message;
  record.scriptAt = 0;
}
