import type { NodeAccount, PlacementAccount } from './scheduling.ts';

/** So many nodes of an account are told of one by one; of the others there is the score or the rejection alone. */
export const TOLD_NODES = 60;

/** The chosen one first, then by score, then those that were rejected, the closest first. */
export function inOrder({ node, nodes }: Pick<PlacementAccount, 'node' | 'nodes'>): readonly NodeAccount[] {
  return nodes.toSorted((a, b) => rank(node, a) - rank(node, b));
}

function rank(chosen: string, { name, rejections, total }: NodeAccount): number {
  if (name === chosen) return -Infinity;
  return rejections.length === 0 ? -1 - total : rejections.length;
}
