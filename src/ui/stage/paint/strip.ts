import type { Frame } from '../../../view/frame.ts';
import { stationLabel } from '../../../view/layout/strip.ts';
import type { Strip } from '../../../view/layout/strip.ts';
import type { Painting } from './context.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, write } from './lettering.ts';

/**
 * The control plane, small and quiet: each component's name, a square per key in its work queue, and its cursor on the log of
 * revisions: at the right end when it has seen everything, further left the more it has not.
 */
export function paintStrip(layer: Layer, painting: Painting, strip: Strip): void {
  const { frame } = painting.scene;
  if (frame === undefined || strip.count === 0) return;
  const { pen } = layer;
  pen.fillStyle = painting.palette.tokens.ground;
  pen.fillRect(0, 0, layer.width, strip.height);
  pen.fillStyle = painting.palette.tokens.line;
  pen.fillRect(0, strip.height - 1, layer.width, 1);
  for (let row = 0; row < strip.count; row++) station(layer, painting, frame, row, strip);
  const outlined = [painting.hovered, painting.focused, painting.selected].find((hit) => hit?.on === 'station');
  if (outlined !== undefined) ring(layer, painting, outlined.row, strip);
}

const LOG_WIDTH = 28;
const MOST_KEYS = 5;

function station(layer: Layer, painting: Painting, frame: Frame, row: number, strip: Strip): void {
  const { pen } = layer;
  const { palette, lettering, source, words } = painting;
  const middle = strip.x + (row + 0.5) * strip.stationWidth;
  const running = frame.stationRunning[row] === 1;
  const queue = frame.stationQueue[row] ?? 0;
  if (strip.named) {
    setFont(pen, lettering, 12);
    const name = stationLabel(source.string(frame.stationName[row] ?? 0));
    const width = Math.min(widthOf(pen, lettering, name), strip.stationWidth - 8);
    pen.fillStyle = running && queue > 0 ? palette.tokens.ink : palette.tokens.ink3;
    write(pen, lettering, name, middle - width / 2, 19, strip.stationWidth - 8);
  }
  if (running) gauges(layer, painting, frame, row, middle, strip);
  else stopped(layer, painting, middle, words.stopped);
}

function stopped(layer: Layer, painting: Painting, middle: number, word: string): void {
  const { pen } = layer;
  setFont(pen, painting.lettering, 12, true);
  pen.fillStyle = painting.palette.tokens.bad;
  pen.fillText(word, middle - widthOf(pen, painting.lettering, word) / 2, 35);
}

function gauges(layer: Layer, painting: Painting, frame: Frame, row: number, middle: number, strip: Strip): void {
  const width = Math.min(LOG_WIDTH, strip.stationWidth - 12);
  const x = Math.round(middle - width / 2);
  const y = strip.named ? 30 : 19;
  cursor(layer, painting, frame, row, x, y, width);
  keys(layer, painting, frame.stationQueue[row] ?? 0, strip.named ? x - 6 : x + width, strip.named ? y + 2 : y - 5);
}

/** Where it stands on the log of revisions. */
function cursor({ pen }: Layer, { palette: { tokens } }: Painting, frame: Frame, row: number, x: number, y: number, width: number): void {
  const lag = frame.stationLag[row] ?? 0;
  pen.fillStyle = tokens.line;
  pen.fillRect(x, y, width, 1);
  const back = lag === 0 ? 0 : Math.min(width, 4 + Math.log2(lag) * 3);
  const recent = frame.now - (frame.stationLastSync[row] ?? 0) < 1000;
  pen.beginPath();
  pen.arc(x + width - back, y + 0.5, 2.5, 0, Math.PI * 2);
  pen.fillStyle = lag > 0 ? tokens.infoFill : recent ? tokens.ink3 : tokens.lineStrong;
  pen.fill();
}

/** A square per key, from the right; a number when there are many. */
function keys({ pen }: Layer, { palette, lettering }: Painting, queue: number, right: number, bottom: number): void {
  pen.fillStyle = palette.tokens.ink3;
  if (queue <= MOST_KEYS) {
    for (let key = 0; key < queue; key++) pen.fillRect(right - 3 - key * 5, bottom - 3, 3, 3);
    return;
  }
  setFont(pen, lettering, 12);
  const text = `${queue}`;
  pen.fillText(text, right - widthOf(pen, lettering, text), bottom + 3);
}

function ring(layer: Layer, painting: Painting, row: number, strip: Strip): void {
  const { pen } = layer;
  pen.beginPath();
  pen.roundRect(strip.x + row * strip.stationWidth + 2, 4, strip.stationWidth - 4, strip.height - 9, 6);
  pen.lineWidth = 1.5;
  pen.strokeStyle = painting.palette.tokens.accent;
  pen.stroke();
}
