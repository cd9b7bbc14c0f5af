import { NodeFlag } from '../../../view/frame.ts';
import { locateBoard } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { card, plate } from './card.ts';
import type { Painting } from './context.ts';
import { isVisible } from './layer.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, write } from './lettering.ts';
import { PLATES_BELOW } from './sizes.ts';
import { snap } from './tiles.ts';

const point: Point = { x: 0, y: 0 };

/** What stands still: names of zones, and node cards with their headers. */
export function paintGround(layer: Layer, painting: Painting): void {
  const { frame, boards } = painting.scene;
  if (frame === undefined) return;
  zones(layer, painting);
  if (painting.scene.plan.blocks !== undefined) {
    blocks(layer, painting);
    return;
  }
  if (!painting.written || painting.scene.plan.tileWidth * painting.view.k >= PLATES_BELOW)
    for (const board of boards.ordered) card(layer, painting, frame, board);
  if (frame.nodeCount === 0) noNodes(layer, painting);
}

/** Pixels between the foot of a title and what it stands above. */
export const TITLE_ABOVE = 6;

function zones(layer: Layer, painting: Painting): void {
  const { scene, view, palette, lettering, source, words } = painting;
  const { field } = scene.plan;
  if (field.titleHeight === 0 || field.titleHeight * view.k < 14) return;
  const { pen } = layer;
  for (const [index, zone] of field.zones.entries()) {
    const x = snap(zone.x * view.k + view.x, layer.ratio);
    const y = snap((zone.y + field.titleHeight) * view.k + view.y, layer.ratio) - TITLE_ABOVE;
    const width = zone.width * view.k;
    if (!isVisible(layer, x, y - 14, width, 20)) continue;
    const name = source.string(scene.boards.zones[index]?.name ?? 0);
    setFont(pen, lettering, 12, true);
    pen.fillStyle = palette.tokens.ink3;
    const written = write(pen, lettering, name === '' ? words.noZone : name, x, y, width);
    pen.fillStyle = palette.tokens.line;
    pen.fillRect(x + written + 8, y - 4, Math.max(0, width - written - 8), 1);
  }
}

/** Plates of blocks, unless they are written as pixels. */
function blocks(layer: Layer, painting: Painting): void {
  const { scene, view } = painting;
  if (painting.written && scene.plan.tileWidth * view.k < PLATES_BELOW) return;
  for (const board of scene.boards.ordered) {
    locateBoard(scene, board, painting.time, point);
    const x = snap(point.x * view.k + view.x, layer.ratio);
    const y = snap(point.y * view.k + view.y, layer.ratio);
    const box = { x, y, width: board.width * view.k, height: board.height * view.k, header: 0, flags: NodeFlag.ready };
    if (isVisible(layer, x, y, box.width, box.height)) plate(layer, painting, box);
  }
}

/** What pods have in common, above each block, and how many there are. Over the pixels that plates may be. */
export function paintBlockTitles(layer: Layer, painting: Painting): void {
  const { scene, view, palette, lettering, source, words } = painting;
  const { pen } = layer;
  const room = scene.plan.field.titleHeight * view.k;
  if (room < 13) return;
  for (const board of scene.boards.ordered) {
    locateBoard(scene, board, painting.time, point);
    const x = Math.round(point.x * view.k + view.x) + 7;
    const y = Math.round(point.y * view.k + view.y + Math.min(room - 5, 18));
    const width = board.width * view.k - 14;
    if (!isVisible(layer, x, y - 14, width, 20)) continue;
    const count = `${board.slots.used}`;
    setFont(pen, lettering, 12);
    const counted = widthOf(pen, lettering, count);
    pen.fillStyle = palette.tokens.ink3;
    if (width > counted) pen.fillText(count, x + width - counted, y);
    setFont(pen, lettering, 12, true);
    pen.fillStyle = palette.tokens.ink2;
    const name = source.string(board.name);
    write(pen, lettering, name === '' ? words.without : name, x, y, width - counted - 8);
  }
}

function noNodes(layer: Layer, painting: Painting): void {
  const { pen } = layer;
  const { bounds } = painting.scene.plan;
  const { view, palette, lettering, words } = painting;
  setFont(pen, lettering, 15);
  pen.fillStyle = palette.tokens.ink3;
  pen.textAlign = 'center';
  pen.fillText(words.noNodes, (bounds.x + bounds.width / 2) * view.k + view.x, (bounds.y + bounds.height / 2) * view.k + view.y);
  pen.textAlign = 'left';
}
