import type { AuditRecord } from '../api/audit.ts';
import type { Reach } from '../api/network-policy/reach.ts';
import type { ClusterUse } from './use.ts';
import type { KubeObject } from '../api/object.ts';
import type { AffinityAccount } from '../api/pod/affinity-account.ts';
import type { PartDetails } from '../api/part-details.ts';
import type { ApiRequest, ApiResponse } from '../api/request.ts';
import type { JsonObject } from '../api/scalars.ts';
import type { PodExplanation, SpreadAccount, WhatIf } from '../api/scheduling.ts';
import type { FrameUpdate } from './frame.ts';
import type { Story, StoryRequest } from './story.ts';

/**
 * Everything that crosses the boundary between the page and the worker. The page sends `Request`s; the worker answers each
 * with one `Reply` of the same id, and now and then sends a `Notice` that nobody asked for.
 */
export type Request = { readonly id: number } & RequestBody;

export type RequestBody =
  | ClientRequest
  | SimulationRequest
  /** Pull one frame; answered when the picture or the clock changed since the last one given. At most one is in flight. */
  | { readonly type: 'frame'; readonly visible: boolean };

/** What any cluster can do, simulated or mirrored. */
export type ClientRequest =
  | { readonly type: 'api'; readonly request: ApiRequest }
  /** kubectl apply of a text of one or more YAML or JSON documents. */
  | { readonly type: 'apply'; readonly text: string; readonly namespace: string; readonly dryRun?: boolean }
  /** How a text falls into kubectl commands, before any of them runs. */
  | { readonly type: 'kubectl-read'; readonly text: string }
  /** What can stand at the end of a text; `files` are the names that `-f` finds. */
  | { readonly type: 'kubectl-complete'; readonly text: string; readonly files: readonly string[] }
  /** One or more kubectl commands; `files` are what `-f name` finds; with a `number`, they can be followed and interrupted. */
  | { readonly type: 'kubectl'; readonly line: string; readonly files: { readonly [name: string]: string }; readonly number?: number }
  /** What a line that is still at work has said so far; `interrupt` ends it, as Ctrl-C does. */
  | { readonly type: 'kubectl-so-far'; readonly number: number; readonly interrupt: boolean }
  /** What a side panel shows of one object. */
  | { readonly type: 'inspect'; readonly kind: string; readonly namespace: string; readonly name: string }
  /** What kubectl describe prints of it: by itself, since it takes a search through all Events. */
  | { readonly type: 'describe'; readonly kind: string; readonly namespace: string; readonly name: string }
  /** Kubernetes Events newer than `after` (a resourceVersion), oldest first, at most `limit`. */
  | { readonly type: 'events'; readonly after: number; readonly limit: number }
  /** Whether anybody is there. */
  | { readonly type: 'ping' };

/** What only a simulation can do; a mirror answers `not-available`. */
export type SimulationRequest =
  | { readonly type: 'boot'; readonly boot: Boot }
  | { readonly type: 'clock'; readonly clock: ClockCommand }
  | { readonly type: 'fault'; readonly fault: FaultRequest }
  /** The processes of the control plane, and nodes whose kubelet is stopped. */
  | { readonly type: 'control-plane' }
  | { readonly type: 'scheduler-configuration' }
  /** One part looked into, by its name or its station's; of a kubelet, `instance` is its node. */
  | { readonly type: 'part'; readonly name: string; readonly instance: string }
  | { readonly type: 'traffic'; readonly url: string; readonly from?: string; readonly count?: number }
  /** Why a pod is where it is or nowhere: as it was decided, and as it would be now; with `propose`, what would let it run. */
  | { readonly type: 'explain'; readonly namespace: string; readonly name: string; readonly propose: boolean }
  /** How the pods of an owner, or of a pod's owner, are spread over zones and nodes. */
  | { readonly type: 'spread'; readonly kind: string; readonly namespace: string; readonly name: string }
  /** What would become of a pod that does not exist; with `fit`, how many of it there is room for. */
  | { readonly type: 'what-if'; readonly pods: PodSource; readonly fit: boolean }
  /** Who may speak to a pod and whom it may speak to. */
  | { readonly type: 'reach'; readonly namespace: string; readonly name: string }
  /** Nodes and pods that a pod's affinity is about. */
  | { readonly type: 'affinities'; readonly namespace: string; readonly name: string }
  /** What nodes and pods use of cpu and memory, where somebody measures it: of all nodes, or of one and its pods. */
  | { readonly type: 'use'; readonly node?: string }
  /** Why an object is as it is: the chain of causes of its newest revision, newest first. */
  | { readonly type: 'causes'; readonly kind: string; readonly namespace: string; readonly name: string }
  | StoryRequest
  /** The audit trail: the newest requests to the API server, oldest first, at most `limit`. */
  | { readonly type: 'audit'; readonly limit: number }
  | { readonly type: 'snapshot' };

