import type { Frame } from '../../../view/frame.ts';
import { stationLabel, stationX } from '../../../view/layout/strip.ts';
import type { Strip } from '../../../view/layout/strip.ts';
import type { Painting } from './context.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf } from './lettering.ts';

/**
 * The control plane, small and quiet: each component's name, a square per key in its work queue, and its cursor on the log of
 * revisions: at the right end when it has seen everything, further left the more it has not. Without room for all names those are
 * named that have something to tell, and otherwise the sides they stand on.
 */
export function paintStrip(layer: Layer, painting: Painting, strip: Strip): void {
  const { frame } = painting.scene;
  if (frame === undefined || strip.count === 0) return;
  const { pen } = layer;
  pen.fillStyle = painting.palette.tokens.ground;
  pen.fillRect(0, 0, layer.width, strip.height);
  pen.fillStyle = painting.palette.tokens.line;
  pen.fillRect(0, strip.height - 1, layer.width, 1);
  for (const side of strip.sides.slice(1)) pen.fillRect(Math.round(side.x) - 5, strip.named ? 12 : 22, 1, strip.named ? 18 : 9);
  for (let row = 0; row < strip.count; row++) gauge(layer, painting, frame, row, strip);
  if (strip.named) for (let row = 0; row < strip.count; row++) label(layer, painting, frame, row, stationX(strip, row));
  else nameSome(layer, painting, frame, strip);
  const outlined = [painting.hovered, painting.focused, painting.selected].find((hit) => hit?.on === 'station');
  if (outlined !== undefined) ring(layer, painting, outlined.row, strip);
}

const GAUGE_Y = 26;
const BASELINE = 17;
const MOST_KEYS = 5;
const EDGE = 8;
/** How long a name stays after its station did something, in virtual time. */
const RECENT_MS = 1500;

function gauge(layer: Layer, painting: Painting, frame: Frame, row: number, strip: Strip): void {
  const width = Math.min(strip.named ? 200 : 20, (strip.stationWidth[row] ?? 0) - (strip.named ? 14 : 6));
  const x = Math.round(stationX(strip, row) - width / 2);
  const queue = Math.min(frame.stationQueue[row] ?? 0, MOST_KEYS, Math.floor(width / 4) - 1);
  layer.pen.fillStyle = painting.palette.tokens.ink3;
  for (let key = 0; key < queue; key++) layer.pen.fillRect(x + key * 4, GAUGE_Y - 4, 3, 3);
  cursor(layer, painting, frame, row, x, width);
}

/** Where it stands on the log of revisions. */
function cursor({ pen }: Layer, { palette: { tokens } }: Painting, frame: Frame, row: number, x: number, width: number): void {
  const lag = frame.stationLag[row] ?? 0;
  pen.fillStyle = tokens.line;
  pen.fillRect(x, GAUGE_Y, width, 1);
  const back = lag === 0 ? 0 : Math.min(width, 4 + Math.log2(lag) * 3);
  pen.beginPath();
  pen.arc(x + width - back, GAUGE_Y + 0.5, 2.5, 0, Math.PI * 2);
  pen.fillStyle = isStopped(frame, row)
    ? tokens.badFill
    : lag > 0
      ? tokens.infoFill
      : isRecent(frame, row)
        ? tokens.ink3
        : tokens.lineStrong;
  pen.fill();
}

/** The more urgent first, as long as no name covers another; kept inside the stage. */
function nameSome(layer: Layer, painting: Painting, frame: Frame, strip: Strip): void {
  const rows = strip.x.map((_, row) => row).filter((row) => urgency(frame, row) > 0);
  rows.sort((a, b) => urgency(frame, b) - urgency(frame, a));
  const taken: [left: number, right: number][] = [];
  const place = (text: string, at: number, strong: boolean): number | undefined => {
    setFont(layer.pen, painting.lettering, 12, strong);
    const half = widthOf(layer.pen, painting.lettering, text) / 2;
    const middle = Math.min(Math.max(at, half + EDGE), layer.width - half - EDGE);
    if (taken.some(([left, right]) => middle - half < right + EDGE && middle + half > left - EDGE)) return undefined;
    taken.push([middle - half, middle + half]);
    return middle;
  };
  for (const row of rows) {
    const middle = place(textOf(painting, frame, row), stationX(strip, row), isStopped(frame, row));
    if (middle !== undefined) label(layer, painting, frame, row, middle);
  }
  for (const { name, x, width } of strip.sides) {
    const middle = place(name, x + width / 2, false);
    if (middle !== undefined) writeAround(layer.pen, painting, name, middle, painting.palette.tokens.ink3);
  }
}

/** Stopped before busy, busy before what has just been busy; 0 has nothing to tell. */
function urgency(frame: Frame, row: number): number {
  if (isStopped(frame, row)) return 4;
  if ((frame.stationQueue[row] ?? 0) > 0) return 3;
  if ((frame.stationLag[row] ?? 0) > 0) return 2;
  return isRecent(frame, row) ? 1 : 0;
}

function isStopped(frame: Frame, row: number): boolean {
  return frame.stationRunning[row] !== 1;
}

function isRecent(frame: Frame, row: number): boolean {
  return frame.now - (frame.stationLastSync[row] ?? 0) < RECENT_MS;
}

function textOf({ source, words }: Painting, frame: Frame, row: number): string {
  const name = stationLabel(source.string(frame.stationName[row] ?? 0));
  const queue = frame.stationQueue[row] ?? 0;
  if (isStopped(frame, row)) return `${name} · ${words.stopped}`;
  return queue > MOST_KEYS ? `${name} ${queue}` : name;
}

function label({ pen }: Layer, painting: Painting, frame: Frame, row: number, middle: number): void {
  const { palette, lettering } = painting;
  const stopped = isStopped(frame, row);
  const text = textOf(painting, frame, row);
  setFont(pen, lettering, 12, stopped);
  const { tokens } = palette;
  writeAround(pen, painting, text, middle, stopped ? tokens.bad : (frame.stationQueue[row] ?? 0) > 0 ? tokens.ink : tokens.ink3);
}

function writeAround(pen: CanvasRenderingContext2D, { lettering }: Painting, text: string, middle: number, colour: string): void {
  pen.fillStyle = colour;
  pen.fillText(text, Math.round(middle - widthOf(pen, lettering, text) / 2), BASELINE);
}

function ring(layer: Layer, painting: Painting, row: number, strip: Strip): void {
  const { pen } = layer;
  pen.beginPath();
  pen.roundRect((strip.x[row] ?? 0) + 1, 3, (strip.stationWidth[row] ?? 0) - 2, strip.height - 7, 6);
  pen.lineWidth = 1.5;
  pen.strokeStyle = painting.palette.tokens.accent;
  pen.stroke();
}
