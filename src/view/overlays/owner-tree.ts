import type { Frame } from '../frame.ts';
import type { FrameSource } from '../source.ts';

/** The family of one pod: its topmost owner, and below that whoever controls pods, as `Kind/name`. */
export interface OwnerTree {
  /** '' for a pod that nobody owns. */
  readonly top: string;
  readonly pods: number;
  /** With most pods first; `own` is the pod's own. */
  readonly branches: readonly { readonly name: string; readonly pods: number; readonly own: boolean }[];
}

export function ownerTree(frame: Frame, row: number, source: FrameSource): OwnerTree {
  const owner = frame.podOwner[row] ?? 0;
  const top = source.string(owner);
  if (top === '') return { top, pods: 1, branches: [] };
  const counts = new Map<number, number>();
  let pods = 0;
  for (let other = 0; other < frame.podCount; other++) {
    if (frame.podOwner[other] !== owner || frame.podNamespace[other] !== frame.podNamespace[row]) continue;
    pods++;
    const controller = frame.podController[other] ?? 0;
    counts.set(controller, (counts.get(controller) ?? 0) + 1);
  }
  const branches = [...counts].map(([name, count]) => ({ name: source.string(name), pods: count, own: name === frame.podController[row] }));
  branches.sort((a, b) => b.pods - a.pods || (a.name < b.name ? -1 : 1));
  return { top, pods, branches };
}
