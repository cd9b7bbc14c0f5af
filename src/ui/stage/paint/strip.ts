import type { Frame } from '../../../view/frame.ts';
import { stationLabel } from '../../../view/layout/strip.ts';
import type { Strip } from '../../../view/layout/strip.ts';
import type { Painting } from './context.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, writeWords } from './lettering.ts';

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

/** Where name and gauges of a station stand, by the strip's way of naming. */
const LINES = {
  line: { names: [19, 19], gauge: 30 },
  turns: { names: [16, 45], gauge: 25 },
  none: { names: [], gauge: 19 },
} as const;

function station(layer: Layer, painting: Painting, frame: Frame, row: number, strip: Strip): void {
  const middle = Math.round(strip.x + (row + 0.5) * strip.stationWidth);
  const lines = LINES[strip.names];
  const baseline = lines.names[row % 2];
  if (baseline !== undefined) label(layer, painting, frame, row, middle, baseline, strip);
  const width = Math.min(LOG_WIDTH, strip.stationWidth - 12);
  const x = Math.round(middle - width / 2);
  cursor(layer, painting, frame, row, x, lines.gauge, width);
  keys(
    layer,
    painting,
    frame.stationQueue[row] ?? 0,
    strip.names === 'line' ? x - 6 : x + width,
    strip.names === 'line' ? lines.gauge + 2 : lines.gauge - 5,
  );
}

function label({ pen }: Layer, painting: Painting, frame: Frame, row: number, middle: number, baseline: number, strip: Strip): void {
  const { palette, lettering, source, words } = painting;
  const running = frame.stationRunning[row] === 1;
  const name = stationLabel(source.string(frame.stationName[row] ?? 0));
  const text = running ? name : `${name} · ${words.stopped}`;
  const room = strip.stationWidth * (strip.names === 'turns' ? 2 : 1) - 8;
  setFont(pen, lettering, 12, !running);
  pen.fillStyle = !running ? palette.tokens.bad : (frame.stationQueue[row] ?? 0) > 0 ? palette.tokens.ink : palette.tokens.ink3;
  writeWords(pen, lettering, text, middle - Math.min(widthOf(pen, lettering, text), room) / 2, baseline, room);
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
