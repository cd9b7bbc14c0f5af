/** Parts of the stage that come when they are first needed. */
import { touch } from './show.ts';
import type { Show } from './show.ts';

export function fetchServices(show: Show): void {
  fetchPart(
    show,
    'services',
    () => import('./paint/services.ts'),
    (painter) => (show.servicePainter = painter),
  );
}

export function fetchMarks(show: Show): void {
  fetchPart(
    show,
    'marks',
    () => import('./paint/marks.ts'),
    ({ createMarks }) => {
      show.marks = createMarks(show.canvases.marks);
      show.marks.fit(show.layers.still);
    },
  );
}

export function fetchInside(show: Show): void {
  fetchPart(
    show,
    'inside',
    () => import('./inside/inside.ts'),
    ({ startInside }) => show.extras.add(startInside(show)),
  );
}

/** What colours need beside hues. */
export function fetchTextures(show: Show): void {
  fetchPart(
    show,
    'textures',
    () => import('./use-colour.ts'),
    ({ paintTexture, colourByUse }) => {
      show.palette = { ...show.palette, texture: paintTexture };
      show.extras.add(colourByUse(show));
    },
  );
}

export function fetchPlay(show: Show): void {
  fetchPart(
    show,
    'play',
    () => import('./play.ts'),
    ({ createPlay }) => (show.play = createPlay()),
  );
}

export function fetchDescriber(show: Show): void {
  fetchPart(
    show,
    'peek',
    () => import('./describe.ts'),
    ({ peekOf }) => (show.peekOf = peekOf),
  );
}

export function fetchThread(show: Show): void {
  fetchPart(
    show,
    'thread',
    () => import('./paint/thread.ts'),
    ({ paintThread }) => show.extras.add({ life: paintThread }),
  );
}

/** Brings in a part that is needed for the first time. Should it not arrive, the next frame asks again. */
function fetchPart<Part>(show: Show, name: string, load: () => Promise<Part>, arrived: (part: Part) => void): void {
  if (show.fetching.has(name)) return;
  show.fetching.add(name);
  load()
    .then((part) => {
      arrived(part);
      touch(show, 'frame', 'ground', 'still');
    })
    .catch(() => void show.fetching.delete(name));
}
