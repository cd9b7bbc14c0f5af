import { NodeFlag } from '../../../view/frame.ts';
import type { Frame } from '../../../view/frame.ts';
import { CARD_HEADER, CARD_PAD, TILE_GAP } from '../../../view/layout/geometry.ts';
import { locateBoard } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { bytes, cores } from '../../../view/text.ts';
import type { Painting } from './context.ts';
import { isVisible } from './layer.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, write, writeWords } from './lettering.ts';
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

interface CardBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly header: number;
  readonly flags: number;
}

function card(layer: Layer, painting: Painting, frame: Frame, board: Board): void {
  const { scene, view } = painting;
  const { cardWidth, cardHeight } = scene.plan.field;
  locateBoard(scene, board, painting.time, point);
  const x = snap(point.x * view.k + view.x, layer.ratio);
  const y = snap(point.y * view.k + view.y, layer.ratio);
  const width = snap(cardWidth * view.k, layer.ratio);
  const height = snap(cardHeight * view.k, layer.ratio);
  if (!isVisible(layer, x, y, width, height)) return;
  const box: CardBox = { x, y, width, height, header: CARD_HEADER * view.k, flags: frame.nodeFlags[board.row] ?? 0 };
  plate(layer, painting, box);
  if (box.header < 12) tinyState(layer, painting, box);
  else header(layer, painting, frame, board, box);
}

function isLost(flags: number): boolean {
  return (flags & (NodeFlag.unknown | NodeFlag.poweredOff)) !== 0;
}

/** A node that is lost has no ground of its own any more: only a broken outline. */
function plate(layer: Layer, painting: Painting, box: CardBox): void {
  const { pen, ratio } = layer;
  const { tokens } = painting.palette;
  const line = 1 / Math.min(ratio, 2);
  const lost = isLost(box.flags);
  pen.beginPath();
  pen.roundRect(box.x + line / 2, box.y + line / 2, box.width - line, box.height - line, Math.min(8, box.width * 0.06));
  if (!lost) {
    pen.fillStyle = tokens.surface;
    pen.fill();
  }
  pen.lineWidth = line;
  pen.strokeStyle = lost ? tokens.lineStrong : tokens.line;
  if (lost) pen.setLineDash([5, 4]);
  pen.stroke();
  pen.setLineDash([]);
  if ((box.flags & NodeFlag.cordoned) !== 0) closedGate(pen, tokens.lineStrong, box);
}