/** Whose pods are meant: an object's of the cluster, or those of the document at a line (1-based) of a text. */
export type PodSource =
  | { readonly from: 'object'; readonly kind: string; readonly namespace: string; readonly name: string }
  | { readonly from: 'text'; readonly text: string; readonly line: number; readonly namespace: string };

export type Boot =
  /** The living cluster of the first visit. `startTime` in milliseconds since the epoch; `paused`: it waits to be started. */
  | { readonly from: 'demo'; readonly seed: number; readonly startTime: number; readonly paused?: boolean }
  /** `nodes`: how many machines it begins with, 3 by default. */
  | {
      readonly from: 'empty';
      readonly seed: number;
      readonly startTime: number;
      readonly nodes?: number;
      /** The KubeSchedulerConfiguration of its scheduler. */
      readonly scheduler?: JsonObject;
    }
  | { readonly from: 'snapshot'; readonly bytes: Uint8Array }
  /** The cluster that the other end runs already, for itself and for others. */
  | { readonly from: 'server' };

export type ClockCommand =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  /** Runs exactly one event; pauses first. */
  | { readonly type: 'step' }
  /** Virtual seconds per second, 0.1 to 100. */
  | { readonly type: 'speed'; readonly speed: number };

export type FaultRequest =
  | { readonly type: 'node-add'; readonly name?: string; readonly cpu?: string; readonly memory?: string; readonly zone?: string }
  | { readonly type: 'node-remove'; readonly node: string }
  | { readonly type: 'node-stop'; readonly node: string }
  | { readonly type: 'node-start'; readonly node: string }
  /** The text of a KubeSchedulerConfiguration; '' for the usual one. */
  | { readonly type: 'scheduler-configure'; readonly text: string }
  | { readonly type: 'component-stop'; readonly component: string; readonly instance?: string; readonly graceful?: boolean }
  | { readonly type: 'component-start'; readonly component: string; readonly instance?: string }
  | { readonly type: 'container-crash'; readonly namespace: string; readonly pod: string; readonly container?: string };

/** A process of the control plane, or a controller of one. */
export interface ControlPlanePart {
  /** As faults call it: `kube-scheduler`, `replicaset-controller`. */
  readonly name: string;
  /** `waiting`: it would run if what it needs were there, or if it led. */
  readonly state: 'running' | 'stopped' | 'waiting';
  /** Of a process that elects a leader; `restartAt` in milliseconds since the epoch, 0 for who runs. */
  readonly candidates: readonly {
    readonly host: string;
    readonly role: 'leader' | 'standby' | 'restarting' | 'stopped';
    readonly restartAt: number;
  }[];
  /** Its stations in the picture. */
  readonly components: readonly string[];
  /** `pods`, `deployments.apps`; `*` for everything. */
  readonly watches: readonly string[];
  /** Keys that wait in its queue. */
  readonly queue: number;
  readonly parts: readonly ControlPlanePart[];
}

export interface ClockState {
  readonly now: number;
  readonly playing: boolean;
  readonly speed: number;
  /** What the last step moved: component and event, for example `replicaset-controller syncs default/web-5d9…`. */
  readonly lastStep: string;
}

/** `object` of a document that is kube-scheduler's file and no object of the API. */
export const SCHEDULER_FILE = 'kube-scheduler';

/** What became of one document of an apply. Lines are 1-based in the whole text. */
export interface DocumentResult {
  readonly line: number;
  readonly endLine: number;
  /** `deployment.apps/web`, or '' when it has no name yet. */
  readonly object: string;
  readonly result: 'created' | 'configured' | 'unchanged' | 'error';
  /** What kubectl would print: the line on success, the error otherwise. */
  readonly message: string;
  readonly warnings: readonly string[];
  /** Where in the text each finding is; at least one when the result is `error`. */
  readonly problems: readonly { readonly line: number; readonly column: number; readonly endColumn: number; readonly message: string }[];
}

