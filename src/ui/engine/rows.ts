import { NodeFlag, PodLook, type Frame } from '../../protocol/frame.ts';

export interface Summary {
  readonly nodes: number;
  readonly nodesReady: number;
  readonly pods: number;
  readonly ready: number;
  readonly waiting: number;
  readonly failing: number;
}

export function summarise(frame: Frame | undefined): Summary {
  if (!frame) return { nodes: 0, nodesReady: 0, pods: 0, ready: 0, waiting: 0, failing: 0 };
  const looks = countLooks(frame);
  return {
    nodes: frame.nodeCount,
    nodesReady: frame.nodeFlags.subarray(0, frame.nodeCount).reduce((sum, flags) => sum + (flags & NodeFlag.ready), 0),
    pods: frame.podCount,
    ready: looks[PodLook.ready] ?? 0,
    waiting: looks[PodLook.pending] ?? 0,
    failing: (looks[PodLook.failing] ?? 0) + (looks[PodLook.failed] ?? 0) + (looks[PodLook.unknown] ?? 0),
  };
}

function countLooks(frame: Frame): Uint32Array {
  const looks = new Uint32Array(9);
  for (let row = 0; row < frame.podCount; row++) {
    const look = frame.podLook[row] ?? 0;
    looks[look] = (looks[look] ?? 0) + 1;
  }
  return looks;
}

/** Shallow equality, for derived values of `useFrameValue`. */
export function sameFields<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
