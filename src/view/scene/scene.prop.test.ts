import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PodLook } from '../frame.ts';
import { hitTest } from '../hit.ts';
import { TILE_HEIGHT } from '../layout/geometry.ts';
import { cradleX } from '../layout/shore.ts';
import { navigate } from '../navigate.ts';
import { rectOf } from '../places.ts';
import { sketchSource } from '../testing/frames.ts';
import type { Picture, PodSketch, SketchSource } from '../testing/frames.ts';
import { MAX_FLIGHTS } from '../tween.ts';
import { locate, prune } from './motion.ts';
import { advanceScene, createScene } from './scene.ts';
import type { Advance, Scene } from './scene.ts';

const LOOKS = Object.keys(PodLook) as (keyof typeof PodLook)[];
const pod = fc.record({
  id: fc.nat(40),
  node: fc.nat(6),
  look: fc.constantFrom(...LOOKS),
  message: fc.constantFrom('', '0/3 nodes are available: 3 Insufficient cpu.', 'no nodes available to schedule pods'),
  restarts: fc.nat(3),
});
const picture = fc
  .record({ nodes: fc.uniqueArray(fc.nat(6), { maxLength: 6 }), pods: fc.uniqueArray(pod, { selector: ({ id }) => id, maxLength: 40 }) })
  .map(({ nodes, pods }): Picture => ({
    nodes: nodes.map((id) => ({ name: `node-${id}`, zone: id % 2 === 0 ? 'a' : 'b' })),
    pods: pods.map(({ id, node, look, message, restarts }): PodSketch => {
      const base = { name: `pod-${id}`, look, message, restarts, age: 1000 };
      return nodes.includes(node) ? { ...base, node: `node-${node}` } : base;
    }),
  }));
const film = fc.array(picture, { minLength: 1, maxLength: 12 });

