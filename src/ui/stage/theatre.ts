import type { Hit } from '../../view/hit.ts';
import { hitTest } from '../../view/hit.ts';
import { sameItem } from '../../view/item.ts';
import type { Item } from '../../view/item.ts';
import { follow, itemOf, track } from '../../view/items.ts';
import type { Tracked } from '../../view/items.ts';
import { arrangeStrip, stationAt } from '../../view/layout/strip.ts';
import type { Strip } from '../../view/layout/strip.ts';
import { navigate, rectOf } from '../../view/navigate.ts';
import type { Direction } from '../../view/navigate.ts';
import { createColouring } from '../../view/overlays/colouring.ts';
import type { Colouring } from '../../view/overlays/colouring.ts';
import { MAX_PACKETS, readPackets } from '../../view/overlays/packets.ts';
import type { Packet, PodNames } from '../../view/overlays/packets.ts';
import { bundle } from '../../view/overlays/services.ts';
import type { Bundle } from '../../view/overlays/services.ts';
import { prune } from '../../view/scene/motion.ts';
import { advanceScene, createScene } from '../../view/scene/scene.ts';
import type { Scene } from '../../view/scene/scene.ts';
import { readTokens, watchTokens } from '../design/tokens.ts';
import { createCamera } from './camera.ts';
import type { Camera, Room } from './camera.ts';
import { peekOf, spokenOf } from './describe.ts';
import type { Peek } from './describe.ts';
import { createAtlas } from './paint/atlas.ts';
import type { Painting } from './paint/context.ts';
import { paintGround } from './paint/ground.ts';
import { createLayer, sizeLayer, wipe } from './paint/layer.ts';
import type { Layer } from './paint/layer.ts';
import { createLettering, forgetFont } from './paint/lettering.ts';
import type { Lettering } from './paint/lettering.ts';
import { paintLife } from './paint/life.ts';
import { createPalette } from './paint/palette.ts';
import type { Palette } from './paint/palette.ts';
import { paintBranches, paintFeet, paintQuay, paintTrunks } from './paint/services.ts';
import { paintShore } from './paint/shore.ts';
import { paintStrip } from './paint/strip.ts';
import { paintTiles } from './paint/tiles.ts';
import type { StageProps } from './props.ts';

/**
 * Runs the stage outside React: takes frames, keeps the scene, and paints three canvases. The ground is painted when nodes or
 * the view change, still pods when a frame or the view does, life whenever something moves. Nothing is painted while nothing changes.
 */
export interface Theatre {
  readonly update: (props: StageProps, colouring: Colouring) => void;
  readonly camera: Camera;
  readonly itemAt: (x: number, y: number) => Item | undefined;
  readonly point: (x: number, y: number) => void;
  readonly leave: () => void;
  /** Moves the keyboard's place; returns the item it stands on now. */
  readonly walk: (direction: Direction) => Item | undefined;
  readonly focused: () => Item | undefined;
  readonly blur: () => void;
  readonly fit: () => void;
  /** Around what the keyboard stands on or what is selected, if it can be seen. */
  readonly zoomBy: (factor: number) => void;
  readonly reveal: (item: Item) => void;
  /** Where an item stands, in pixels of the stage. */
  readonly locate: (item: Item) => { readonly x: number; readonly y: number } | undefined;
  readonly destroy: () => void;
}

export interface Canvases {
  readonly root: HTMLElement;
  readonly ground: HTMLCanvasElement;
  readonly still: HTMLCanvasElement;
  readonly life: HTMLCanvasElement;
}

/** What the theatre tells the page: what the pointer or keyboard is on, and what to read aloud. */
export interface Audience {
  readonly peek: (peek: PlacedPeek | undefined) => void;
  readonly speak: (sentence: string) => void;
}

export interface PlacedPeek extends Peek {
  readonly x: number;
  readonly y: number;
}

