import { sameItem } from '../../view/item.ts';
import type { Item } from '../../view/item.ts';
import { track } from '../../view/items.ts';
import { rectOf } from '../../view/places.ts';
import type { Colouring } from '../../view/overlays/colouring.ts';
import { createScene } from '../../view/scene/scene.ts';
import { watchTokens } from '../design/tokens.ts';
import { focusOn, itemAt, placeOf, pointAt } from './attention.ts';
import { createCamera } from './camera.ts';
import type { Camera, Spot } from './camera.ts';
import { fetchPlay, fetchTextures } from './late.ts';
import { sizeLayer } from './paint/layer.ts';
import { createLettering, forgetFont } from './paint/lettering.ts';
import { createPalette } from './paint/palette.ts';
import { noteFrame, perform } from './perform.ts';
import type { StageProps } from './props.ts';
import { createShow, isCalm, touch } from './show.ts';
import type { Audience, Canvases, Show } from './show.ts';

/** Runs the stage outside React: React hands it canvases, properties and input; it takes frames from their source and paints. */
export interface Theatre {
  readonly update: (props: StageProps, colouring: Colouring) => void;
  readonly itemAt: (spot: Spot) => Item | undefined;
  /** The pointer is here, or gone. */
  readonly point: (spot: Spot | undefined) => void;
  readonly focused: () => Item | undefined;
  readonly blur: () => void;
  /** The keyboard is back, and stands where it stood. */
  readonly back: () => void;
  readonly fit: () => void;
  /** Around what the keyboard stands on or what is selected, if it can be seen. */
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (x: number, y: number) => void;
  readonly reveal: (item: Item) => void;
  /** Where an item stands, in pixels of the stage. */
  readonly locate: (item: Item) => Spot | undefined;
  readonly shownRevision: () => number;
  /** For parts that come later. */
  readonly show: Show;
  readonly camera: Camera;
  readonly destroy: () => void;
}

export function createTheatre(canvases: Canvases, props: StageProps, colouring: Colouring, audience: Audience): Theatre {
  const show = createShow(canvases, props, colouring, audience, (turn, now) => {
    turn.scheduled = 0;
    perform(turn, camera, now);
  });
  const camera = createCamera(canvases.root, isCalm, (view) => {
    show.view = view;
    touch(show, 'ground', 'still');
  });
  const stop = watchWorld(show, canvases.root);
  let left: Item | undefined;
  let unsubscribe = props.source.subscribe(() => noteFrame(show));

  return {
    update(next, nextColouring) {
      if (next.source !== show.props.source) {
        unsubscribe();
        unsubscribe = next.source.subscribe(() => noteFrame(show));
        show.scene = createScene();
      }
      adopt(show, next, nextColouring);
    },
    itemAt: (spot) => itemAt(show, spot),
    point: (spot) => pointAt(show, spot),
    focused: () => show.focused?.item,
    blur() {
      left = show.focused?.item;
      focusOn(show, undefined);
    },
    back: () => focusOn(show, left),
    fit: () => camera.fit(true),
    zoomBy(factor) {
      const hit = show.focused?.hit ?? show.selected?.hit;
      camera.zoomBy(factor, hit && placeOf(show, hit));
    },
    panBy: camera.panBy,
    reveal(item) {
      const { hit } = track(item, show.scene, show.props.source);
      const rect = hit && rectOf(show.scene, hit);
      if (rect !== undefined) camera.reveal(rect);
    },
    locate(item) {
      const { hit } = track(item, show.scene, show.props.source);
      return hit && placeOf(show, hit);
    },
    show,
    camera,
    shownRevision: () => show.shown.revision,
    destroy() {
      cancelAnimationFrame(show.scheduled);
      clearTimeout(show.grounding);
      clearTimeout(show.ageing);
      unsubscribe();
      stop();
      camera.destroy();
    },
  };
}

function adopt(show: Show, props: StageProps, colouring: Colouring): void {
  if (isCalm() && arrangeKey(props) !== arrangeKey(show.props)) fadeIn(show);
  if (props.overlays.colour.by !== 'state') fetchTextures(show);
  if (props.funnel !== undefined) fetchPlay(show);
  show.props = props;
  show.colouring = colouring;
  if (!sameItem(props.selection, show.selected?.item)) show.selected = props.selection && track(props.selection, show.scene, props.source);
  touch(show, 'frame', 'ground', 'still');
}

function arrangeKey({ overlays: { arrange } }: StageProps): string {
  return arrange.by === 'label' ? `label ${arrange.key}` : arrange.by;
}

/** Instead of moving there. */
function fadeIn({ canvases: { ground, marks, still } }: Show): void {
  for (const canvas of [ground, marks, still]) canvas.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 280, easing: 'ease-out' });
}

/** The stage's size, the theme, and fonts that arrive late. */
function watchWorld(show: Show, root: HTMLElement): () => void {
  const observer = new ResizeObserver(() => resize(show, root));
  observer.observe(root);
  resize(show, root);
  void document.fonts.ready.then(() => {
    show.lettering = createLettering(show.palette.font);
    touch(show, 'ground', 'still');
  });
  const unwatch = watchTokens((tokens) => {
    show.palette = { ...createPalette(tokens), texture: show.palette.texture };
    touch(show, 'ground', 'still');
  });
  return () => {
    observer.disconnect();
    unwatch();
  };
}

function resize(show: Show, root: HTMLElement): void {
  for (const layer of Object.values(show.layers)) {
    sizeLayer(layer, root.clientWidth, root.clientHeight, devicePixelRatio);
    forgetFont(layer.pen);
  }
  show.marks?.fit(show.layers.still);
  touch(show, 'frame', 'ground', 'still');
}
