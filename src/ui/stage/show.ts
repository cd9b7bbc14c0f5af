import type { Hit } from '../../view/hit.ts';
import type { Tracked } from '../../view/items.ts';
import { arrangeStrip } from '../../view/layout/strip.ts';
import type { Strip } from '../../view/layout/strip.ts';
import { createColouring } from '../../view/overlays/colouring.ts';
import type { Colouring } from '../../view/overlays/colouring.ts';
import type { Packet } from '../../view/overlays/packets.ts';
import type { Bundle } from '../../view/overlays/services.ts';
import { createHues } from '../../view/scene/hues.ts';
import type { Hues } from '../../view/scene/hues.ts';
import { createScene } from '../../view/scene/scene.ts';
import type { Scene } from '../../view/scene/scene.ts';
import { readTokens } from '../design/tokens.ts';
import type { Room, Spot } from './camera.ts';
import type { Extra } from './extra.ts';
import type { Peek, peekOf } from './describe.ts';
import { createAtlas } from './paint/atlas.ts';
import type { Atlas } from './paint/atlas.ts';
import type { Painting, ServicePainter } from './paint/context.ts';
import { createLayer } from './paint/layer.ts';
import type { Layer, View } from './paint/layer.ts';
import { createLettering } from './paint/lettering.ts';
import type { Lettering } from './paint/lettering.ts';
import { createPalette } from './paint/palette.ts';
import type { Palette } from './paint/palette.ts';
import type { Marks } from './paint/marks.ts';
import type { StageProps } from './props.ts';

/** All that changes while the stage runs. One value, handed to the functions that take frames, paint, and follow the pointer. */
export interface Show {
  readonly layers: { readonly ground: Layer; readonly still: Layer; readonly life: Layer };
  /** The painter of very many; undefined until it was needed and has arrived. */
  marks: Marks | undefined;
  readonly canvases: Canvases;
  readonly hues: Hues;
  /** 1 for entities that a search has found; undefined while nothing is sought. */
  lit: Uint8Array | undefined;
  readonly extras: Set<Extra>;
  readonly audience: Audience;
  readonly atlas: Atlas | undefined;
  props: StageProps;
  scene: Scene;
  view: View;
  palette: Palette;
  lettering: Lettering;
  colouring: Colouring;
  readonly serviceColours: Colouring;
  bundles: readonly Bundle[];
  packets: Packet[];
  /** Undefined until it was needed and has arrived. */
  servicePainter: ServicePainter | undefined;
  /** Tells in passing what a thing is; undefined until something was pointed at. */
  peekOf: typeof peekOf | undefined;
  /** What has been asked for. */
  readonly fetching: Set<string>;
  /** Plays decisions; undefined until one was to be played and it has arrived. */
  play: Play | undefined;
  strip: Strip;
  room: Room;
  /** Pixels that the legend of overlays takes of it at the foot. */
  legend: number;
  pointer: Spot | undefined;
  hovered: Hit | undefined;
  selected: Tracked | undefined;
  focused: Tracked | undefined;
  /** What has to be done before the next paint. */
  readonly stale: { frame: boolean; ground: boolean; still: boolean; life: boolean };
  /** The animation clock: it stands while the cluster does, but for what a single step moves. */
  readonly clock: { time: number; last: number; stepping: boolean };
  /** What the canvases and the page show already. */
  readonly shown: {
    revision: number;
    flags: Uint8Array;
    placing: number;
    gliding: boolean;
    peek: string;
    deep: boolean;
    bundledAt: number;
  };
  /** Timers of the next paint of the ground, and of what only time has changed; 0 for none. */
  grounding: number;
  ageing: number;
  /** Request of the next tick, 0 for none. */
  scheduled: number;
  readonly tick: (show: Show, now: number) => void;
}

/** Paints what is played at a moment of the browser's clock; whether there is more of it to see. */
export type Play = (show: Show, painting: Painting, now: number) => boolean;

export interface Canvases {
  readonly root: HTMLElement;
  readonly ground: HTMLCanvasElement;
  readonly marks: HTMLCanvasElement;
  readonly still: HTMLCanvasElement;
  readonly life: HTMLCanvasElement;
}

/** What the stage tells the page: what the pointer or keyboard is on, and what to read aloud. */
export interface Audience {
  readonly peek: (peek: PlacedPeek | undefined) => void;
  readonly speak: (sentence: string) => void;
  /** One has gone so near that bearings help. */
  readonly deep: (deep: boolean) => void;
}

export interface PlacedPeek extends Peek, Spot {}

export function createShow(canvases: Canvases, props: StageProps, colouring: Colouring, audience: Audience, tick: Show['tick']): Show {
  const palette = createPalette(readTokens());
  return {
    layers: { ground: createLayer(canvases.ground), still: createLayer(canvases.still), life: createLayer(canvases.life) },
    marks: undefined,
    canvases,
    hues: createHues(),
    lit: undefined,
    extras: new Set(),
    audience,
    atlas: createAtlas(),
    props,
    scene: createScene(),
    view: { k: 1, x: 0, y: 0 },
    palette,
    lettering: createLettering(palette.font),
    colouring,
    serviceColours: createColouring({ by: 'namespace' }),
    bundles: [],
    packets: [],
    servicePainter: undefined,
    peekOf: undefined,
    fetching: new Set(),
    play: undefined,
    strip: arrangeStrip(0, [], []),
    room: { x: 0, y: 0, width: 1, height: 1, viewportWidth: 1, viewportHeight: 1 },
    legend: 0,
    pointer: undefined,
    hovered: undefined,
    selected: undefined,
    focused: undefined,
    stale: { frame: true, ground: true, still: true, life: true },
    clock: { time: 0, last: 0, stepping: false },
    shown: { revision: -1, flags: new Uint8Array(0), placing: -1, gliding: false, peek: '', deep: false, bundledAt: 0 },
    grounding: 0,
    ageing: 0,
    scheduled: 0,
    tick,
  };
}

/** Asks for a paint; of what moves in any case, and of the layers named. */
export function touch(show: Show, ...layers: (keyof Show['stale'])[]): void {
  for (const layer of layers) show.stale[layer] = true;
  show.stale.life = true;
  callTick(show);
}

/** Has the next frame of the browser looked at; it need not be painted. */
export function callTick(show: Show): void {
  show.scheduled ||= requestAnimationFrame((now) => show.tick(show, now));
}

/** Leaves so many pixels at the foot of the picture to the legend of overlays. */
export function reserve(show: Show, pixels: number): void {
  if (Math.abs(pixels - show.legend) < 4) return;
  show.legend = pixels;
  touch(show, 'frame', 'ground', 'still');
}

/** Whether the person asked their system for less motion. */
export function isCalm(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
