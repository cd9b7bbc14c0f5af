import { TILE_WIDTH } from './layout/geometry.ts';

/** How much of a pod there is room for: a mark, a tile, a tile with its name, a capsule with its containers. */
export type Detail = 'mark' | 'tile' | 'named' | 'capsule';

/** Width in pixels from which a tile carries its name. */
export const NAMED_FROM = 58;

export function detailAt(zoom: number): Detail {
  const width = TILE_WIDTH * zoom;
  if (width < 12) return 'mark';
  if (width < NAMED_FROM) return 'tile';
  return width < 124 ? 'named' : 'capsule';
}
