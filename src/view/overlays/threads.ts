import { podEntity } from '../items.ts';
import type { Point } from '../scene/motion.ts';
import type { Scene } from '../scene/scene.ts';
import { centre } from '../scene/settle.ts';
import type { FrameSource } from '../source.ts';

const MAX_BEADS = 400;

/** Where the pods that share a pod's topmost owner stand, in reading order; fewer than two make no thread. */
export function threadOf(scene: Scene, row: number, source: FrameSource): readonly Point[] {
  const { frame } = scene;
  const owner = frame?.podOwner[row] ?? 0;
  if (frame === undefined || source.string(owner) === '') return [];
  const beads: Point[] = [];
  for (let other = 0; other < frame.podCount && beads.length < MAX_BEADS; other++) {
    if (frame.podOwner[other] !== owner || frame.podNamespace[other] !== frame.podNamespace[row]) continue;
    const entity = podEntity(scene, other);
    if (entity >= 0 && scene.pods.hidden[entity] === 0) beads.push(centre(scene, entity));
  }
  return beads.length < 2 ? [] : beads.sort((a, b) => a.x - b.x || a.y - b.y);
}