interface State {
  props: StageProps;
  scene: Scene;
  palette: Palette;
  lettering: Lettering;
  colouring: Colouring;
  serviceColours: Colouring;
  bundles: readonly Bundle[];
  packets: Packet[];
  strip: Strip;
  room: Room;
  pointer: { readonly x: number; readonly y: number } | undefined;
  hovered: Hit | undefined;
  selected: Tracked | undefined;
  focused: Tracked | undefined;
  /** What has to be done before the next paint. */
  stale: { frame: boolean; ground: boolean; still: boolean; life: boolean };
  readonly clock: { time: number; last: number; stepping: boolean };
  scheduled: number;
  painted: { revision: number; peek: string };
}

const calmQuery = '(prefers-reduced-motion: reduce)';

export function createTheatre(canvases: Canvases, first: StageProps, colouring: Colouring, audience: Audience): Theatre {
  const layers = { ground: createLayer(canvases.ground), still: createLayer(canvases.still), life: createLayer(canvases.life) };
  const atlas = createAtlas();
  const names: PodNames = { rows: new Map(), sequence: -1 };
  const state = createState(first, colouring);
  const calm = (): boolean => matchMedia(calmQuery).matches;
  const camera = createCamera(canvases.root, calm, () => touch({ ground: true, still: true, life: true }));
  let unsubscribe = first.source.subscribe(onFrame);
  const unwatch = watchTokens((tokens) => {
    state.palette = createPalette(tokens);
    touch({ ground: true, still: true, life: true });
  });
  const observer = new ResizeObserver(resize);
  observer.observe(canvases.root);
  void document.fonts.ready.then(() => {
    state.lettering = createLettering(state.palette.font);
    touch({ ground: true, still: true, life: true });
  });
  resize();
  onFrame();

  function touch(what: Partial<State['stale']>): void {
    Object.assign(state.stale, what);
    state.scheduled ||= requestAnimationFrame(tick);
  }

  function onFrame(): void {
    if (!state.props.clock.playing) finishForStep(state);
    touch({ frame: true });
  }

  function resize(): void {
    const { clientWidth: width, clientHeight: height } = canvases.root;
    for (const layer of Object.values(layers)) {
      sizeLayer(layer, width, height, devicePixelRatio);
      forgetFont(layer.pen);
    }
    touch({ frame: true, ground: true, still: true, life: true });
  }

  function tick(now: number): void {
    state.scheduled = 0;
    runClock(state, now);
    if (state.stale.frame) takeFrame();
    const moving = prune(state.scene, state.clock.time);
    state.packets = state.packets.filter((packet) => state.clock.time < packet.end);
    const gliding = state.clock.time < state.scene.shift.end || state.clock.time - 34 < state.scene.shift.end;
    paint(gliding);
    const runs = state.props.clock.playing || state.clock.stepping;
    if ((moving || state.packets.length > 0) && runs) touch({ life: true });
    else if (!moving) state.clock.stepping = false;
  }

  function takeFrame(): void {
    state.stale.frame = false;
    const frame = state.props.source.latest();
    const { width, height } = layers.ground;
    if (frame === undefined || width === 0 || height === 0) return;
    const fresh = frame !== state.scene.frame;
    state.strip = arrangeStrip(width, frame.stationCount);
    state.room = roomFor(width, height, state.strip, state.colouring.by.by !== 'state');
    const began = state.scene.frame === undefined;
    advanceScene(state.scene, frame, state.props.source, {
      time: state.clock.time,
      speed: state.props.clock.speed,
      reducedMotion: calm(),
      viewport: { width: state.room.width, height: state.room.height },
      showServices: state.props.overlays.services,
    });
    state.bundles = state.props.overlays.services ? bundle(state.scene, frame) : [];
    if (fresh) addPackets();
    state.selected = state.selected && follow(state.selected, state.scene, state.props.source);
    state.focused = state.focused && follow(state.focused, state.scene, state.props.source);
    camera.settle(state.scene.plan.bounds, state.room, !began && fresh);
    if (frame.revision !== state.painted.revision) Object.assign(state.stale, { ground: true });
    state.painted.revision = frame.revision;
    Object.assign(state.stale, { still: true, life: true });
  }

  function addPackets(): void {
    const { scene, packets, clock, props } = state;
    if (scene.frame === undefined || calm()) return;
    packets.push(...readPackets(scene, scene.frame, props.source, names, clock.time, MAX_PACKETS - packets.length));
  }

  function paint(gliding: boolean): void {
    const { stale, scene } = state;
    if (scene.frame === undefined) return;
    state.hovered = hoveredNow();
    const painting = paintingNow();
    const { placing } = scene;
    if (stale.ground || gliding) paintGroundLayer(layers.ground, painting);
    if (stale.still || gliding || placing !== paintedPlacing) paintStillLayer(layers.still, painting);
    paintedPlacing = placing;
    wipe(layers.life);
    paintLife(layers.life, painting, state.packets);
    paintStrip(layers.life, painting, state.strip);
    stale.ground = false;
    stale.still = false;
    stale.life = false;
    tellPeek();
  }

  function paintingNow(): Painting {
    const { props, scene, palette, lettering, colouring, serviceColours, bundles, clock, hovered } = state;
    const { source, words, overlays } = props;
    const selected = state.selected?.hit;
    const focused = state.focused?.hit;
    return {
      scene,
      source,
      view: camera.view,
      palette,
      lettering,
      atlas,
      words,
      overlays,
      colouring,
      serviceColours,
      bundles,
      time: clock.time,
      selected,
      hovered,
      focused,
    };
  }

  function hoveredNow(): Hit | undefined {
    return state.pointer === undefined ? undefined : hitAt(state.pointer.x, state.pointer.y);
  }

  function hitAt(x: number, y: number): Hit | undefined {
    const row = stationAt(state.strip, x, y);
    if (row >= 0) return { on: 'station', row };
    const { view } = camera;
    return hitTest(state.scene, (x - view.x) / view.k, (y - view.y) / view.k);
  }

  function tellPeek(): void {
    const { scene, props, pointer } = state;
    const hit = state.hovered ?? state.focused?.hit;
    const at = state.hovered === undefined ? hit && placeOf(hit) : pointer;
    if (hit === undefined || scene.frame === undefined || at === undefined) {
      if (state.painted.peek !== '') audience.peek(undefined);
      state.painted.peek = '';
      return;
    }
    const peek = { ...peekOf(hit, scene, scene.frame, props.source, props.words), x: at.x, y: at.y };
    const key = JSON.stringify(peek);
    if (key !== state.painted.peek) audience.peek(peek);
    state.painted.peek = key;
  }

  function placeOf(hit: Hit): { readonly x: number; readonly y: number } | undefined {
    if (hit.on === 'station') return { x: state.strip.x + (hit.row + 0.5) * state.strip.stationWidth, y: state.strip.height };
    const rect = rectOf(state.scene, hit);
    const { view } = camera;
    return rect && { x: (rect.x + rect.width / 2) * view.k + view.x, y: (rect.y + rect.height / 2) * view.k + view.y };
  }

  function itemFor(hit: Hit | undefined): Item | undefined {
    return hit === undefined || state.scene.frame === undefined ? undefined : itemOf(hit, state.scene.frame, state.props.source);
  }

  let paintedPlacing = -1;
  return {
    camera,
    update(props, nextColouring) {
      const before = state.props;
      state.props = props;
      if (props.source !== before.source) {
        unsubscribe();
        unsubscribe = props.source.subscribe(onFrame);
        state.scene = createScene();
      }
      state.colouring = nextColouring;
      if (!sameItem(props.selection, state.selected?.item))
        state.selected = props.selection && track(props.selection, state.scene, props.source);
      touch({ frame: true, ground: true, still: true, life: true });
    },
    itemAt: (x, y) => itemFor(hitAt(x, y)),
    point(x, y) {
      state.pointer = { x, y };
      touch({ life: true, still: state.props.overlays.services, ground: state.props.overlays.services });
    },
    leave() {
      state.pointer = undefined;
      touch({ life: true, still: state.props.overlays.services, ground: state.props.overlays.services });
    },
    walk(direction) {
      const hit = navigate(state.scene, state.focused?.hit ?? state.selected?.hit, direction);
      const item = itemFor(hit);
      if (item === undefined || hit === undefined || state.scene.frame === undefined) return undefined;
      state.focused = track(item, state.scene, state.props.source);
      state.pointer = undefined;
      const rect = rectOf(state.scene, hit);
      if (rect !== undefined) camera.reveal(rect);
      audience.speak(spokenOf(hit, state.scene, state.scene.frame, state.props.source, state.props.words));
      touch({ life: true, still: state.props.overlays.services, ground: state.props.overlays.services });
      return item;
    },
    focused: () => state.focused?.item,
    blur() {
      state.focused = undefined;
      touch({ life: true });
    },
    fit: () => camera.fit(true),
    zoomBy(factor) {
      const hit = state.focused?.hit ?? state.selected?.hit;
      camera.zoomBy(factor, hit && placeOf(hit));
    },
    reveal(item) {
      const { hit } = track(item, state.scene, state.props.source);
      const rect = hit && rectOf(state.scene, hit);
      if (rect !== undefined) camera.reveal(rect);
    },
    locate(item) {
      const { hit } = track(item, state.scene, state.props.source);
      return hit && placeOf(hit);
    },
    destroy() {
      cancelAnimationFrame(state.scheduled);
      unsubscribe();
      unwatch();
      observer.disconnect();
      camera.destroy();
    },
  };
}

