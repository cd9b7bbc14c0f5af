import { describe, expect, test } from 'vitest';
import { hitTest } from '../hit.ts';
import { contains } from '../layout/geometry.ts';
import { navigate } from '../navigate.ts';
import type { ArrangeBy } from '../overlays/overlays.ts';
import { sketchSource } from '../testing/frames.ts';
import { busyPicture } from '../testing/pictures.ts';
import { locate } from './motion.ts';
import { advanceScene, createScene } from './scene.ts';
import type { Advance, Scene } from './scene.ts';

const source = sketchSource(busyPicture());
const base: Advance = {
  time: 1000,
  speed: 1,
  reducedMotion: false,
  viewport: { width: 1280, height: 680 },
  showServices: false,
  arrange: { by: 'node' },
};

function show(scene: Scene, arrange: ArrangeBy, time = 1000): Scene {
  const frame = source.latest();
  if (frame !== undefined) advanceScene(scene, frame, source, { ...base, time, arrange });
  return scene;
}

describe.each<{ arrange: ArrangeBy; blocks: number }>([
  { arrange: { by: 'zone' }, blocks: 3 },
  { arrange: { by: 'namespace' }, blocks: 1 },
  { arrange: { by: 'owner' }, blocks: 9 },
  { arrange: { by: 'label', key: 'tier' }, blocks: 2 },
])('arranged by $arrange', ({ arrange, blocks }) => {
  test('every pod on a node stands in the block of its value, in a place of its own, and is found there', () => {
    const scene = show(createScene(), arrange);
    expect(scene.boards.ordered.length).toBe(blocks);
    const places = new Set<string>();
    for (let row = 0; row < (scene.frame?.podCount ?? 0); row++) {
      if ((scene.frame?.podNode[row] ?? -1) < 0) continue;
      const entity = scene.rowEntity[row] ?? 0;
      const x = scene.pods.homeX[entity] ?? 0;
      const y = scene.pods.homeY[entity] ?? 0;
      places.add(`${x} ${y}`);
      const board = scene.boards.byName.get((scene.pods.place[entity] ?? 0) - 1);
      expect(board !== undefined && contains(board, x, y)).toBe(true);
      expect(hitTest(scene, x + 4, y + 4)).toEqual({ on: 'pod', row });
    }
    expect(places.size).toBe(300 - 18);
  });

  test('pods go there from where they stood, and back', () => {
    const scene = show(createScene(), { by: 'node' });
    const before = { x: 0, y: 0 };
    locate(scene, 5, 1000, before);
    show(scene, arrange, 1000);
    const now = { x: 0, y: 0 };
    locate(scene, 5, 1000, now);
    expect(now).toEqual(before);
    locate(scene, 5, 5000, now);
    expect(now).toEqual({ x: scene.pods.homeX[5], y: scene.pods.homeY[5] });
    expect(scene.moving.length).toBe(0);
    show(scene, { by: 'node' }, 6000);
    expect(scene.boards.ordered.length).toBe(12);
    expect(scene.plan.blocks).toBeUndefined();
  });

  test('the keyboard goes from pod to pod', () => {
    const scene = show(createScene(), arrange);
    const first = navigate(scene, undefined, 'first');
    const next = navigate(scene, first, 'next');
    expect(first?.on).toBe('pod');
    expect(next).not.toEqual(first);
    expect(navigate(scene, next, 'down')?.on).toBe('pod');
  });
});
