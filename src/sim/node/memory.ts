/** Everything that a kubelet and the machine under it know: plain data. Times are virtual milliseconds since the epoch, 0 for never. */
import type { ContainerStateTerminated, Pod } from '../../api/types.gen.ts';
import type { ComponentContext } from '../kernel/component.ts';
import type { MachineSpec } from '../kernel/spec.ts';
import type { Environment } from './environment.ts';
import type { Behaviour } from '../images/image.ts';
import type { ContainerLog } from '../images/log/log.ts';
import type { ScriptState } from '../images/shell/machine.ts';
import type { ImageWorld } from '../images/world.ts';
import type { Served } from './statistics.ts';

export type Kubelet = ComponentContext<KubeletMemory, ImageWorld>;

export interface KubeletMemory {
  /** Undefined until the machine is there. */
  machine: MachineSpec | undefined;
  /** Off: nothing runs. Disconnected: containers run, but nobody hears of them. */
  power: 'off' | 'on' | 'disconnected';
  /** The kubelet's own process does not run; the machine and its containers do without it. */
  stopped: boolean;
  /** Its last beat, or something that it had to tell since then, found nobody at the API server. */
  unheard: boolean;
  /** Which boot of the machine this is; timers of earlier ones are void. */
  boots: number;
  /** Address of the machine, and the first three bytes of its pods' addresses. */
  nodeIP: string;
  podPrefix: string;
  podCIDR: string;
  readonly workers: Map<string, PodWorker>;
  /** Last bytes of pod addresses in use → UID, and the next one to try. */
  readonly addresses: Map<number, string>;
  nextAddress: number;
  /** Sums over the pods that were admitted and have not finished. */
  readonly used: Usage;
  readonly hostPorts: Map<string, string>;
  /** UIDs of pods on the machine's own network. */
  readonly hostNetwork: Set<string>;
  readonly images: ImageStore;
  /** When node status was last written. */
  statusWrittenAt: number;
  /** Boot in which the Node was last registered. */
  registered: number;
  /** Boot whose NodeReady event was given. */
  announced: number;
  /** What the status tells of images and volumes changed since. */
  statusChanged: boolean;
}

export interface Usage {
  pods: number;
  cpuMilli: number;
  memoryBytes: number;
  ephemeralBytes: number;
  readonly extended: Map<string, number>;
}

export interface ImageStore {
  /** Canonical reference → size, in the order in which they came. */
  readonly images: Map<string, number>;
  /** Digests of the layers that are on disk. */
  readonly layers: Set<string>;
  /** Pulls, one at a time (serializeImagePulls); the first is under way. */
  readonly pulls: Pull[];
}

export interface Pull {
  readonly uid: string;
  readonly container: number;
  readonly image: string;
  readonly askedAt: number;
  /** What led to it; the machine's pulls wait for one another but have nothing else in common. */
  readonly cause: number;
  startedAt: number;
  /** Set when it is over; undefined while it waits or runs. */
  outcome: 'pulled' | 'failed' | undefined;
}

/** client-go's flowcontrol.Backoff entry. */
export interface Backoff {
  ms: number;
  updatedAt: number;
}

export interface PodWorker {
  /** Newest version that the kubelet has seen. */
  pod: Pod;
  readonly uid: string;
  /** `terminated`: everything is over; the UID will never run again. */
  stage: 'new' | 'syncing' | 'terminating' | 'terminated';
  readonly startedAt: number;
  podIP: string;
  /** When the sandbox is ready. */
  sandboxAt: number;
  /** When missing volumes are looked for again, and the delay after that. */
  mountAt: number;
  mountBackoffMs: number;
  /** Volumes that were brought to the node for it, as the node calls them; since when it waits for them, and when they are mounted. */
  volumes: readonly string[];
  awaitedSince: number;
  mountedAt: number;
  /** Init containers first, then the others, in the order of the spec. */
  readonly containers: ContainerRecord[];
  /** The status that stands at the API server is older than what the kubelet knows. */
  dirty: boolean;
  /** resourceVersion that the last own write gave the pod: how its echo is known. */
  wroteVersion: string;
  /** Why it ended or was refused: status.reason and status.message. */
  reason: string;
  message: string;
  /** Counts among the pods of the node. */
  admitted: boolean;
  /** Its init containers were through at least once. */
  initialized: boolean;
  /** The object is gone from the API server. */
  removed: boolean;
  /** It is over, and the API server could not be told that the object may go. */
  unconfirmed: boolean;
  termination: Termination | undefined;
}

export interface Termination {
  readonly startedAt: number;
  graceMs: number;
}

export interface ContainerRecord {
  readonly name: string;
  readonly role: 'init' | 'sidecar' | 'app';
  /** Position among `initContainers` or `containers`. */
  readonly index: number;
  state: 'waiting' | 'running' | 'exited';
  /** Why it waits; '' for the reason that follows from the pod's progress. */
  waitingReason: string;
  waitingMessage: string;
  /** containerd id of the present or the last container. */
  id: string;
  /** Image that it was made from. */
  image: string;
  startedAt: number;
  /** When it ends by itself or is killed; 0 for never. */
  exitAt: number;
  exitCode: number;
  exitReason: string;
  exitMessage: string;
  /** How it ended, once it has. */
  terminated: ContainerStateTerminated | undefined;
  finishedAt: number;
  last: ContainerStateTerminated | undefined;
  restarts: number;
  /** Not to be started before. */
  startAt: number;
  backoff: Backoff | undefined;
  /** Of pulls of `pullImage`, and the error of the last one. */
  pullBackoff: Backoff | undefined;
  pullImage: string;
  pullError: string;
  /** A pull is under way or waits for its turn. */
  pulling: boolean;
  /** It is over, and the container has not been started since. */
  pulled: boolean;
  started: boolean;
  ready: boolean;
  /** What it does: decided when it starts. */
  behaviour: Behaviour | undefined;
  /** Empty for most. */
  env: Environment;
  script: ScriptState | undefined;
  /** When the script goes on; 0 when it does not. */
  scriptAt: number;
  /** A postStart hook runs until then. */
  hookUntil: number;
  probes: ProbeRecord[];
  /** Requests since it was started; undefined until there is one. */
  served: Served | undefined;
  /** It is being stopped: no probes, no hooks. */
  stopping: boolean;
  /** What it wrote that does not follow from what it is; undefined for most. */
  log: ContainerLog | undefined;
}

export interface ProbeRecord {
  readonly kind: 'startup' | 'liveness' | 'readiness';
  /** Next attempt; 0 when there is none to wait for. */
  at: number;
  /** Consecutive equal results, counted up to the threshold. */
  count: number;
  result: 'success' | 'failure' | 'unknown';
  last: 'success' | 'failure' | 'unknown';
}

export function newMemory(): KubeletMemory {
  return {
    machine: undefined,
    power: 'off',
    stopped: false,
    unheard: false,
    boots: 0,
    nodeIP: '',
    podPrefix: '',
    podCIDR: '',
    workers: new Map(),
    addresses: new Map(),
    nextAddress: FIRST_ADDRESS,
    used: { pods: 0, cpuMilli: 0, memoryBytes: 0, ephemeralBytes: 0, extended: new Map() },
    hostPorts: new Map(),
    hostNetwork: new Set(),
    images: { images: new Map(), layers: new Set(), pulls: [] },
    statusWrittenAt: 0,
    registered: 0,
    announced: 0,
    statusChanged: false,
  };
}

/** .1 is the bridge. */
export const FIRST_ADDRESS = 2;