function createState(props: StageProps, colouring: Colouring): State {
  const palette = createPalette(readTokens());
  return {
    props,
    scene: createScene(),
    palette,
    lettering: createLettering(palette.font),
    colouring,
    serviceColours: createColouring({ by: 'namespace' }),
    bundles: [],
    packets: [],
    strip: arrangeStrip(0, 0),
    room: { x: 0, y: 0, width: 1, height: 1, viewportWidth: 1, viewportHeight: 1 },
    pointer: undefined,
    hovered: undefined,
    selected: undefined,
    focused: undefined,
    stale: { frame: true, ground: true, still: true, life: true },
    clock: { time: 0, last: 0, stepping: false },
    scheduled: 0,
    painted: { revision: -1, peek: '' },
  };
}

/** While the cluster stands, what an earlier step moved has arrived before the next one moves something. */
function finishForStep({ clock }: State): void {
  clock.stepping = true;
  clock.time += STEP_OVER_MS;
}

const STEP_OVER_MS = 2000;

/** The animation clock stands still while the cluster does, but for what a single step moves. */
function runClock({ clock, props }: State, now: number): void {
  if (props.clock.playing || clock.stepping) clock.time += Math.min(100, Math.max(0, now - clock.last));
  clock.last = now;
}

/** What is left between the strip above and the buttons, or the legend, below. */
function roomFor(width: number, height: number, strip: Strip, legend: boolean): Room {
  const narrow = width < 600;
  const side = narrow ? 12 : 24;
  const top = strip.height + (narrow ? 12 : 20);
  const bottom = (narrow ? 44 : 28) + (legend ? 28 : 0);
  return {
    x: side,
    y: top,
    width: Math.max(1, width - 2 * side),
    height: Math.max(1, height - top - bottom),
    viewportWidth: width,
    viewportHeight: height,
  };
}

function paintGroundLayer(layer: Layer, painting: Painting): void {
  wipe(layer);
  if (painting.overlays.services) paintTrunks(layer, painting);
  paintGround(layer, painting);
  if (painting.overlays.services) paintQuay(layer, painting);
}

function paintStillLayer(layer: Layer, painting: Painting): void {
  wipe(layer);
  paintShore(layer, painting);
  if (painting.overlays.services) paintBranches(layer, painting);
  paintTiles(layer, painting);
  if (painting.overlays.services) paintFeet(layer, painting);
}