describe('a scene, brought from frame to frame', () => {
  test('gives every pod a place of its own, on its node or on the shore, and keeps it there while it lives', () => {
    fc.assert(
      fc.property(film, (pictures) => {
        const show = projector();
        const places = new Map<string, { readonly node: string; readonly slot: string }>();
        for (const shown of pictures) {
          const scene = show.show(shown);
          expectOwnPlaces(scene);
          expectOnTheirNodes(scene, shown);
          for (const sketch of shown.pods) expectStays(scene, show.source, sketch, places);
          for (const name of places.keys()) if (!shown.pods.some((sketch) => sketch.name === name)) places.delete(name);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('stands where the last frame says, however many were skipped', () => {
    fc.assert(
      fc.property(film, (pictures) => {
        const last = pictures[pictures.length - 1];
        if (last === undefined) return;
        const all = projector();
        for (const shown of pictures) all.show(shown);
        const skipping = projector();
        skipping.show(pictures[0] ?? last);
        const direct = skipping.show(last);
        for (const scene of [all.scene, direct]) {
          expect(liveCount(scene)).toBe(last.pods.length);
          expectOwnPlaces(scene);
          expectOnTheirNodes(scene, last);
          expect(scene.boards.ordered.map((board) => scene.boards.byRow.includes(board))).toEqual(last.nodes.map(() => true));
        }
      }),
      { numRuns: 80 },
    );
  });

  test('what is drawn at a place is what is found there, and can be walked to', () => {
    fc.assert(
      fc.property(picture, (shown) => {
        const { scene, show } = projector();
        show(shown);
        const reachable = new Set<string>();
        let at = navigate(scene, undefined, 'first');
        while (at !== undefined && !reachable.has(`${at.on} ${at.row}`)) {
          reachable.add(`${at.on} ${at.row}`);
          at = navigate(scene, at, 'next');
        }
        for (let row = 0; row < shown.pods.length; row++) {
          const rect = rectOf(scene, { on: 'pod', row });
          if (rect === undefined) continue;
          expect(hitTest(scene, rect.x + rect.width / 2, rect.y + rect.height / 2)).toEqual({ on: 'pod', row });
          expect(reachable.has(`pod ${row}`)).toBe(true);
        }
        for (let row = 0; row < shown.nodes.length; row++) {
          const rect = rectOf(scene, { on: 'node', row });
          expect(rect && hitTest(scene, rect.x + 4, rect.y + 4)).toEqual({ on: 'node', row });
          expect(reachable.has(`node ${row}`)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('motion', () => {
  const nodes = [{ name: 'node-1' }, { name: 'node-2' }];
  const waiting = (count: number): PodSketch[] =>
    Array.from({ length: count }, (_, index) => ({ name: `pod-${index}`, look: 'pending', age: 500 }));
  const placed = (count: number): PodSketch[] => waiting(count).map((sketch) => ({ ...sketch, node: 'node-2', look: 'starting' }));

  test('the first frame is simply there', () => {
    const { scene, show } = projector();
    show({ nodes, pods: waiting(20) });
    expect([scene.moving.length, scene.ghosts.length, scene.pulses.length]).toEqual([0, 0, 0]);
  });

  test('a scheduled pod flies from where it waited to its node, and arrives', () => {
    const { scene, show } = projector();
    show({ nodes, pods: waiting(1) });
    const before = spot(scene, 0, 0);
    show({ nodes, pods: placed(1) }, { time: 1000 });
    expect(spot(scene, 0, 1000)).toEqual(before);
    expect(spot(scene, 0, 1200)).not.toEqual(before);
    expect(prune(scene, 1600)).toBe(false);
    expect(spot(scene, 0, 1600)).toEqual({ x: scene.pods.homeX[0], y: scene.pods.homeY[0] });
  });

  test('a pod born and bound between two frames comes from the shore', () => {
    const { scene, show } = projector();
    show({ nodes, pods: [] });
    show({ nodes, pods: placed(1) }, { time: 1000 });
    expect(spot(scene, 0, 1000).x).toBe(cradleX(scene.plan.shore));
  });

  test('a replaced pod dies in its place, and the new one is another', () => {
    const { scene, show } = projector();
    show({ nodes, pods: placed(1) });
    const old = spot(scene, 0, 0);
    show({ nodes, pods: [{ name: 'other', look: 'pending', age: 100 }] }, { time: 1000 });
    expect(scene.ghosts).toMatchObject([{ x: old.x, y: old.y }]);
    expect(spot(scene, scene.rowEntity[0] ?? -1, 2000).y).toBeLessThan(old.y);
  });

  test('a restart stays in place and is marked once', () => {
    const { scene, show } = projector();
    show({ nodes, pods: placed(1) });
    const before = spot(scene, 0, 0);
    show({ nodes, pods: placed(1).map((sketch) => ({ ...sketch, restarts: 1 })) }, { time: 1000 });
    expect(scene.pulses).toMatchObject([{ of: 'restart' }]);
    expect(spot(scene, 0, 1000)).toEqual(before);
  });

  test('at most two hundred fly; the rest are there, and a streak tells of them', () => {
    const { scene, show } = projector();
    show({ nodes, pods: waiting(1000) });
    show({ nodes, pods: placed(1000) }, { time: 1000 });
    expect(scene.moving.length).toBe(MAX_FLIGHTS);
    expect(scene.flows).toMatchObject([{ count: 1000 - MAX_FLIGHTS }]);
  });

  test('above ten times the speed all change in place', () => {
    const { scene, show } = projector();
    show({ nodes, pods: waiting(9) });
    show({ nodes, pods: placed(9) }, { time: 1000, speed: 50 });
    expect(scene.moving).toEqual([]);
    expect(scene.flows).toMatchObject([{ count: 9 }]);
  });

  test('who wants less motion sees the old fade and the new appear', () => {
    const { scene, show } = projector();
    show({ nodes, pods: waiting(1) });
    show({ nodes, pods: placed(1) }, { time: 1000, reducedMotion: true });
    expect(scene.ghosts.length).toBe(1);
    expect(spot(scene, 0, 1000)).toEqual({ x: scene.pods.homeX[0], y: scene.pods.homeY[0] });
  });

  test('cards glide when a node comes, and take their pods along', () => {
    const { scene, show } = projector();
    const pods = placed(1);
    show({ nodes: [{ name: 'node-2' }], pods });
    const before = spot(scene, 0, 0);
    show({ nodes: [{ name: 'node-1' }, { name: 'node-2' }], pods }, { time: 1000 });
    expect(spot(scene, 0, 1000)).toEqual(before);
    expect(spot(scene, 0, 2000)).not.toEqual(before);
  });

  test('a source that begins anew finds an empty stage', () => {
    const { scene, show } = projector();
    show({ nodes, pods: placed(5) });
    show({ nodes, pods: placed(5) });
    const fresh = sketchSource();
    advanceScene(scene, fresh.show({ nodes: [], pods: [] }), fresh, advance({}));
    expect(liveCount(scene)).toBe(0);
    expect(scene.boards.ordered).toEqual([]);
  });
});

describe('the shore', () => {
  test('groups by the gist of what the scheduler said, not tried yet first', () => {
    const { scene, show } = projector();
    const pods: PodSketch[] = [
      { name: 'a', look: 'pending', message: '0/3 nodes are available: 3 Insufficient cpu. preemption: x.' },
      { name: 'b', look: 'pending', message: '0/4 nodes are available: 4 Insufficient cpu. preemption: y.' },
      { name: 'c', look: 'pending' },
    ];
    show({ nodes: [], pods });
    expect(scene.openGroups.map((index) => [scene.groups.all[index]?.reason, scene.groups.all[index]?.slots.used])).toEqual([
      ['', 1],
      ['Insufficient cpu', 2],
    ]);
  });

  test('hides what it has no room for, and shows it as soon as it has', () => {
    const { scene, show } = projector();
    const waiting = (from: number, count: number): PodSketch[] =>
      Array.from({ length: count }, (_, index) => ({ name: `p${from + index}`, look: 'pending', age: 5000 }));
    show({ nodes: [{ name: 'node-1' }], pods: waiting(0, 500) });
    const hidden = (): number =>
      scene.rowEntity.slice(0, scene.frame?.podCount).reduce((sum, entity) => sum + (scene.pods.hidden[entity] ?? 0), 0);
    expect(hidden()).toBeGreaterThan(0);
    show({ nodes: [{ name: 'node-1' }], pods: waiting(0, 4) });
    expect(hidden()).toBe(0);
  });
});

interface Projector {
  readonly scene: Scene;
  readonly source: SketchSource;
  readonly show: (picture: Picture, how?: Partial<Advance>) => Scene;
}

function projector(): Projector {
  const scene = createScene();
  const source = sketchSource();
  return {
    scene,
    source,
    show(shown, how = {}) {
      advanceScene(scene, source.show(shown), source, advance(how));
      return scene;
    },
  };
}

function advance(how: Partial<Advance>): Advance {
  return {
    time: 0,
    speed: 1,
    reducedMotion: false,
    viewport: { width: 1200, height: 700 },
    showServices: false,
    arrange: { by: 'node' },
    ...how,
  };
}

function liveCount(scene: Scene): number {
  return scene.pods.alive.reduce((sum, alive) => sum + alive, 0);
}

function spot(scene: Scene, entity: number, time: number): { x: number; y: number } {
  const point = { x: 0, y: 0 };
  locate(scene, entity, time, point);
  return point;
}

function expectOwnPlaces(scene: Scene): void {
  const taken = new Set<string>();
  for (let row = 0; row < (scene.frame?.podCount ?? 0); row++) {
    const entity = scene.rowEntity[row] ?? 0;
    const place = `${scene.pods.place[entity]} ${scene.pods.slot[entity]}`;
    const home = `${scene.pods.homeX[entity]} ${scene.pods.homeY[entity]}`;
    expect(taken.has(place)).toBe(false);
    taken.add(place);
    if (scene.pods.hidden[entity] === 1) continue;
    expect(taken.has(home)).toBe(false);
    taken.add(home);
  }
}

function expectOnTheirNodes(scene: Scene, shown: Picture): void {
  const { tileWidth, field } = scene.plan;
  const { cardWidth, cardHeight } = field;
  for (const [row, sketch] of shown.pods.entries()) {
    const entity = scene.rowEntity[row] ?? 0;
    const x = scene.pods.homeX[entity] ?? 0;
    const y = scene.pods.homeY[entity] ?? 0;
    const board = scene.boards.byRow[shown.nodes.findIndex((node) => node.name === sketch.node)];
    const [left, top, width, height] =
      board === undefined
        ? [scene.shore.x, scene.shore.y, scene.shore.width, Number.POSITIVE_INFINITY]
        : [board.x, board.y, cardWidth, cardHeight];
    expect(x >= left && y >= top && x + tileWidth <= left + width + 0.01 && y + TILE_HEIGHT <= top + height).toBe(true);
  }
}

function expectStays(
  scene: Scene,
  source: SketchSource,
  sketch: PodSketch,
  places: Map<string, { readonly node: string; readonly slot: string }>,
): void {
  const row = scene.frame?.podName.findIndex((name) => source.string(name) === sketch.name) ?? -1;
  const entity = scene.rowEntity[row] ?? -1;
  const now = { node: sketch.node ?? `waits: ${sketch.message ?? ''}`, slot: `${scene.pods.slot[entity]}` };
  const before = places.get(sketch.name);
  if (before !== undefined && before.node === now.node) expect(now.slot).toBe(before.slot);
  places.set(sketch.name, now);
}
