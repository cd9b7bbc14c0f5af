import { hitAt, tellDepth, tellPeek } from './attention.ts';
import { fetchInside, fetchMarks } from './late.ts';
import type { Painting, ServicePainter } from './paint/context.ts';
import { paintBlockTitles, paintGround } from './paint/ground.ts';
import { wipe } from './paint/layer.ts';
import type { Layer } from './paint/layer.ts';
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
  const services = show.props.overlays.services ? show.servicePainter : undefined;
  if (stale.ground || gliding) paintGroundLayer(layers.ground, painting, services);
  if (stale.still || gliding || shown.placing !== scene.placing) paintStillLayer(show, painting, services, gliding);
  wipe(layers.life);
  const plays = show.play?.(show, painting, now) ?? false;
  paintLife(layers.life, painting, () => services?.paintPackets(layers.life, painting, show.packets));
  for (const extra of show.extras) extra.life?.(layers.life, painting);
  paintStrip(layers.life, painting, show.strip);
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

function paintGroundLayer(layer: Layer, painting: Painting, services: ServicePainter | undefined): void {
  wipe(layer);
  services?.paintTrunks(layer, painting);
  paintGround(layer, painting);
  services?.paintQuay(layer, painting);
}

function paintStillLayer(show: Show, painting: Painting, services: ServicePainter | undefined, gliding: boolean): void {
  const layer = show.layers.still;
  const wide = painting.scene.plan.tileWidth * painting.view.k;
  const small = wide < MARKS_BELOW;
  if (small) fetchMarks(show);
  if (wide >= INSIDE_FROM.width) fetchInside(show);
  wipe(layer);
  paintShore(layer, painting);
  services?.paintBranches(layer, painting);
  if (small && show.marks !== undefined) show.marks.paint(painting, gliding);
  else {
    show.marks?.wipe();
    paintTiles(layer, painting);
  }
  services?.paintFeet(layer, painting);
  if (painting.scene.plan.blocks !== undefined) paintBlockTitles(layer, painting);
  for (const extra of show.extras) extra.still?.(layer, painting);
}