export interface Inspection {
  readonly object: KubeObject;
  /** The columns that kubectl prints of it, the name apart. */
  readonly columns: readonly { readonly name: string; readonly value: string }[];
  /** Live object as YAML, managedFields left out. */
  readonly yaml: string;
  readonly events: readonly KubeObject[];
  /** Owners from the object itself up to the topmost. */
  readonly owners: readonly { readonly kind: string; readonly namespace: string; readonly name: string; readonly exists: boolean }[];
}

export interface CauseLink {
  readonly at: number;
  /** Who: `replicaset-controller`, `kubelet/node-1`, `admin`. */
  readonly actor: string;
  /** What: `create pods default/web-x2k4p`, or a note such as `container app exited with 137`. */
  readonly what: string;
}

export interface TrafficResult {
  readonly url: string;
  readonly ok: boolean;
  /** HTTP status, 0 when no connection was made. */
  readonly status: number;
  readonly body: string;
  /** `namespace/name` of the pod that answered, or ''. */
  readonly pod: string;
}

/** Offsets are in the text that was asked about. */
export interface KubectlCommands {
  readonly commands: readonly {
    readonly start: number;
    readonly end: number;
    /** Runs only when the one before it did what it should. */
    readonly onSuccess: boolean;
  }[];
  /** More lines are to come: a here document has no end yet, or the last line goes on. */
  readonly open: boolean;
  readonly problem: { readonly at: number; readonly message: string } | null;
}

export interface KubectlCompletion {
  /** Offset from which on a candidate takes the place of what was typed. */
  readonly from: number;
  readonly candidates: readonly { readonly text: string; readonly description: string; readonly insert: string }[];
  /** How many more there are. */
  readonly more: number;
  /** The beginning that all of them share. */
  readonly common: string;
}

/** Something said, in the order in which it was. */
export interface KubectlPart {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Answers, by the type of the request. */
export interface Answers {
  readonly api: ApiResponse;
  readonly apply: { readonly documents: readonly DocumentResult[] };
  readonly kubectl: {
    readonly stdout: string;
    readonly stderr: string;
    readonly exitCode: number;
    readonly parts: readonly KubectlPart[];
  };
  readonly 'kubectl-so-far': { readonly parts: readonly KubectlPart[] };
  readonly 'kubectl-read': KubectlCommands;
  readonly 'kubectl-complete': KubectlCompletion | null;
  readonly inspect: Inspection | null;
  readonly describe: { readonly text: string } | null;
  readonly events: { readonly events: readonly KubeObject[]; readonly last: number };
  readonly ping: null;
  readonly boot: ClockState;
  readonly clock: ClockState;
  readonly fault: { readonly error: string };
  /** The KubeSchedulerConfiguration in force; `usual` when nobody gave one, and all of it is defaults. */
  readonly 'scheduler-configuration': { readonly text: string; readonly usual: boolean };
  readonly 'control-plane': { readonly parts: readonly ControlPlanePart[]; readonly kubeletsStopped: readonly string[] };
  readonly part: PartDetails | null;
  readonly traffic: { readonly results: readonly TrafficResult[] };
  readonly explain: PodExplanation | null;
  readonly spread: SpreadAccount | null;
  /** `problem`: why there is no answer. */
  readonly 'what-if': { readonly answer: WhatIf | null; readonly problem: string };
  readonly reach: Reach | null;
  readonly affinities: AffinityAccount | null;
  readonly use: ClusterUse | null;
  readonly causes: { readonly links: readonly CauseLink[] };
  readonly 'story-open': Story | null;
  readonly 'story-next': Story | null;
  readonly 'story-leave': null;
  readonly 'story-look': Story | null;
  readonly audit: { readonly records: readonly AuditRecord[] };
  readonly snapshot: { readonly bytes: Uint8Array };
  readonly frame: { readonly frame: FrameUpdate; readonly clock: ClockState };
}

export type Reply =
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly type: 'refused'; readonly id: number; readonly why: 'not-available' | 'not-booted' | 'failed'; readonly message: string };

export type Notice =
  /** An assertion failed; the simulation stands still. `report` (seed and command log) is ready to copy. */
  | { readonly type: 'crashed'; readonly message: string; readonly report: string }
  /** A snapshot for crash recovery. */
  | { readonly type: 'saved'; readonly now: number; readonly bytes: Uint8Array };

export type FromWorker = Reply | Notice;
