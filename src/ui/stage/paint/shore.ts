import { PITCH_Y, TILE_GAP } from '../../../view/layout/geometry.ts';
import type { ShoreGroup } from '../../../view/layout/shore.ts';
import type { WaitingGroup } from '../../../view/scene/groups.ts';
import type { Painting } from './context.ts';
import { TITLE_ABOVE } from './ground.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, writeWords } from './lettering.ts';
import { snap } from './tiles.ts';

/** The shore: the line that parts it from the control plane, with its title and count, and the reasons for which pods wait. */
export function paintShore(layer: Layer, painting: Painting): void {
  const { scene, view, palette, lettering, words } = painting;
  const { pen, ratio } = layer;
  const { shore } = scene;
  const x = snap(shore.x * view.k + view.x, ratio);
  const y = snap(shore.y * view.k + view.y, ratio);
  const width = shore.width * view.k;
  const title = shore.titleHeight * view.k;
  if (title < 13) return;
  const waiting = scene.openGroups.reduce((sum, index) => sum + (scene.groups.all[index]?.slots.used ?? 0), 0);
  const baseline = shore.open ? Math.round(y + title) - TITLE_ABOVE : Math.round(y + (shore.height * view.k) / 2) + 4;
  setFont(pen, lettering, 12, true);
  pen.fillStyle = palette.tokens.ink3;
  const written = Math.min(widthOf(pen, lettering, words.waiting), width);
  writeWords(pen, lettering, words.waiting, x, baseline, width);
  const right =
    shore.open || waiting > 0
      ? numberAt(layer, painting, `${waiting}`, x + width, baseline)
      : quietAt(layer, painting, x + written, x + width, baseline);
  pen.fillStyle = palette.tokens.line;
  pen.fillRect(x + written + 8, baseline - 4, Math.max(0, right - x - written - 16), 1);
  if (shore.open) groups(layer, painting);
}

/** Writes a number that ends at a point; returns where it begins. */
function numberAt({ pen }: Layer, { lettering, palette }: Painting, count: string, right: number, baseline: number): number {
  const left = right - widthOf(pen, lettering, count);
  pen.fillStyle = palette.tokens.ink;
  pen.fillText(count, left, baseline);
  return left;
}

/** At the end of the line, if there is room, that nobody waits; returns where it begins. */
function quietAt({ pen }: Layer, { lettering, palette, words }: Painting, from: number, right: number, baseline: number): number {
  setFont(pen, lettering, 12);
  const left = right - widthOf(pen, lettering, words.nothingWaits);
  if (left < from + 48) return right + 8;
  pen.fillStyle = palette.tokens.ink3;
  pen.fillText(words.nothingWaits, left, baseline);
  return left;
}

function groups(layer: Layer, painting: Painting): void {
  for (const [shown, place] of painting.scene.shore.groups.entries()) {
    const group = painting.scene.groups.all[painting.scene.openGroups[shown] ?? -1];
    if (group !== undefined && place.rows > 0) heading(layer, painting, group, place);
  }
}

function heading(layer: Layer, painting: Painting, group: WaitingGroup, place: ShoreGroup): void {
  const { pen, ratio } = layer;
  const { view, palette, lettering, words, scene } = painting;
  const x = snap(place.x * view.k + view.x, ratio);
  const top = snap(place.y * view.k + view.y, ratio);
  const width = (place.columns * (scene.shore.tileWidth + TILE_GAP) - TILE_GAP) * view.k;
  const count = `${group.slots.used}`;
  setFont(pen, lettering, 12);
  const countWidth = widthOf(pen, lettering, count);
  pen.fillStyle = palette.tokens.ink2;
  const reason = group.reason === '' ? words.notTriedYet : group.reason;
  writeWords(pen, lettering, reason, x, top - TITLE_ABOVE, width - countWidth - 12);
  const written = Math.min(widthOf(pen, lettering, reason), width - countWidth - 12);
  pen.fillStyle = palette.tokens.ink3;
  pen.fillText(count, x + written + 8, top - TITLE_ABOVE);
  if (group.slots.extent > place.rows * place.columns) more(layer, painting, x, top + place.rows * PITCH_Y * view.k, width);
}

/** The last row shown goes on: three dots below it. */
function more(layer: Layer, painting: Painting, x: number, y: number, width: number): void {
  layer.pen.fillStyle = painting.palette.tokens.lineStrong;
  for (let dot = -1; dot <= 1; dot++) layer.pen.fillRect(Math.round(x + width / 2 + dot * 6), Math.round(y), 2, 2);
}
