import { TILE_HEIGHT } from './layout/geometry.ts';

/** How much of a pod there is room for: a mark, a tile, a tile with its name, a capsule with its containers. */
export type Detail = 'mark' | 'tile' | 'named' | 'capsule';

/** Width in pixels from which a tile carries its name. */
export const NAMED_FROM = 58;

/** Height in pixels from which there is room for what is in a pod. */
const CAPSULE_FROM = 70;

export function detailAt(zoom: number, tileWidth: number): Detail {
  const width = tileWidth * zoom;
  if (width < 12) return 'mark';
  if (width < NAMED_FROM) return 'tile';
  return TILE_HEIGHT * zoom < CAPSULE_FROM ? 'named' : 'capsule';
}
