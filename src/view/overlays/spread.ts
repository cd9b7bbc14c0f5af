import { matchesSelector, selectorOf } from '../../api/labels.ts';
import type { TopologySpreadConstraint } from '../../api/types.gen.ts';
import { PodLook } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { labelsOf } from '../labels.ts';
import type { FrameSource } from '../source.ts';

/** Pods that one constraint spreads, counted by domain. */
export interface SpreadGroup {
  readonly namespace: number;
  /** Of the pod that the constraint was read from. */
  readonly owner: string;
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly hard: boolean;
  /** Pods by domain; domains are string numbers of zones or of nodes. Those without a pod are there too. */
  readonly domains: ReadonlyMap<number, number>;
  /** The fullest domain less the emptiest. */
  readonly skew: number;
}

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';

/** Domain of a node under a key, as a string number; -1 for keys that a frame does not know. */
export function domainOf(frame: Frame, node: number, topologyKey: string): number {
  if (topologyKey === ZONE) return frame.nodeZone[node] ?? -1;
  return topologyKey === HOST ? (frame.nodeName[node] ?? -1) : -1;
}

/**
 * One group for every constraint of every owner, the most skewed first. Nodes that a constraint would leave out by affinity or
 * taints are counted like all others; keys other than zone and host name are not known to the picture.
 */
export function spreadGroups(frame: Frame, source: FrameSource): readonly SpreadGroup[] {
  const found = new Map<string, { constraint: TopologySpreadConstraint; row: number }>();
  for (let row = 0; row < frame.podCount; row++) {
    const text = source.string(frame.podSpread[row] ?? 0);
    if (text === '') continue;
    const mark = `${frame.podNamespace[row] ?? 0} ${frame.podOwner[row] ?? 0} ${frame.podSpread[row] ?? 0}`;
    if (found.has(`${mark} 0`) || found.size >= MOST_GROUPS) continue;
    for (const [index, constraint] of (JSON.parse(text) as TopologySpreadConstraint[]).entries()) {
      if (constraint.topologyKey === ZONE || constraint.topologyKey === HOST) found.set(`${mark} ${index}`, { constraint, row });
    }
  }
  return [...found.values()].map(({ constraint, row }) => groupOf(frame, source, constraint, row)).sort((a, b) => b.skew - a.skew);
}

const MOST_GROUPS = 60;

function groupOf(frame: Frame, source: FrameSource, constraint: TopologySpreadConstraint, of: number): SpreadGroup {
  const { topologyKey, maxSkew, whenUnsatisfiable, labelSelector } = constraint;
  const domains = new Map<number, number>();
  for (let node = 0; node < frame.nodeCount; node++) {
    const domain = domainOf(frame, node, topologyKey);
    if (source.string(domain) !== '') domains.set(domain, 0);
  }
  const selector = selectorOf(labelSelector);
  const verdicts = new Map<number, boolean>();
  const namespace = frame.podNamespace[of] ?? 0;
  for (let row = 0; row < frame.podCount; row++) {
    const node = frame.podNode[row] ?? -1;
    if (node < 0 || frame.podNamespace[row] !== namespace || !counts(frame.podLook[row] ?? 0)) continue;
    const set = frame.podLabels[row] ?? 0;
    const matches = verdicts.get(set) ?? matchesSelector(selector, labelsOf(set, source));
    verdicts.set(set, matches);
    const domain = domainOf(frame, node, topologyKey);
    if (matches && domains.has(domain)) domains.set(domain, (domains.get(domain) ?? 0) + 1);
  }
  const counted = [...domains.values()];
  const skew = counted.length === 0 ? 0 : Math.max(...counted) - Math.min(...counted);
  const owner = source.string(frame.podOwner[of] ?? 0);
  return { namespace, owner, topologyKey, maxSkew, hard: whenUnsatisfiable === 'DoNotSchedule', domains, skew };
}

function counts(look: number): boolean {
  return look !== PodLook.terminating && look !== PodLook.succeeded && look !== PodLook.failed;
}
