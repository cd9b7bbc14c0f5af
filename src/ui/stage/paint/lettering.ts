import { middleEllipsis } from '../../../view/text.ts';

/** Text on canvas, in the page's four sizes; shortened texts are remembered, since measuring is the slow part. */
export interface Lettering {
  readonly family: string;
  readonly shortened: Map<string, string>;
  readonly widths: Map<string, number>;
}

export type Size = 12 | 13 | 15 | 20;

const REMEMBERED = 20_000;

export function createLettering(family: string): Lettering {
  return { family, shortened: new Map(), widths: new Map() };
}

export function setFont(pen: CanvasRenderingContext2D, lettering: Lettering, size: Size, strong = false): void {
  const font = `${strong ? 600 : 400} ${size}px ${lettering.family}`;
  // Assigning a font makes the browser parse it, even when it is the same.
  if (pens.get(pen) === font) return;
  pens.set(pen, font);
  pen.font = font;
}

const pens = new WeakMap<CanvasRenderingContext2D, string>();

/** A canvas forgets its font when it is resized. */
export function forgetFont(pen: CanvasRenderingContext2D): void {
  pens.delete(pen);
}

/** Width of a text in the pen's font. */
export function widthOf(pen: CanvasRenderingContext2D, lettering: Lettering, text: string): number {
  const key = `${pens.get(pen) ?? ''} ${text}`;
  const known = lettering.widths.get(key);
  if (known !== undefined) return known;
  if (lettering.widths.size > REMEMBERED) lettering.widths.clear();
  const { width } = pen.measureText(text);
  lettering.widths.set(key, width);
  return width;
}

/** Draws a text, shortened in the middle to fit; returns the width it took. */
export function write(pen: CanvasRenderingContext2D, lettering: Lettering, text: string, x: number, y: number, width: number): number {
  const fitting = fit(pen, lettering, text, Math.floor(width));
  if (fitting === '') return 0;
  pen.fillText(fitting, x, y);
  return widthOf(pen, lettering, fitting);
}

/** Draws a text, cut at its end: for words, which unlike names are known by how they begin. */
export function writeWords(pen: CanvasRenderingContext2D, lettering: Lettering, text: string, x: number, y: number, width: number): void {
  if (widthOf(pen, lettering, text) <= width) {
    pen.fillText(text, x, y);
    return;
  }
  let kept = text.length - 1;
  while (kept > 2 && widthOf(pen, lettering, `${text.slice(0, kept)}…`) > width) kept--;
  if (kept > 2) pen.fillText(`${text.slice(0, kept).trimEnd()}…`, x, y);
}

function fit(pen: CanvasRenderingContext2D, lettering: Lettering, text: string, width: number): string {
  const key = `${width} ${pens.get(pen) ?? ''} ${text}`;
  const known = lettering.shortened.get(key);
  if (known !== undefined) return known;
  if (lettering.shortened.size > REMEMBERED) lettering.shortened.clear();
  const fitting = middleEllipsis(text, width, (part) => pen.measureText(part).width);
  lettering.shortened.set(key, fitting);
  return fitting;
}
