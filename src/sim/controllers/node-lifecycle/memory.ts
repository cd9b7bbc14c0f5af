import { findCondition } from '../../../api/pod/conditions.ts';
import type { Node } from '../../../api/types.gen.ts';
import type { ComponentContext } from '../../kernel/component.ts';

export interface LifecycleMemory {
  /** What was seen of each node, by name. */
  readonly nodes: Map<string, NodeHealth>;
  readonly zones: Map<string, ZoneTaints>;
  /** When the next pass over the zones' queues is due; 0 without one. */
  passAt: number;
}

export interface NodeHealth {
  readonly uid: string;
  /** Key of its Lease. */
  readonly lease: string;
  zone: string;
  /** When a sign of life was last observed here; 0 before the first look. */
  probeAt: number;
  /** Timestamps that were seen last: of the Ready condition and of the Lease. */
  heartbeat: string;
  renewTime: string;
  /** Status of the Ready condition, '' while there is none. */
  ready: string;
}

export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

/** Nodes of a zone that wait for their NoExecute taint, and how fast they get it. */
export interface ZoneTaints {
  state: ZoneState;
  queue: string[];
  /** Nodes per second; 0: nobody. */
  rate: number;
  /** When the next one may be taken. */
  nextAt: number;
}

export type LifecycleContext = ComponentContext<LifecycleMemory>;

/** Nodes per second that are tainted in a zone that is well, or wholly lost. */
export const EVICTION_RATE = 0.1;

export function createLifecycleMemory(): LifecycleMemory {
  return { nodes: new Map(), zones: new Map(), passAt: 0 };
}

export function zoneOf({ zones }: LifecycleMemory, zone: string): ZoneTaints {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  const fresh: ZoneTaints = { state: 'Initial', queue: [], rate: EVICTION_RATE, nextAt: 0 };
  zones.set(zone, fresh);
  return fresh;
}

/** Status of the Ready condition; undefined while there is none. */
export function readyOf(node: Node): string | undefined {
  return findCondition(node.status?.conditions, 'Ready')?.status;
}

/** Nodes that don't count when a zone's state is worked out. */
export function isExcluded(node: Node): boolean {
  return node.metadata.labels?.['node.kubernetes.io/exclude-disruption'] !== undefined;
}
