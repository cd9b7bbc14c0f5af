/** What happens to the machine: it is switched on and off, loses its connection, or one of its processes dies. */
import { POD } from '../../api/resources.ts';
import { podPrefix } from '../kernel/pod-ranges.ts';
import type { MachineSpec } from '../kernel/spec.ts';
import { bestEffort, startHeartbeats } from './heartbeat.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { resync } from './pods.ts';
import { register, renewLease, writeNodeStatus } from './registration.ts';
import { SIGKILLED, endAt, endContainer } from './runtime.ts';
import { createSandbox, removeSandbox } from './sandbox.ts';

/** Exit code of a container whose machine went down under it. */
const LOST = 255;

export type Signal =
  | { readonly type: 'boot'; readonly machine: MachineSpec; readonly index?: number }
  | { readonly type: 'power-off' }
  | { readonly type: 'power-on' }
  | { readonly type: 'disconnect' }
  | { readonly type: 'reconnect' }
  | { readonly type: 'kubelet-stop' }
  | { readonly type: 'kubelet-start' }
  | { readonly type: 'crash'; readonly namespace: string; readonly pod: string; readonly container?: string; readonly exitCode?: number };

export function receive(context: Kubelet, signal: Signal): void {
  const { memory } = context;
  switch (signal.type) {
    case 'boot':
      memory.machine = signal.machine;
      takeAddresses(context, signal.index ?? askForIndex(context));
      powerOn(context);
      return;
    case 'power-on':
      if (memory.power === 'off') powerOn(context);
      return;
    case 'power-off':
      if (memory.power !== 'off') powerOff(context);
      return;
    case 'disconnect':
      if (memory.power === 'on') memory.power = 'disconnected';
      return;
    case 'reconnect':
      if (memory.power === 'disconnected') reconnect(context);
      return;
    case 'kubelet-stop':
      memory.stopped = true;
      return;
    case 'kubelet-start':
      if (memory.stopped) startKubelet(context);
      return;
    case 'crash':
      crash(context, signal);
      return;
  }
}

/** The network gives each machine a number of its own, and the same one each time. */
function askForIndex(context: Kubelet): number {
  return Number(context.ask('network', '', { type: 'lease', machine: context.instance }) ?? 0);
}

const HOSTS_BEFORE = 3;

/** 172.18.0.3 and up for machines. */
function takeAddresses(context: Kubelet, index: number): void {
  const { memory } = context;
  const host = index + HOSTS_BEFORE;
  memory.nodeIP = `172.18.${host >> 8}.${host & 255}`;
  memory.podPrefix = podPrefix(index);
  memory.podCIDR = `${memory.podPrefix}0/24`;
}

function powerOn(context: Kubelet): void {
  const { memory } = context;
  memory.power = 'on';
  memory.boots++;
  bestEffort(() => register(context));
  startHeartbeats(context);
  if (memory.boots > 1) for (const worker of memory.workers.values()) startOver(context, worker);
  resync(context);
}

/** All processes are gone; what is on disk stays: images, and what the kubelet wrote down of its pods. */
function powerOff(context: Kubelet): void {
  const { memory } = context;
  memory.power = 'off';
  memory.images.pulls.length = 0;
  for (const worker of memory.workers.values()) for (const record of worker.containers) lose(context, worker, record);
}

function lose(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  record.pulling = false;
  if (record.state !== 'running') return;
  record.exitCode = LOST;
  record.exitReason = 'Unknown';
  record.exitMessage = '';
  endContainer(context, worker, record, context.now);
}

/**
 * After a reboot a pod gets a new sandbox, and with it a new address; its init containers run again. One that is never restarted and
 * whose containers had begun keeps what it has (kuberuntime_manager.go computePodActions).
 */
function startOver(context: Kubelet, worker: PodWorker): void {
  if (worker.stage !== 'syncing' || worker.podIP === '' || worker.pod.metadata.deletionTimestamp !== undefined) return;
  if (worker.pod.spec?.restartPolicy === 'Never' && worker.containers.some(({ id }) => id !== '')) return;
  context.event(worker.pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
  removeSandbox(context, worker);
  worker.podIP = '';
  worker.initialized = false;
  createSandbox(context, worker);
  for (const record of worker.containers) {
    record.backoff = undefined;
    record.startAt = 0;
    if (record.role === 'init' && record.terminated !== undefined) rerun(record);
  }
  worker.dirty = true;
}

function rerun(record: ContainerRecord): void {
  record.last = record.terminated;
  record.terminated = undefined;
  record.state = 'waiting';
}

/** A new kubelet finds its containers as the runtime holds them. How often they were restarted lately it does not know. */
function startKubelet(context: Kubelet): void {
  const { memory } = context;
  memory.stopped = false;
  memory.registered = 0;
  for (const worker of memory.workers.values()) for (const record of worker.containers) forgetDelays(context, record);
  if (memory.power !== 'on') return;
  bestEffort(() => register(context));
  resync(context);
}

function forgetDelays({ now }: Kubelet, record: ContainerRecord): void {
  record.backoff = undefined;
  record.pullBackoff = undefined;
  if (record.state !== 'running' && record.startAt > now) record.startAt = now;
}

/** Lease and node status at once, then the pods. */
function reconnect(context: Kubelet): void {
  context.memory.power = 'on';
  if (context.memory.stopped) return;
  bestEffort(() => renewLease(context));
  bestEffort(() => writeNodeStatus(context));
  resync(context);
}

/** The main process of a container, or of all regular ones, exits. */
function crash(context: Kubelet, signal: Extract<Signal, { type: 'crash' }>): void {
  const uid = context.lister(POD).get(signal.namespace, signal.pod)?.metadata.uid ?? '';
  const worker = context.memory.workers.get(uid);
  if (worker === undefined || context.memory.power === 'off') return;
  for (const record of worker.containers) {
    const meant = signal.container === undefined ? record.role === 'app' : record.name === signal.container;
    if (!meant || record.state !== 'running') continue;
    record.exitAt = 0;
    endAt(record, context.now, signal.exitCode ?? SIGKILLED);
  }
  context.because(`processes of ${signal.namespace}/${signal.pod} killed`);
  context.enqueue(uid);
}
