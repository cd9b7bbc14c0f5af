import type { Frame } from '../../../view/frame.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import { hueAt } from '../../../view/scene/hues.ts';
import { age } from '../../../view/text.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';
import { setFont, widthOf, write, writeWords } from '../paint/lettering.ts';
import { paintShape } from '../paint/tiles.ts';
import { language } from '../tools/words.ts';
import type { Box, Inside } from './facts.ts';

const PAD = 12;
const LINE = 17;
/** A container needs so much to be read. */
const NARROWEST = 190;
const OF_IMAGE = {
  en: 'what its image starts',
  zh: '镜像自带的进程',
};

/** A pod from near by: its name, its containers side by side with what they wrote last, or below them what happened to it last. Words stand in `box`, a part of `tile`. */
export function paintInside(
  layer: Layer,
  painting: Painting,
  frame: Frame,
  row: number,
  tile: Rect,
  box: Rect,
  inside: Inside | undefined,
): void {
  const { pen } = layer;
  paintShape(layer, painting, frame.podLook[row] ?? 0, hueAt(painting.hues, painting.scene.rowEntity[row] ?? 0), 1, tile.x, tile.y, tile);
  pen.save();
  pen.beginPath();
  pen.rect(box.x, box.y, box.width, box.height);
  pen.clip();
  head(layer, painting, frame, row, box);
  if (inside !== undefined) {
    const top = box.y + PAD + 2 * LINE + 6;
    const room = box.y + box.height - PAD - top;
    const tail = room > 9 * LINE ? Math.min(inside.tail.length, Math.floor((room - 7 * LINE) / LINE)) : 0;
    const high = room - (tail > 0 ? tail * LINE + 8 : 0);
    columns(layer, painting, inside.containers, { x: box.x + PAD, y: top, width: box.width - 2 * PAD, height: high });
    if (tail > 0) lines(layer, painting, inside.tail.slice(-tail), box.x + PAD, top + high + 8, box.width - 2 * PAD);
  }
  pen.restore();
}

function head({ pen }: Layer, { palette, lettering, source }: Painting, frame: Frame, row: number, { x, y, width }: Rect): void {
  const look = frame.podLook[row] ?? 0;
  const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
  setFont(pen, lettering, 15, true);
  pen.fillStyle = palette.tokens.ink;
  write(pen, lettering, text(frame.podName), x + PAD, y + PAD + 13, width - 2 * PAD);
  setFont(pen, lettering, 13);
  pen.fillStyle = palette.words[look] ?? palette.tokens.ink2;
  const status = text(frame.podReason);
  pen.fillText(status, x + PAD, y + PAD + 13 + LINE);
  pen.fillStyle = palette.tokens.ink2;
  const rest = [text(frame.podAddress), age(frame.now - (frame.podCreated[row] ?? 0))].filter((one) => one !== '').join(' · ');
  const at = widthOf(pen, lettering, status) + 10;
  writeWords(pen, lettering, rest, x + PAD + at, y + PAD + 13 + LINE, width - 2 * PAD - at);
}

function columns(layer: Layer, painting: Painting, containers: readonly Box[], { x, y, width, height }: Rect): void {
  const fit = Math.max(1, Math.min(containers.length, Math.floor((width + 8) / (NARROWEST + 8))));
  const wide = (width - 8 * (fit - 1)) / fit;
  for (const [index, container] of containers.slice(0, fit).entries())
    column(
      layer,
      painting,
      container,
      { x: x + index * (wide + 8), y, width: wide, height },
      index === fit - 1 ? containers.length - fit : 0,
    );
}

