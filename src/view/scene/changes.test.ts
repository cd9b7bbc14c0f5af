import { expect, test } from 'vitest';
import { columnFilm } from '../testing/columns.ts';
import type { FrameSource } from '../source.ts';
import { completeFrame, holdNothing } from '../update.ts';
import { advanceScene, createScene } from './scene.ts';
import type { Advance } from './scene.ts';

const source: FrameSource = {
  latest: () => undefined,
  string: (index) => (index === 0 ? '' : `text ${index}`),
  numberOf: () => -1,
  labelSet: () => new Uint32Array(0),
  subscribe: () => () => undefined,
};
const advance: Advance = {
  time: 0,
  speed: 20,
  reducedMotion: true,
  viewport: { width: 1280, height: 700 },
  showServices: false,
  arrange: { by: 'node' },
};

test('a scene that reads only what changed stands as one that reads everything', () => {
  const film = columnFilm(30, 900);
  const held = holdNothing();
  const quick = createScene();
  const slow = createScene();
  for (let step = 0; step < 20; step++) {
    const update = step === 0 ? film.first() : step % 2 === 0 ? film.change(60) : film.move(60);
    const frame = completeFrame(held, update);
    advanceScene(quick, frame, source, advance);
    const { changes: _unsaid, ...whole } = frame;
    advanceScene(slow, whole, source, advance);
    // Which slot of its card a pod takes depends on the order in which they come.
    expect([...quick.pods.place.subarray(0, 900)]).toEqual([...slow.pods.place.subarray(0, 900)]);
    expect(quick.boards.ordered.map(({ slots }) => slots.used)).toEqual(slow.boards.ordered.map(({ slots }) => slots.used));
    expect(new Set(Array.from({ length: 900 }, (_, at) => `${quick.pods.homeX[at]} ${quick.pods.homeY[at]}`)).size).toBe(900);
    expect([...quick.pods.look.subarray(0, 900)]).toEqual([...slow.pods.look.subarray(0, 900)]);
    expect([...quick.touched].toSorted((a, b) => a - b).every((place) => slow.touched.has(place))).toBe(true);
    quick.touched.clear();
    slow.touched.clear();
  }
});
