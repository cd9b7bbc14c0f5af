import type { PodLook } from '../../view/frame.ts';

/** Every word the stage says, from the page's message catalogue. Reasons, roles and names are Kubernetes' own and come with the frame. */
export interface StageWords {
  /** Accessible name of the picture, and how to move in it. */
  readonly stage: string;
  readonly stageHelp: string;
  /** Title of the place of pods that no node has yet, what it says while empty, and the group without a reason so far. */
  readonly waiting: string;
  readonly nothingWaits: string;
  readonly notTriedYet: string;
  readonly noNodes: string;
  /** For nodes without a zone label, when others have one. */
  readonly noZone: string;
  readonly cordoned: string;
  readonly lost: string;
  readonly off: string;
  readonly notReady: string;
  readonly cpu: string;
  readonly memory: string;
  readonly pods: string;
  /** A look in one or two words, for the peek and for the legend. */
  readonly looks: { readonly [Look in keyof typeof PodLook]: string };
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly fit: string;
  /** Tools: find pods, choose what is shown, save the picture. */
  readonly find: string;
  readonly layers: string;
  readonly table: string;
  readonly save: string;
  /** The way to the control plane as a place. */
  readonly controlPlane: string;
  /** Legend: pods without the label or owner that colours; values beyond the twelve hues. */
  readonly without: string;
  readonly others: string;
  /** Control-plane station: keys in its queue, revisions behind, and stopped. */
  readonly queue: string;
  readonly behind: string;
  readonly stopped: string;
  /** Lines of the peek. */
  readonly on: string;
  readonly age: string;
  readonly restarts: string;
  readonly ready: string;
  readonly endpoints: string;
  /** Sentences read aloud for the thing that has the keyboard. */
  readonly describePod: (pod: PodWords) => string;
  readonly describeNode: (node: NodeWords) => string;
  readonly describeService: (service: ServiceWords) => string;
  readonly describeStation: (station: StationWords) => string;
}

export interface PodWords {
  readonly name: string;
  readonly namespace: string;
  readonly status: string;
  /** '' while unassigned. */
  readonly node: string;
  readonly age: string;
  readonly restarts: number;
  readonly readyContainers: number;
  readonly containers: number;
}

export interface NodeWords {
  readonly name: string;
  readonly zone: string;
  /** Already in the page's language: lost, off, cordoned, not ready; empty when all is well. */
  readonly states: readonly string[];
  readonly pods: number;
  readonly podsAllocatable: number;
}

export interface ServiceWords {
  readonly name: string;
  readonly namespace: string;
  readonly ports: string;
  readonly ready: number;
  readonly endpoints: number;
}

export interface StationWords {
  readonly name: string;
  readonly queue: number;
  readonly behind: number;
  readonly running: boolean;
}
