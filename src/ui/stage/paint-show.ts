import { hitAt, tellDepth, tellPeek } from './attention.ts';
import { fetchInside, fetchMarks } from './late.ts';
import type { Painting, ServicePainter } from './paint/context.ts';
import { paintBlockTitles, paintGround } from './paint/ground.ts';
import { wipe } from './paint/layer.ts';
import { paintLife } from './paint/life.ts';
import { paintShore } from './paint/shore.ts';
import { INSIDE_FROM, MARKS_BELOW } from './paint/sizes.ts';
import { paintStrip } from './paint/strip.ts';
import { paintTiles } from './paint/tiles.ts';
import type { Show } from './show.ts';

/** Paints what is stale. Whether something is played that goes on. */
export function paint(show: Show, now: number): boolean {
  const { layers, stale, scene, shown } = show;
  // Once more after the end of a glide, so that cards stand exactly where they belong.
  const glides = show.clock.time < scene.shift.end || scene.migration !== undefined;
  const gliding = glides || shown.gliding;
  show.hovered = show.pointer && hitAt(show, show.pointer);
  const painting = paintingOf(show);
  if (stale.ground || gliding) {
    wipe(layers.ground);
    paintGroundLayer(show, painting);
  }
  if (stale.still || gliding || shown.placing !== scene.placing) {
    wipe(layers.still);
    paintStillLayer(show, painting, () => paintPods(show, painting, gliding));
  }
  wipe(layers.life);
  const plays = paintLifeLayer(show, painting, now);
  stale.ground = false;
  stale.still = false;
  stale.life = false;
  shown.placing = scene.placing;
  shown.gliding = glides;
  tellPeek(show);
  tellDepth(show);
  return plays;
}

function paintingOf(show: Show): Painting {
  const { source, words, overlays } = show.props;
  return {
    ...show,
    written: show.marks !== undefined,
    source,
    words,
    overlays,
    time: show.clock.time,
    selected: show.selected?.hit,
    focused: show.focused?.hit,
  };
}

/** All of it on layers that are blank: for pictures of another kind. `pods` puts pods at rest onto the layer `still`. */
export function paintAnew(show: Show, now: number, pods: (painting: Painting) => void): void {
  const painting = paintingOf(show);
  paintGroundLayer(show, painting);
  paintStillLayer(show, painting, () => pods(painting));
  paintLifeLayer(show, painting, now);
}

function servicesOf({ props, servicePainter }: Show): ServicePainter | undefined {
  return props.overlays.services ? servicePainter : undefined;
}

function paintGroundLayer(show: Show, painting: Painting): void {
  const layer = show.layers.ground;
  const services = servicesOf(show);
  services?.paintTrunks(layer, painting);
  paintGround(layer, painting);
  services?.paintQuay(layer, painting);
}

function paintStillLayer(show: Show, painting: Painting, pods: () => void): void {
  const layer = show.layers.still;
  const services = servicesOf(show);
  paintShore(layer, painting);
  services?.paintBranches(layer, painting);
  pods();
  services?.paintFeet(layer, painting);
  if (painting.scene.plan.blocks !== undefined) paintBlockTitles(layer, painting);
  for (const extra of show.extras) extra.still?.(layer, painting);
}

/** Pods at rest: as pixels where they are small. */
function paintPods(show: Show, painting: Painting, gliding: boolean): void {
  const wide = painting.scene.plan.tileWidth * painting.view.k;
  const small = wide < MARKS_BELOW;
  if (small) fetchMarks(show);
  if (wide >= INSIDE_FROM.width) fetchInside(show);
  if (small && show.marks !== undefined) show.marks.paint(painting, gliding);
  else {
    show.marks?.wipe();
    paintTiles(show.layers.still, painting);
  }
}

/** What moves, what is pointed at, what is played. Whether something is played that goes on. */
function paintLifeLayer(show: Show, painting: Painting, now: number): boolean {
  const layer = show.layers.life;
  const services = servicesOf(show);
  const plays = show.play?.(show, painting, now) ?? false;
  paintLife(layer, painting, () => services?.paintPackets(layer, painting, show.packets));
  for (const extra of show.extras) extra.life?.(layer, painting);
  paintStrip(layer, painting, show.strip);
  return plays;
}
