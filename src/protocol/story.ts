/** A story: what followed from an act, cause by cause, as a page tells it. Made from the causal chain and the log, never from a script. */

/** What a story is about. */
export type StorySubject =
  /** The newest act from outside: a command, or the commands of one apply. */
  | { readonly of: 'last' }
  /** All that led to an object, happened to it and followed from it. */
  | { readonly of: 'object'; readonly kind: string; readonly namespace: string; readonly name: string };

export type StoryRequest =
  /** Begins to follow: time stands still until `story-leave`. Another story that was open is left. */
  | { readonly type: 'story-open'; readonly subject: StorySubject }
  /**
   * Lets time pass until something new happens in the story, at most so many virtual milliseconds and never long enough to keep a page
   * waiting: ask again while `waiting`.
   */
  | { readonly type: 'story-next'; readonly most: number }
  | { readonly type: 'story-leave' }
  /** The story up to now, while time goes on; the one that is followed stays as it is. */
  | { readonly type: 'story-look'; readonly subject: StorySubject };

export interface Story {
  readonly beats: readonly StoryBeat[];
  /** Virtual time, milliseconds since the epoch. */
  readonly now: number;
  /** Whether anything more is known to come of it: an event under way, a key in a queue, a watch that has not told yet. */
  readonly goesOn: boolean;
}

/** One sentence of a story: things alike that one actor did at about the same time. */
export interface StoryBeat {
  /** Number of its first link of the causal chain. */
  readonly id: number;
  /** Index of the beat that led to it, or -1. */
  readonly because: number;
  readonly at: number;
  /** `admin`, `world`, `replicaset-controller`, `kubelet`: who, without which one of them. */
  readonly actor: string;
  readonly act: StoryAct;
  /** At most twenty of them. */
  readonly subjects: readonly StorySubjectObject[];
  readonly count: number;
  /** What the act says beside: `node`, `image`, `from`, `to`, `owner`, `service`, `message` … */
  readonly detail: { readonly [name: string]: string };
}

/** A beat while it is told. */
export interface ToldBeat extends StoryBeat {
  /** Uids of pods that came later, should time have gone on since: the picture has them already. */
  readonly ahead: readonly string[];
}

export interface StorySubjectObject {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Of a pod: where it is. Of what a kubelet does: whose. */
  readonly node: string;
}

export type StoryAct =
  | 'create'
  | 'change'
  | 'scale'
  | 'image'
  | 'delete'
  | 'gone'
  | 'evict'
  | 'bind'
  | 'nowhere'
  | 'pull'
  | 'start'
  | 'stop'
  | 'exit'
  | 'ready'
  | 'unready'
  | 'finish'
  | 'join'
  | 'leave'
  | 'node-lost'
  | 'node-back'
  | 'taint'
  | 'untaint'
  | 'cordon'
  | 'uncordon'
  | 'fault'
  | 'trouble'
  | 'nothing'
  | 'note';
