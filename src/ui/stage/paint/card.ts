import { NodeFlag } from '../../../view/frame.ts';
import type { Frame } from '../../../view/frame.ts';
import { CARD_HEADER, CARD_PAD } from '../../../view/layout/geometry.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { locateBoard } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import type { Painting } from './context.ts';
import { bars } from './gauges.ts';
import { isVisible } from './layer.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, write } from './lettering.ts';
import { snap } from './tiles.ts';

const point: Point = { x: 0, y: 0 };

interface CardBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly header: number;
  readonly flags: number;
}

export function card(layer: Layer, painting: Painting, frame: Frame, board: Board): void {
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
export function plate(layer: Layer, painting: Painting, box: CardBox): void {
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
