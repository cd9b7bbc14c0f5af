import { type ClusterCache, nodeAt, visitingOrder } from './cluster-cache.ts';
import { topologyValue } from './node-info.ts';

/** What the nodes say of a topology key. */
export interface Topology {
  /** By value: a number for it, from 0. */
  readonly values: ReadonlyMap<string, number>;
  /** By slot of a node: the number of its value, -1 when it has none. */
  readonly domainOf: Int32Array;
  /** How many nodes have the key. */
  readonly nodes: number;
}

interface Known {
  readonly version: number;
  readonly byKey: Map<string, Topology>;
}

const KNOWN = new WeakMap<ClusterCache, Known>();

/** Worked out once for all pods until a node comes, goes or changes its labels. */
export function topologyOf(cache: ClusterCache, topologyKey: string): Topology {
  let known = KNOWN.get(cache);
  if (known === undefined || known.version !== cache.topologyVersion) {
    KNOWN.set(cache, (known = { version: cache.topologyVersion, byKey: new Map() }));
  }
  let topology = known.byKey.get(topologyKey);
  if (topology === undefined) known.byKey.set(topologyKey, (topology = workOut(cache, topologyKey)));
  return topology;
}

/** A copy of a cache begins with what is known of the nodes that both have. */
export function shareTopology(cache: ClusterCache, copy: ClusterCache): void {
  const known = KNOWN.get(cache);
  if (known !== undefined) KNOWN.set(copy, known);
}

function workOut(cache: ClusterCache, topologyKey: string): Topology {
  const values = new Map<string, number>();
  const domainOf = new Int32Array(cache.slots.length).fill(-1);
  let nodes = 0;
  for (const slot of visitingOrder(cache)) {
    const node = nodeAt(cache, slot);
    const value = node && topologyValue(node, topologyKey);
    if (value === undefined) continue;
    const domain = values.get(value) ?? values.size;
    values.set(value, domain);
    domainOf[slot] = domain;
    nodes += 1;
  }
  return { values, domainOf, nodes };
}
