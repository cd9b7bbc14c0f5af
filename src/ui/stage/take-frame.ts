import type { Frame } from '../../view/frame.ts';
import { follow } from '../../view/items.ts';
import { arrangeStrip, stationLabel } from '../../view/layout/strip.ts';
import type { Strip } from '../../view/layout/strip.ts';
import { updateHues } from '../../view/scene/hues.ts';
import { advanceScene } from '../../view/scene/scene.ts';
import type { Camera, Room } from './camera.ts';
import { fetchServices } from './late.ts';
import { setFont, widthOf } from './paint/lettering.ts';
import { isCalm, touch } from './show.ts';
import type { Show } from './show.ts';

/** Brings the scene to the newest frame, and notes what is to be painted anew because of it. */
export function takeFrame(show: Show, camera: Camera): void {
  show.stale.frame = false;
  const { props, scene } = show;
  const frame = props.source.latest();
  const { width, height } = show.layers.ground;
  if (frame === undefined || width === 0 || height === 0) return;
  const before = scene.frame;
  if (before !== undefined && frame.sequence < before.sequence) beginAnew(show);
  measure(show, width, height, frame);
  advanceScene(scene, frame, props.source, {
    time: show.clock.time,
    speed: props.clock.speed,
    reducedMotion: isCalm(),
    viewport: show.room,
    showServices: props.overlays.services,
    arrange: props.overlays.arrange,
  });
  bundleUp(show, frame);
  if (props.overlays.services) fetchServices(show);
  if (frame !== before && !isCalm()) addPackets(show);
  show.selected = show.selected && follow(show.selected, scene, props.source);
  show.focused = show.focused && follow(show.focused, scene, props.source);
  camera.settle(scene.plan.bounds, show.room, before !== undefined && frame !== before);
  if (haveNodesNews(show, frame)) {
    show.shown.flags = frame.nodeFlags.slice(0, frame.nodeCount);
    groundLater(show, frame.nodeCount);
  }
  if (hasNews(show, frame)) show.stale.still = true;
  else ageLater(show);
  show.shown.revision = frame.revision;
  updateHues(show.hues, scene, show.colouring, props.source);
  for (const extra of show.extras) extra.frame?.(show);
}

/** That a machine has no power, or its kubelet doesn't run, is written nowhere in the cluster. */
function haveNodesNews({ shown }: Show, frame: Frame): boolean {
  if (frame.revision !== shown.revision || frame.nodeCount !== shown.flags.length) return true;
  return shown.flags.some((flags, row) => flags !== frame.nodeFlags[row]);
}

/** Something happened, and not only time went by. */
function hasNews({ shown, scene, packets }: Show, frame: Frame): boolean {
  return frame.revision !== shown.revision || scene.placing !== shown.placing || frame.hints.length + packets.length > 0;
}

function ageLater(show: Show): void {
  show.ageing ||= window.setTimeout(() => {
    show.ageing = 0;
    touch(show, 'still');
  }, AGE_EVERY_MS);
}

const AGE_EVERY_MS = 100;

/** Endpoints of a large cluster are gathered a few times a second at most. */
function bundleUp(show: Show, frame: Frame): void {
  const { scene, props, shown, clock } = show;
  if (!props.overlays.services) show.bundles = [];
  else if (frame.endpointCount < MANY_ENDPOINTS || show.bundles.length === 0 || Math.abs(clock.last - shown.bundledAt) > BUNDLE_EVERY_MS) {
    show.bundles = show.servicePainter?.bundle(scene, frame) ?? [];
    shown.bundledAt = clock.last;
  }
}

const MANY_ENDPOINTS = 3000;
const BUNDLE_EVERY_MS = 500;

/** Cards have many words: those of a large cluster are written a few times a second, and no oftener. */
function groundLater(show: Show, nodes: number): void {
  if (nodes <= FEW_NODES) show.stale.ground = true;
  else
    show.grounding ||= window.setTimeout(() => {
      show.grounding = 0;
      touch(show, 'ground');
    }, GROUND_EVERY_MS);
}

const FEW_NODES = 12;
const GROUND_EVERY_MS = 150;

/** The source has new tables: what was remembered by number is no longer true. */
function beginAnew({ colouring, serviceColours }: Show): void {
  for (const { hues, values } of [colouring, serviceColours]) {
    hues.clear();
    values.clear();
  }
}

function measure(show: Show, width: number, height: number, frame: Frame): void {
  const { lettering, layers, props } = show;
  const names = Array.from(frame.stationName, (name) => props.source.string(name));
  setFont(layers.life.pen, lettering, 12);
  const widths = names.map((name) => widthOf(layers.life.pen, lettering, stationLabel(name)));
  show.strip = arrangeStrip(width, names, widths);
  show.room = roomFor(width, height, show.strip, show.legend);
}

/** What is left between the strip above and the legend and buttons below. */
function roomFor(width: number, height: number, strip: Strip, legend: number): Room {
  const narrow = width < 600;
  const side = narrow ? 12 : 24;
  const top = strip.height + (narrow ? 12 : 20);
  const bottom = (narrow ? 56 : 48) + legend;
  return {
    x: side,
    y: top,
    width: Math.max(1, width - 2 * side),
    height: Math.max(1, height - top - bottom),
    viewportWidth: width,
    viewportHeight: height,
  };
}

const MAX_PACKETS = 200;

function addPackets({ scene, packets, clock, props, servicePainter }: Show): void {
  // The overlay of traffic shows requests as a flow.
  if (scene.frame === undefined || servicePainter === undefined || props.overlays.others.includes('traffic')) return;
  const room = MAX_PACKETS - packets.length;
  packets.push(...servicePainter.readPackets(scene, scene.frame, props.source, clock.time, room));
}
