import { PITCH_Y } from '../../../view/layout/geometry.ts';
import { shoreWidth } from '../../../view/layout/shore.ts';
import type { ShoreGroup } from '../../../view/layout/shore.ts';
import type { WaitingGroup } from '../../../view/scene/groups.ts';
import type { Painting } from './context.ts';
import { TITLE_ABOVE } from './ground.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, writeWords } from './lettering.ts';
import { snap } from './tiles.ts';

/** The shore: its title and count, the line that parts it from the field, and the reasons for which pods wait. */
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
  const baseline = Math.round(y + title) - TITLE_ABOVE;
  setFont(pen, lettering, 12, true);
  pen.fillStyle = palette.tokens.ink3;
  const count = waiting === 0 ? '' : `${waiting}`;
  const countWidth = widthOf(pen, lettering, count);
  const written = Math.min(widthOf(pen, lettering, words.waiting), width - countWidth - 8);
  writeWords(pen, lettering, words.waiting, x, baseline, width - countWidth - 8);
  pen.fillStyle = palette.tokens.ink;
  pen.fillText(count, x + width - countWidth, baseline);
  pen.fillStyle = palette.tokens.line;
  pen.fillRect(x + written + 8, baseline - 4, Math.max(0, width - written - 16 - countWidth), 1);
  if (waiting === 0) empty(layer, painting, x, baseline, width);
  else groups(layer, painting);
}

function empty(layer: Layer, painting: Painting, x: number, baseline: number, width: number): void {
  const { pen } = layer;
  setFont(pen, painting.lettering, 12);
  pen.fillStyle = painting.palette.tokens.ink3;
  writeWords(pen, painting.lettering, painting.words.nothingWaits, x, baseline + 24, width);
}

function groups(layer: Layer, painting: Painting): void {
  for (const [shown, place] of painting.scene.shore.groups.entries()) {
    const group = painting.scene.groups.all[painting.scene.openGroups[shown] ?? -1];
    if (group !== undefined && place.rows > 0) heading(layer, painting, group, place);
  }
}

function heading(layer: Layer, painting: Painting, group: WaitingGroup, place: ShoreGroup): void {
  const { pen, ratio } = layer;
  const { view, palette, lettering, words } = painting;
  const x = snap(place.x * view.k + view.x, ratio);
  const top = snap(place.y * view.k + view.y, ratio);
  const width = shoreWidth(place.columns) * view.k;
  const count = `${group.slots.used}`;
  setFont(pen, lettering, 12);
  const countWidth = widthOf(pen, lettering, count);
  pen.fillStyle = palette.tokens.ink2;
  writeWords(pen, lettering, group.reason === '' ? words.notTriedYet : group.reason, x, top - TITLE_ABOVE, width - countWidth - 8);
  pen.fillText(count, x + width - countWidth, top - 6);
  if (group.slots.extent > place.rows * place.columns) more(layer, painting, x, top + place.rows * PITCH_Y * view.k, width);
}

/** The last row shown goes on: three dots below it. */
function more(layer: Layer, painting: Painting, x: number, y: number, width: number): void {
  layer.pen.fillStyle = painting.palette.tokens.lineStrong;
  for (let dot = -1; dot <= 1; dot++) layer.pen.fillRect(Math.round(x + width / 2 + dot * 6), Math.round(y), 2, 2);
}
