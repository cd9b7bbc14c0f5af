import type { Frame } from '../frame.ts';
import { hueOf } from '../overlays/colouring.ts';
import type { Colouring } from '../overlays/colouring.ts';
import type { FrameSource } from '../source.ts';
import type { Scene } from './scene.ts';

/** Hue of every pod's tile by entity, kept from frame to frame: a look into tables per pod and frame would be too much for many. */
export interface Hues {
  /** 1 + hue of the colouring; 0 where colour tells the state. */
  byEntity: Uint8Array;
  colouring: Colouring | undefined;
  sequence: number;
  /** Grows by one whenever any may have changed. */
  changed: number;
}

export function createHues(): Hues {
  return { byEntity: new Uint8Array(0), colouring: undefined, sequence: -1, changed: 0 };
}

/** Brings hues up to the scene's frame. */
export function updateHues(hues: Hues, scene: Scene, colouring: Colouring, source: FrameSource): void {
  const { frame } = scene;
  if (frame === undefined) return;
  const follows = hues.colouring === colouring && hues.sequence === frame.sequence - 1 ? frame.changes?.rows : undefined;
  if (hues.colouring === colouring && hues.sequence === frame.sequence) return;
  if (hues.byEntity.length < scene.pods.capacity) {
    const larger = new Uint8Array(scene.pods.capacity);
    larger.set(hues.byEntity);
    hues.byEntity = larger;
  }
  hues.colouring = colouring;
  hues.sequence = frame.sequence;
  if (follows !== undefined) for (const row of follows) readHue(hues, scene, frame, row, source);
  else for (let row = 0; row < frame.podCount; row++) readHue(hues, scene, frame, row, source);
  if (follows === undefined) hues.changed++;
}

function readHue({ byEntity, colouring }: Hues, { rowEntity }: Scene, frame: Frame, row: number, source: FrameSource): void {
  const plain = colouring === undefined || colouring.by.by === 'state';
  byEntity[rowEntity[row] ?? 0] = plain ? 0 : 2 + hueOf(colouring, frame, row, source);
}

/** The hue of a pod as `shadeOf` takes it. */
export function hueAt({ byEntity }: Hues, entity: number): number | undefined {
  const kept = byEntity[entity] ?? 0;
  return kept === 0 ? undefined : kept - 2;
}