function column({ pen }: Layer, { palette, lettering }: Painting, container: Box, { x, y, width, height }: Rect, more: number): void {
  const { tokens } = palette;
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 6);
  pen.fillStyle = tokens.surface;
  pen.fill();
  pen.strokeStyle = tokens.lineStrong;
  pen.lineWidth = 1;
  pen.stroke();
  const left = x + 10;
  const inner = width - 20;
  let base = y + 18;
  const next = (): boolean => (base += LINE) < y + height - 4;
  const tone = { ok: tokens.ok, waits: tokens.info, bad: tokens.bad, over: tokens.ink3 }[container.tone];
  const state = container.restarts > 0 ? `${container.state} · ↻ ${container.restarts}` : container.state;
  setFont(pen, lettering, 13, true);
  pen.fillStyle = tokens.ink;
  const named = write(pen, lettering, more > 0 ? `${container.name}  + ${more}` : container.name, left, base, inner);
  setFont(pen, lettering, 12);
  const stateWide = widthOf(pen, lettering, state);
  pen.fillStyle = tone;
  // Beside the name where there is room, below it elsewhere.
  if (named + stateWide + 12 <= inner) pen.fillText(state, left + inner - stateWide, base);
  else if (next()) writeWords(pen, lettering, state, left, base, inner);
  pen.fillStyle = tokens.ink2;
  const rows: readonly (readonly [sign: string, text: string])[] = [
    ['', container.image],
    ['$', container.process === '' ? OF_IMAGE[language()] : container.process],
    ...container.probes.map(({ text, on }) => [on ? 'lamp' : 'dark', text] as const),
    ...container.mounts.map((mount) => ['▤', mount] as const),
  ];
  for (const [sign, text] of rows) {
    if (!next()) break;
    const after = sign === '' ? 0 : 16;
    if (sign === 'lamp' || sign === 'dark') lamp(pen, left + 4.5, base - 4, sign === 'lamp', tokens.okFill, tokens.ink3);
    else if (sign !== '') pen.fillText(sign, left, base);
    pen.fillStyle = tokens.ink2;
    writeWords(pen, lettering, text, left + after, base, inner - after);
  }
  written({ pen, palette, lettering }, container.log, { x: left, y: base + 10, width: inner, height: y + height - base - 16 });
}

type Writing = Pick<Layer, 'pen'> & Pick<Painting, 'palette' | 'lettering'>;

/** As many of the last lines as there is room for, in the letters of a terminal, below a line. */
function written({ pen, palette, lettering }: Writing, log: readonly string[], { x, y, width, height }: Rect): void {
  const count = Math.min(log.length, Math.floor((height - 6) / LOG_LINE));
  if (count < 1) return;
  pen.strokeStyle = palette.tokens.line;
  pen.beginPath();
  pen.moveTo(x, Math.round(y) + 0.5);
  pen.lineTo(x + width, Math.round(y) + 0.5);
  pen.stroke();
  setFont(pen, { ...lettering, family: MONO }, 12);
  pen.fillStyle = palette.tokens.ink2;
  // All letters are as wide as one another.
  const room = Math.floor(width / widthOf(pen, lettering, 'm'));
  for (const [index, text] of log.slice(-count).entries())
    pen.fillText(text.length > room ? `${text.slice(0, room - 1)}…` : text, x, y + LOG_LINE * (index + 1) + 2);
}

const LOG_LINE = 15;
const MONO = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Source Code Pro', Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/** Full while the probe succeeds. */
function lamp(pen: CanvasRenderingContext2D, x: number, y: number, on: boolean, full: string, empty: string): void {
  pen.beginPath();
  pen.arc(x, y, 4, 0, Math.PI * 2);
  pen.lineWidth = 1.5;
  pen.strokeStyle = on ? full : empty;
  pen.stroke();
  if (!on) return;
  pen.fillStyle = full;
  pen.fill();
}

function lines({ pen }: Layer, { palette, lettering }: Painting, texts: readonly string[], x: number, y: number, width: number): void {
  setFont(pen, lettering, 12);
  pen.fillStyle = palette.tokens.ink2;
  for (const [index, text] of texts.entries()) writeWords(pen, lettering, text, x, y + 12 + index * LINE, width);
}
