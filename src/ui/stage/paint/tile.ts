import { PodLook } from '../../../view/frame.ts';
import { NAMED_FROM } from '../../../view/detail.ts';
import type { Palette, Shade } from './palette.ts';

/** The shape of a pod by its look, in a box at the origin. State is told by shape and filling; colour only repeats it. */
export interface TileBox {
  readonly width: number;
  readonly height: number;
  /** How full a starting tile is, 0 to 1. */
  readonly level: number;
}

type Pen = CanvasRenderingContext2D;

/** Below this width a tile has no room for an edge: it is filled with its full colour. */
const SOLID_BELOW = 28;
const MARK_BELOW = 12;

export function drawTile(pen: Pen, palette: Palette, look: number, shade: Shade, box: TileBox): void {
  if (box.width < MARK_BELOW) drawMark(pen, look, shade, box);
  else drawShape(pen, palette, look, shade, box);
}

function drawShape(pen: Pen, palette: Palette, look: number, shade: Shade, box: TileBox): void {
  const { surface } = palette.tokens;
  const fill = box.width < SOLID_BELOW ? shade.solid : shade.tint;
  outline(pen, box, 1);
  pen.fillStyle = surface;
  pen.fill();
  pen.save();
  pen.clip();
  fillShape(pen, palette, look, fill, box);
  if (shade.hue !== undefined) palette.texture?.(pen, shade.hue, surface, box.width, box.height);
  pen.restore();
  strokeShape(pen, look, shade, box);
  glyph(pen, palette, look, box);
}

function fillShape(pen: Pen, palette: Palette, look: number, fill: string, { width, height, level }: TileBox): void {
  pen.fillStyle = fill;
  switch (look) {
    case PodLook.ready:
    case PodLook.failing:
    case PodLook.unknown:
      pen.fillRect(0, 0, width, height);
      break;
    case PodLook.unready:
      pen.fillRect(0, 0, width / 2, height);
      break;
    case PodLook.starting:
      pen.fillRect(0, height * (1 - level), width, height * level);
      break;
    case PodLook.terminating:
      hatch(pen, width < NAMED_FROM ? palette.tokens.lineStrong : palette.tokens.line, width, height);
      break;
  }
}

function strokeShape(pen: Pen, look: number, shade: Shade, box: TileBox): void {
  const heavy = look === PodLook.failing && box.width >= SOLID_BELOW;
  const width = heavy ? 2 : box.width < SOLID_BELOW ? 1 : 1.5;
  outline(pen, box, width);
  pen.lineWidth = width;
  pen.strokeStyle = shade.edge;
  if (look === PodLook.pending) pen.setLineDash(box.width < SOLID_BELOW ? [2, 2] : [4, 3]);
  if (look === PodLook.unknown) pen.setLineDash([1.5, 2.5]);
  pen.stroke();
  pen.setLineDash([]);
}

function outline(pen: Pen, { width, height }: TileBox, line: number): void {
  pen.beginPath();
  pen.roundRect(line / 2, line / 2, width - line, height - line, Math.min(6, height * 0.24));
}

function hatch(pen: Pen, colour: string, width: number, height: number): void {
  const gap = width < SOLID_BELOW ? 4 : 6;
  pen.beginPath();
  for (let x = -height; x < width; x += gap) {
    pen.moveTo(x, height);
    pen.lineTo(x + height, 0);
  }
  pen.lineWidth = 1;
  pen.strokeStyle = colour;
  pen.stroke();
}

/** Where a cross, tick or question mark stands: in the middle of a small tile, in the upper right corner of one with a name. */
function glyph(pen: Pen, palette: Palette, look: number, { width, height }: TileBox): void {
  const named = width >= NAMED_FROM;
  const size = named ? 8 : Math.min(10, height * 0.5);
  const x = named ? width - size - 6 : (width - size) / 2;
  const y = named ? 6 : (height - size) / 2;
  const solid = width < SOLID_BELOW;
  pen.lineWidth = solid ? 1.25 : 1.75;
  pen.lineCap = 'round';
  if (look === PodLook.failing || look === PodLook.failed) {
    pen.strokeStyle = solid && look === PodLook.failing ? palette.tokens.surface : palette.tokens.bad;
    cross(pen, x, y, size);
  } else if (look === PodLook.succeeded) {
    pen.strokeStyle = palette.tokens.ink3;
    tick(pen, x, y, size);
  } else if (look === PodLook.unknown) {
    pen.strokeStyle = solid ? palette.tokens.surface : palette.tokens.ink3;
    question(pen, x + size / 2, y, size);
  }
  pen.lineCap = 'butt';
}

function cross(pen: Pen, x: number, y: number, size: number): void {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(x + size, y + size);
  pen.moveTo(x + size, y);
  pen.lineTo(x, y + size);
  pen.stroke();
}

function tick(pen: Pen, x: number, y: number, size: number): void {
  pen.beginPath();
  pen.moveTo(x, y + size * 0.55);
  pen.lineTo(x + size * 0.38, y + size * 0.9);
  pen.lineTo(x + size, y + size * 0.12);
  pen.stroke();
}

function question(pen: Pen, x: number, y: number, size: number): void {
  const radius = size * 0.26;
  pen.beginPath();
  pen.arc(x, y + radius, radius, Math.PI, Math.PI * 2.35);
  pen.lineTo(x, y + size * 0.66);
  pen.moveTo(x, y + size * 0.97);
  pen.lineTo(x, y + size);
  pen.stroke();
}

/** Too small for edges and signs: the silhouette alone tells. */
function drawMark(pen: Pen, look: number, shade: Shade, { width, height, level }: TileBox): void {
  pen.fillStyle = shade.solid;
  switch (look) {
    case PodLook.ready:
    case PodLook.failing:
      pen.fillRect(0, 0, width, height);
      break;
    case PodLook.unready:
      pen.fillRect(0, 0, width / 2, height);
      break;
    case PodLook.starting:
      pen.fillRect(0, height * (1 - Math.max(0.3, level)), width, height * Math.max(0.3, level));
      break;
    case PodLook.succeeded:
      pen.fillRect(0, height * 0.7, width, height * 0.3);
      break;
    case PodLook.unknown:
      pen.fillRect(width * 0.25, height * 0.25, width * 0.5, height * 0.5);
      break;
    case PodLook.terminating:
      pen.fillRect(0, height * 0.35, width, height * 0.3);
      break;
    default:
      pen.strokeStyle = shade.solid;
      pen.lineWidth = 1;
      pen.strokeRect(0.5, 0.5, Math.max(1, width - 1), Math.max(1, height - 1));
      if (look === PodLook.failed && width >= 6) cross(pen, 2, 1.5, Math.min(width, height) - 3);
  }
}
