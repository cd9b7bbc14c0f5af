/** What the kubelet tells the API server of a pod: built from its records, written when something changed. */
import { isReason } from '../../api/errors.ts';
import { POD } from '../../api/resources.ts';
import { formatTime } from '../../api/time.ts';
import type { Container, ContainerState, ContainerStatus, Pod, PodStatus, VolumeMountStatus } from '../../api/types.gen.ts';
import { extend } from '../../base/extend.ts';
import { shareLatest } from '../../base/share-latest.ts';
import { parseReference } from '../images/reference.ts';
import { imageIDOf } from '../images/lookup.ts';
import { directionsOf } from './annotations.ts';
import { containerSpec, specOf } from './containers.ts';
import type { ContainerRecord, Kubelet, PodWorker, ProbeRecord } from './memory.ts';
import { phaseOf } from './phase.ts';
import { conditionsOf } from './status-conditions.ts';

/** Writes the status unless the pod is gone. Reading and writing are one event: nothing comes between them. */
export function writeStatus(context: Kubelet, worker: PodWorker): void {
  write(context, worker, (stored) => buildStatus(context, worker, stored));
}

/** A pod that this node does not take: its containers were never looked at. */
export function writeRejection(context: Kubelet, worker: PodWorker): void {
  const { reason, message } = worker;
  write(context, worker, (stored) => ({
    ...stored.status,
    phase: 'Failed',
    reason,
    message,
    startTime: formatTime(worker.startedAt),
    observedGeneration: stored.metadata.generation ?? 0,
  }));
}

