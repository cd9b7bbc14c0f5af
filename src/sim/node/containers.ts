/** Records of a pod's containers: making them, and what follows from the restart policy. */
import { isSidecar } from '../../api/pod/resources.ts';
import { restartsOn } from '../../api/pod/restart.ts';
import type { Container, Pod, PodSpec } from '../../api/types.gen.ts';
import type { ContainerRecord, PodWorker } from './memory.ts';

export const EMPTY_SPEC: PodSpec = { containers: [] };

export function specOf(pod: Pod): PodSpec {
  return pod.spec ?? EMPTY_SPEC;
}

/** The part of the spec that a record is about, in its newest version. */
export function containerSpec(worker: PodWorker, record: ContainerRecord): Container {
  const spec = specOf(worker.pod);
  const found = (record.role === 'app' ? spec.containers : spec.initContainers)?.[record.index];
  if (found === undefined) throw new Error(`pod ${worker.uid} has lost its container ${record.name}`);
  return found;
}

/** Init containers first. */
export function newRecords(pod: Pod): ContainerRecord[] {
  const spec = specOf(pod);
  const inits =
    spec.initContainers?.map((container, index) => newRecord(container, isSidecar(container) ? 'sidecar' : 'init', index)) ?? [];
  return inits.concat(spec.containers.map((container, index) => newRecord(container, 'app', index)));
}

const NO_ENVIRONMENT = {};

function newRecord(container: Container, role: ContainerRecord['role'], index: number): ContainerRecord {
  return {
    name: container.name,
    role,
    index,
    state: 'waiting',
    waitingReason: '',
    waitingMessage: '',
    id: '',
    image: '',
    startedAt: 0,
    exitAt: 0,
    exitCode: 0,
    exitReason: '',
    exitMessage: '',
    terminated: undefined,
    finishedAt: 0,
    last: undefined,
    restarts: 0,
    startAt: 0,
    backoff: undefined,
    pullBackoff: undefined,
    pullImage: '',
    pullError: '',
    pulling: false,
    pulled: false,
    behaviour: undefined,
    env: NO_ENVIRONMENT,
    script: undefined,
    scriptAt: 0,
    hookUntil: 0,
    probes: NO_PROBES,
    served: undefined,
    started: false,
    ready: false,
    stopping: false,
    log: undefined,
  };
}

/** Shared by the many that have none; replaced, never written. */
const NO_PROBES: ContainerRecord['probes'] = [];

export function fieldPath({ role, name }: ContainerRecord): string {
  const paths = role === 'app' ? APP_PATHS : INIT_PATHS;
  const known = paths.get(name);
  if (known !== undefined) return known;
  const path = role === 'app' ? `spec.containers{${name}}` : `spec.initContainers{${name}}`;
  if (paths.size >= MOST_PATHS) paths.clear();
  paths.set(name, path);
  return path;
}

/** Texts that most Events of a cluster share. */
const APP_PATHS = new Map<string, string>();
const INIT_PATHS = new Map<string, string>();
const MOST_PATHS = 1000;

/** `web_default(<uid>)`: how messages of the kubelet name a pod. */
export function podText(worker: PodWorker): string {
  const { name = '', namespace = '' } = worker.pod.metadata;
  return `${name}_${namespace}(${worker.uid})`;
}

/** Whether a container that has ended is started again. */
export function restartsAfterExit(worker: PodWorker, record: ContainerRecord): boolean {
  return mayRestart(worker, record, record.terminated?.exitCode ?? 0);
}

export function mayRestart(worker: PodWorker, record: ContainerRecord, exitCode: number): boolean {
  if (worker.stage === 'terminating' || worker.stage === 'terminated') return false;
  if (record.role === 'init' && exitCode === 0) return false;
  return record.role === 'sidecar' || restartsOn(specOf(worker.pod), containerSpec(worker, record), exitCode);
}

export function isInitDone(record: ContainerRecord): boolean {
  return record.role === 'sidecar' ? record.started || record.restarts > 0 : record.terminated?.exitCode === 0;
}
