import type { Rect } from '../../../view/layout/geometry.ts';

/** A rate with one digit behind the point where that tells something. */
export function rateText(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : `${Math.round(perSecond)}`;
}

/** A shield with its upper middle at a point. */
export function shield(pen: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  const half = size * 0.42;
  pen.beginPath();
  pen.moveTo(x - half, y + size * 0.08);
  pen.lineTo(x, y - size * 0.02);
  pen.lineTo(x + half, y + size * 0.08);
  pen.lineTo(x + half, y + size * 0.5);
  pen.quadraticCurveTo(x + half * 0.9, y + size * 0.82, x, y + size);
  pen.quadraticCurveTo(x - half * 0.9, y + size * 0.82, x - half, y + size * 0.5);
  pen.closePath();
}

/** Around a box, a little outside of it. */
export function ring(pen: CanvasRenderingContext2D, { x, y, width, height }: Rect, away: number): void {
  pen.beginPath();
  pen.roundRect(x - away, y - away, width + 2 * away, height + 2 * away, Math.min(8, height * 0.24 + away));
  pen.stroke();
}
