import type { Frame } from '../frame.ts';
import { changesWithTime, hueOf } from '../overlays/colouring.ts';
import type { Colouring } from '../overlays/colouring.ts';
import type { FrameSource } from '../source.ts';
import type { Scene } from './scene.ts';

/** Hue of every pod's tile by entity, kept from frame to frame: a look into tables per pod and frame would be too much for many. */
export interface Hues {
  /** 1 + hue of the colouring; 0 where colour tells the state. */
  byEntity: Uint8Array;
  colouring: Colouring | undefined;
  sequence: number;
  /** Virtual time at which all were read. */
  readAt: number;
  /** Grows by one whenever any may have changed. */
  changed: number;
}

export function createHues(): Hues {
  return { byEntity: new Uint8Array(0), colouring: undefined, sequence: -1, readAt: 0, changed: 0 };
}

const AGES_EVERY_MS = 5000;

/** Brings hues up to the scene's frame. */
export function updateHues(hues: Hues, scene: Scene, colouring: Colouring, source: FrameSource): void {
  const { frame } = scene;
  if (frame === undefined) return;
  const follows = hues.colouring === colouring && hues.sequence === frame.sequence - 1 ? frame.changes?.rows : undefined;
  if (hues.colouring === colouring && hues.sequence === frame.sequence) return;
  const aged = changesWithTime(colouring) && Math.abs(frame.now - hues.readAt) > AGES_EVERY_MS;
  if (hues.byEntity.length < scene.pods.capacity) {
    const larger = new Uint8Array(scene.pods.capacity);
    larger.set(hues.byEntity);
    hues.byEntity = larger;
  }
  hues.colouring = colouring;
  hues.sequence = frame.sequence;
  if (follows !== undefined && !aged) for (const row of follows) readHue(hues, scene, frame, row, source);
  else readAll(hues, scene, frame, source);
}

function readAll(hues: Hues, scene: Scene, frame: Frame, source: FrameSource): void {
  for (let row = 0; row < frame.podCount; row++) readHue(hues, scene, frame, row, source);
  hues.readAt = frame.now;
  hues.changed++;
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