/** A cordoned node takes no more pods: a hatched bar under its header. */
function closedGate(pen: CanvasRenderingContext2D, colour: string, box: CardBox): void {
  const height = Math.max(2, Math.min(4, box.header * 0.08));
  const y = Math.round(box.y + box.header - height - Math.min(3, box.header * 0.06));
  pen.save();
  pen.beginPath();
  pen.rect(box.x + 1, y, box.width - 2, height);
  pen.clip();
  pen.beginPath();
  for (let x = box.x - height; x < box.x + box.width; x += 5) {
    pen.moveTo(x, y + height);
    pen.lineTo(x + height, y);
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1.25;
  pen.stroke();
  pen.restore();
}

/** Too small for words: a bar along the upper edge for a node that is not well. */
function tinyState(layer: Layer, painting: Painting, box: CardBox): void {
  const badge = badgeOf(painting, box.flags);
  if (badge === undefined) return;
  layer.pen.fillStyle = badge.colour;
  layer.pen.fillRect(box.x, box.y, box.width, Math.max(1.5, box.header * 0.35));
}

interface Badge {
  readonly word: string;
  readonly colour: string;
}

function badgeOf({ words, palette: { tokens } }: Painting, flags: number): Badge | undefined {
  if ((flags & NodeFlag.poweredOff) !== 0) return { word: words.off, colour: tokens.ink3 };
  if ((flags & NodeFlag.unknown) !== 0) return { word: words.lost, colour: tokens.bad };
  if ((flags & NodeFlag.ready) === 0) return { word: words.notReady, colour: tokens.bad };
  return (flags & NodeFlag.cordoned) !== 0 ? { word: words.cordoned, colour: tokens.warn } : undefined;
}

function header(layer: Layer, painting: Painting, frame: Frame, board: Board, box: CardBox): void {
  const pad = Math.max(4, CARD_PAD * painting.view.k);
  const baseline = Math.round(
    box.y + (box.header >= 132 ? 36 : box.header > 78 ? 24 : box.header >= 40 ? box.header * 0.34 : Math.min(14, box.header * 0.86)),
  );
  const right = badge(layer, painting, board, box, box.x + box.width - pad, baseline);
  title(layer, painting, board, box, box.x + pad, right, baseline);
  if (box.header > 78) subtitle(layer, painting, frame, board, box.x + pad, box.width - 2 * pad, baseline + (box.header >= 132 ? 22 : 17));
  if (box.header >= 20) bars(layer, painting, frame, board, box, pad);
}

/** At the right end of the title line, in a word if the name leaves room for it, or else as a dot; returns where it begins. */
function badge({ pen }: Layer, painting: Painting, board: Board, box: CardBox, right: number, baseline: number): number {
  const state = badgeOf(painting, box.flags);
  if (state === undefined) return right;
  const { lettering, source } = painting;
  setTitleFont(pen, painting, box);
  const name = widthOf(pen, lettering, source.string(board.name));
  setFont(pen, lettering, 12, true);
  const width = widthOf(pen, lettering, state.word);
  pen.fillStyle = state.colour;
  if (name + width + 8 <= box.width - 2 * (box.x + box.width - right)) {
    pen.fillText(state.word, right - width, baseline);
    return right - width - 8;
  }
  pen.beginPath();
  pen.arc(right - 3, baseline - 4, 3, 0, Math.PI * 2);
  pen.fill();
  return right - 10;
}

function title({ pen }: Layer, painting: Painting, board: Board, box: CardBox, x: number, right: number, baseline: number): void {
  setTitleFont(pen, painting, box);
  pen.fillStyle = isLost(box.flags) ? painting.palette.tokens.ink3 : painting.palette.tokens.ink;
  write(pen, painting.lettering, painting.source.string(board.name), x, baseline, right - x);
}

function setTitleFont(pen: CanvasRenderingContext2D, { lettering }: Painting, { header }: CardBox): void {
  setFont(pen, lettering, header >= 132 ? 20 : header > 78 ? 15 : header >= 40 ? 13 : 12, true);
}

/** Readiness and roles, as kubectl has them; the zone stands above the card. */
function subtitle({ pen }: Layer, painting: Painting, frame: Frame, board: Board, x: number, width: number, baseline: number): void {
  const { lettering, palette, source } = painting;
  const flags = frame.nodeFlags[board.row] ?? 0;
  const ready = isLost(flags) ? 'NotReady' : (flags & NodeFlag.ready) !== 0 ? 'Ready' : 'NotReady';
  const reason = source.string(frame.nodeReason[board.row] ?? 0);
  const parts = [reason === '' ? ready : `${ready}: ${reason}`, source.string(frame.nodeRoles[board.row] ?? 0)];
  setFont(pen, lettering, width >= 400 ? 13 : 12);
  pen.fillStyle = palette.tokens.ink3;
  write(pen, lettering, parts.filter((part) => part !== '').join(' · '), x, baseline, width);
}

interface Gauge {
  readonly label: string;
  readonly used: number;
  readonly whole: number;
  readonly text: string;
}

function gaugesOf({ words }: Painting, frame: Frame, board: Board): readonly Gauge[] {
  const { row } = board;
  const cpu = [frame.nodeCpuRequested[row] ?? 0, frame.nodeCpuAllocatable[row] ?? 0] as const;
  const memory = [frame.nodeMemoryRequested[row] ?? 0, frame.nodeMemoryAllocatable[row] ?? 0] as const;
  const pods = [board.slots.used, frame.nodePodsAllocatable[row] ?? 0] as const;
  return [
    { label: words.cpu, used: cpu[0], whole: cpu[1], text: `${cores(cpu[0])}/${cores(cpu[1])}` },
    { label: words.memory, used: memory[0], whole: memory[1], text: `${bytes(memory[0])}/${bytes(memory[1])}` },
    { label: words.pods, used: pods[0], whole: pods[1], text: `${pods[0]}/${pods[1]}` },
  ];
}

/** Requested against allocatable: the bar's end is what the node can give. */
function bars(layer: Layer, painting: Painting, frame: Frame, board: Board, box: CardBox, pad: number): void {
  const gauges = gaugesOf(painting, frame, board);
  const gap = Math.max(box.width < 100 ? 4 : 8, TILE_GAP * painting.view.k);
  const width = Math.floor((box.width - 2 * pad - gap * (gauges.length - 1)) / gauges.length);
  const thick = box.header >= 40 ? 4 : 2;
  const y = Math.round(box.y + box.header - Math.min(14, box.header * 0.27));
  const labelled = box.header >= 46;
  for (const [index, gauge] of gauges.entries()) {
    const x = Math.round(box.x + pad + index * (width + gap));
    if (labelled) gaugeWords(layer, painting, gauge, x, y - 5, width);
    gaugeBar(layer, painting, gauge, x, y, width, thick);
  }
}

function gaugeWords({ pen }: Layer, { lettering, palette }: Painting, gauge: Gauge, x: number, y: number, width: number): void {
  setFont(pen, lettering, 12);
  const percent = `${Math.round((100 * gauge.used) / Math.max(1, gauge.whole))}%`;
  const roomy = width - widthOf(pen, lettering, gauge.label) - 6 >= widthOf(pen, lettering, gauge.text);
  const text = roomy ? gauge.text : percent;
  const wide = widthOf(pen, lettering, text);
  pen.fillStyle = palette.tokens.ink3;
  writeWords(pen, lettering, gauge.label, x, y, width);
  // Where there is room for one, the name: how much it is can be seen.
  if (widthOf(pen, lettering, gauge.label) + wide + 4 > width) return;
  pen.fillStyle = palette.tokens.ink2;
  pen.fillText(text, x + width - wide, y);
}

function gaugeBar(layer: Layer, painting: Painting, gauge: Gauge, x: number, y: number, width: number, thick: number): void {
  const { pen } = layer;
  const { tokens } = painting.palette;
  const share = gauge.whole > 0 ? gauge.used / gauge.whole : 0;
  pen.fillStyle = tokens.line;
  pen.beginPath();
  pen.roundRect(x, y, width, thick, thick / 2);
  pen.fill();
  if (share <= 0) return;
  pen.fillStyle = share > 0.9 ? tokens.warnFill : tokens.lineStrong;
  pen.beginPath();
  pen.roundRect(x, y, Math.max(thick, width * Math.min(1, share)), thick, thick / 2);
  pen.fill();
}