function write(context: Kubelet, worker: PodWorker, status: (stored: Pod) => PodStatus): void {
  const { namespace = '', name = '' } = worker.pod.metadata;
  // What nobody can be told now is told when somebody can.
  worker.dirty = !context.reachable && !worker.removed;
  // An outage may be over before the next sign of life is due.
  if (worker.dirty) context.memory.unheard = true;
  if (worker.removed || !context.reachable) return;
  try {
    const stored = context.client.get(POD, namespace, name);
    if (stored.metadata.uid !== worker.uid) return;
    const written = context.client.updateStatus(POD, { ...stored, status: status(stored) });
    worker.wroteVersion = written.metadata.resourceVersion ?? '';
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

function buildStatus(context: Kubelet, worker: PodWorker, stored: Pod): PodStatus {
  const spec = specOf(stored);
  const { now } = context;
  const statuses = worker.containers.map((record) => containerStatus(worker, record));
  const inits = spec.initContainers?.length ?? 0;
  const phase =
    stored.status?.phase === 'Failed' || stored.status?.phase === 'Succeeded' ? stored.status.phase : currentPhase(worker, statuses);
  const sandboxReady = worker.podIP !== '' && worker.sandboxAt <= now && phase !== 'Failed' && phase !== 'Succeeded';
  const hostIP = context.memory.nodeIP;
  const { podIP } = worker;
  const status: PodStatus = extend(stored.status ?? EMPTY, {
    observedGeneration: stored.metadata.generation ?? 0,
    phase,
    conditions: conditionsOf(stored, statuses, phase, sandboxReady, formatTime(now)),
    hostIP,
    hostIPs: hostAddresses(hostIP, addressList(stored.status?.hostIPs, hostIP)),
    ...(podIP === '' || worker.sandboxAt > now ? {} : { podIP, podIPs: addressList(stored.status?.podIPs, podIP) }),
    startTime: formatTime(worker.startedAt),
    ...(inits === 0 ? {} : { initContainerStatuses: statuses.slice(0, inits) }),
    containerStatuses: inits === 0 ? statuses : statuses.slice(inits),
  });
  return worker.reason === '' ? status : { ...status, reason: worker.reason, message: worker.message };
}

/** The list that is there already, where it says so. */
function addressList(before: readonly Address[] | undefined, ip: string): readonly Address[] {
  return before?.length === 1 && before[0]?.ip === ip ? before : [{ ip }];
}

/** All pods of a node have its address. */
const hostAddresses = shareLatest<readonly Address[]>((a, b) => a[0]?.ip === b[0]?.ip);

interface Address {
  readonly ip: string;
}

function currentPhase(worker: PodWorker, statuses: readonly ContainerStatus[]): 'Pending' | 'Running' | 'Succeeded' | 'Failed' {
  if (worker.reason !== '') return 'Failed';
  const terminal = worker.stage === 'terminating' || worker.stage === 'terminated';
  const stopped = terminal && worker.containers.every(({ state }) => state !== 'running');
  const phase = phaseOf(specOf(worker.pod), statuses, stopped, worker.initialized);
  // A pod that goes before its containers came to anything has failed (status_manager.go TerminatePod).
  return worker.stage === 'terminated' && phase !== 'Succeeded' ? 'Failed' : phase;
}

const EMPTY = {};
const ROOT = { linux: { uid: 0, gid: 0, supplementalGroups: [0] } };

function containerStatus(worker: PodWorker, record: ContainerRecord): ContainerStatus {
  const spec = containerSpec(worker, record);
  if (record.id === '') return createdStatus(worker, record, spec);
  const mounts = mountStatuses(spec);
  const parsed = parseReference(record.image);
  return {
    name: record.name,
    state: stateOf(worker, record),
    lastState: lastStateOf(record),
    ready: record.ready,
    restartCount: record.restarts,
    image: 'reference' in parsed ? parsed.reference.canonical : record.image,
    imageID: imageIDOf(record.image),
    containerID: record.id,
    started: record.started,
    ...(spec.resources?.requests === undefined ? {} : { allocatedResources: spec.resources.requests }),
    resources: spec.resources ?? EMPTY,
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
    user: ROOT,
  };
}

/** A container that was never made. */
function createdStatus(worker: PodWorker, record: ContainerRecord, spec: Container): ContainerStatus {
  return {
    name: record.name,
    state: stateOf(worker, record),
    lastState: lastStateOf(record),
    ready: false,
    restartCount: record.restarts,
    image: spec.image ?? '',
    imageID: '',
    started: false,
  };
}

/** Brings `started` and `ready` of running containers up to date with probes, hooks and the pod's directions. */
export function refreshReadiness(worker: PodWorker, now: number): void {
  for (const record of worker.containers) {
    if (record.state !== 'running') continue;
    const started = record.hookUntil <= now && probeResult(record, 'startup') === 'success';
    const ready =
      started && record.role !== 'init' && probeResult(record, 'readiness') === 'success' && isDirectedReady(worker, record, now);
    if (started !== record.started || ready !== record.ready) worker.dirty = true;
    record.started = started;
    record.ready = ready;
  }
}

function isDirectedReady(worker: PodWorker, record: ContainerRecord, now: number): boolean {
  const { neverReady, readyMs } = directionsOf(worker.pod);
  return !neverReady && now >= record.startedAt + readyMs;
}

/** A probe that there is not has succeeded. */
function probeResult(record: ContainerRecord, kind: ProbeRecord['kind']): ProbeRecord['result'] {
  if (record.probes.length === 0) return 'success';
  return record.probes.find((probe) => probe.kind === kind)?.result ?? 'success';
}

/** Of containers that have started in the same second. */
const oneOf = shareLatest<ContainerState>((a, b) => a.running?.startedAt === b.running?.startedAt);

function stateOf(worker: PodWorker, record: ContainerRecord): ContainerState {
  if (record.state === 'running') return oneOf('', { running: { startedAt: formatTime(record.startedAt) } });
  if (record.state === 'exited' && record.terminated !== undefined && record.waitingReason === '') return { terminated: record.terminated };
  if (record.waitingReason === '')
    return {
      waiting: { reason: worker.containers.length > specOf(worker.pod).containers.length ? 'PodInitializing' : 'ContainerCreating' },
    };
  return { waiting: { reason: record.waitingReason, ...(record.waitingMessage === '' ? {} : { message: record.waitingMessage }) } };
}

/** While it waits for a restart, the end of the last container has become its last state. */
function lastStateOf(record: ContainerRecord): ContainerState {
  const last = record.waitingReason !== '' ? (record.terminated ?? record.last) : record.last;
  return last === undefined ? EMPTY : { terminated: last };
}

const mountsBySpec = new WeakMap<readonly object[], readonly VolumeMountStatus[]>();
const NO_MOUNTS: readonly VolumeMountStatus[] = [];

function mountStatuses(spec: Container): readonly VolumeMountStatus[] {
  const { volumeMounts } = spec;
  if (volumeMounts === undefined) return NO_MOUNTS;
  const known = mountsBySpec.get(volumeMounts);
  if (known !== undefined) return known;
  const statuses = volumeMounts.map(({ name, mountPath, readOnly }) => ({
    name,
    mountPath,
    ...(readOnly ? { readOnly, recursiveReadOnly: 'Disabled' } : {}),
  }));
  mountsBySpec.set(volumeMounts, statuses);
  return statuses;
}
