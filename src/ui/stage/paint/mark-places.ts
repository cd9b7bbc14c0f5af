import { locateBoard } from '../../../view/scene/motion.ts';
import type { Board } from '../../../view/scene/boards.ts';
import type { Point } from '../../../view/scene/motion.ts';
import type { Painting } from './context.ts';
import type { PixelLayer } from './pixels.ts';

/** Pitch of marks in pixels from which there is a gap between them. */
export const GAPS_FROM = 3;

/** Whole pixels, with a gap as soon as there is room for one. */
export function fitting(size: number, pitch: number, scale: number): number {
  const room = Math.floor(pitch * scale);
  return Math.max(1, Math.min(Math.round(size * scale), room >= GAPS_FROM ? room - 1 : room));
}

const point: Point = { x: 0, y: 0 };

/** The pixel at which the card found last begins. */
export const corner = { x: 0, y: 0 };

/** Whether any of a card can be seen. */
export function find(layer: PixelLayer, { scene, view, time }: Painting, board: Board): boolean {
  const scale = view.k * layer.ratio;
  locateBoard(scene, board, time, point);
  const x = Math.round((point.x * view.k + view.x) * layer.ratio);
  const y = Math.round((point.y * view.k + view.y) * layer.ratio);
  corner.x = x;
  corner.y = y;
  return x < layer.width && y < layer.height && x + board.width * scale >= 0 && y + board.height * scale >= 0;
}
