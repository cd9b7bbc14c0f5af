import { TILE_WIDTH } from './layout/geometry.ts';

/** How much of a pod there is room for: a mark, a tile, a tile with its name, a capsule with its containers. */
export type Detail = 'mark' | 'tile' | 'named' | 'capsule';

export function detailAt(zoom: number): Detail {
  const width = TILE_WIDTH * zoom;
  if (width < 12) return 'mark';
  if (width < 60) return 'tile';
  return width < 124 ? 'named' : 'capsule';
}
