import { CARD_HEADER } from '../../../view/layout/geometry.ts';
import { type Funnel, type FunnelMoment, type FunnelNode, momentOf, rejectedAt } from '../../../view/overlays/funnel.ts';
import { type Point, locateBoard } from '../../../view/scene/motion.ts';
import type { Painting } from './context.ts';
import { type Layer, isVisible } from './layer.ts';
import { setFont, widthOf, writeWords } from './lettering.ts';
import { snap } from './tiles.ts';

const point: Point = { x: 0, y: 0 };

/** Over the cards: what is rejected dims and says why, on the others scores rise, and the chosen one is framed. */
export function paintFunnel(layer: Layer, painting: Painting, funnel: Funnel, elapsedMs: number): void {
  const moment = momentOf(funnel, elapsedMs);
  const { scene, view, source } = painting;
  const { cardWidth, cardHeight } = scene.plan.field;
  for (const board of scene.boards.ordered) {
    const node = funnel.nodes.get(source.string(board.name));
    locateBoard(scene, board, painting.time, point);
    const box = {
      x: snap(point.x * view.k + view.x, layer.ratio),
      y: snap(point.y * view.k + view.y, layer.ratio),
      width: snap(cardWidth * view.k, layer.ratio),
      height: snap(cardHeight * view.k, layer.ratio),
      header: CARD_HEADER * view.k,
    };
    if (isVisible(layer, box.x, box.y, box.width, box.height)) card(layer, painting, box, node, moment);
  }
  layer.pen.globalAlpha = 1;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly header: number;
}

/** A node that was not looked at dims with the first act. */
function card(layer: Layer, painting: Painting, box: Box, node: FunnelNode | undefined, moment: FunnelMoment): void {
  const rejected = node === undefined ? Math.min(1, moment.acts + moment.scores) : rejectedAt(node, moment);
  if (rejected > 0) veil(layer, painting, box, rejected);
  if (node === undefined) return;
  if (rejected > 0) reason(layer, painting, box, node, rejected);
  else if (moment.scores > 0 && node.score !== '') score(layer, painting, box, node, moment.scores);
  if (node.chosen && moment.winner > 0) frame(layer, painting, box, moment.winner);
}

function outline({ pen }: Layer, { x, y, width, height }: Box, inset: number): void {
  pen.beginPath();
  pen.roundRect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, Math.min(8, width * 0.06));
}

/** Of the corners of small cards nothing is seen, and there may be thousands. */
const ROUND_FROM = 40;

function veil(layer: Layer, { palette: { tokens } }: Painting, box: Box, share: number): void {
  const { pen } = layer;
  pen.globalAlpha = 0.68 * share;
  pen.fillStyle = tokens.ground;
  if (box.width < ROUND_FROM) {
    pen.fillRect(box.x, box.y, box.width, box.height);
    return;
  }
  outline(layer, box, 0);
  pen.fill();
}

/** Room for words at the foot of a card, from this height and width on. */
const WORDS_HEIGHT = 40;
const WORDS_WIDTH = 72;

function reason(layer: Layer, { palette: { tokens }, lettering }: Painting, box: Box, { words }: FunnelNode, share: number): void {
  if (box.height < WORDS_HEIGHT || box.width < WORDS_WIDTH || words === '') return;
  const { pen } = layer;
  setFont(pen, lettering, 12);
  const lines = wrapped(words, box.width - 20, (text) => widthOf(pen, lettering, text), box.height >= 90 ? 3 : 1);
  const height = lines.length * 16 + 8;
  const top = box.y + box.height - height - 6;
  pen.globalAlpha = share;
  pen.beginPath();
  pen.roundRect(box.x + 6, top, box.width - 12, height, 4);
  pen.fillStyle = tokens.raised;
  pen.fill();
  pen.fillStyle = tokens.badFill;
  pen.fillRect(box.x + 6, top + 4, 2, height - 8);
  pen.fillStyle = tokens.ink2;
  for (const [index, line] of lines.entries()) writeWords(pen, lettering, line, box.x + 13, top + 16 + index * 16, box.width - 24);
}

/** Words in lines of a width; what is left over stands on the last one. */
export function wrapped(text: string, width: number, measure: (text: string) => number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || lines.length === most - 1 || measure(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function score(layer: Layer, { palette: { tokens }, lettering }: Painting, box: Box, node: FunnelNode, share: number): void {
  const { pen } = layer;
  const tiny = box.height < WORDS_HEIGHT || box.width < WORDS_WIDTH;
  const height = tiny ? Math.max(2, box.height * 0.08) : 6;
  const pad = tiny ? 1 : 8;
  setFont(pen, lettering, 12, true);
  const label = tiny ? 0 : widthOf(pen, lettering, node.score) + 8;
  const full = box.width - 2 * pad - label;
  const y = box.y + box.height - height - pad;
  if (!tiny) {
    pen.globalAlpha = 0.9 * share;
    pen.fillStyle = tokens.raised;
    pen.beginPath();
    pen.roundRect(box.x + 4, y - 7, box.width - 8, height + 12, 4);
    pen.fill();
  }
  pen.globalAlpha = 1;
  pen.fillStyle = tokens.line;
  pen.fillRect(box.x + pad, y, full, height);
  pen.fillStyle = node.chosen ? tokens.accent : tokens.infoFill;
  pen.fillRect(box.x + pad, y, full * node.share * share, height);
  if (tiny) return;
  pen.globalAlpha = share;
  pen.fillStyle = node.chosen ? tokens.accent : tokens.ink2;
  pen.fillText(node.score, box.x + box.width - pad - label + 8, y + height + 1);
}

function frame(layer: Layer, { palette: { tokens } }: Painting, box: Box, share: number): void {
  const { pen } = layer;
  pen.globalAlpha = share;
  pen.lineWidth = Math.max(1.5, Math.min(3, box.width * 0.02));
  pen.strokeStyle = tokens.accent;
  outline(layer, box, 0);
  pen.stroke();
}
