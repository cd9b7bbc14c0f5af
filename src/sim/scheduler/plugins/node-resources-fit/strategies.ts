/** The scoring strategies of NodeResourcesFitArgs among any resources with any weights. */
import type { Cycle } from '../../framework/plugin.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { DeviceResources } from './device-resources.ts';
import { type ResourceAmounts, scoredAmountsOf } from './resource-amounts.ts';

export interface ResourceWeight {
  readonly name: string;
  readonly weight: number;
}

/** A point of the curve from utilisation in percent to a score from 0 to 10. */
export interface ShapePoint {
  readonly utilization: number;
  readonly score: number;
}

export interface ScoringStrategy {
  readonly type: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio';
  readonly resources: readonly ResourceWeight[];
  readonly requestedToCapacityRatio?: { readonly shape: readonly ShapePoint[] };
}

/** The raw score of a node, 0 to 100. */
export function strategyScore(strategy: ScoringStrategy, devices?: DeviceResources): (cycle: Cycle, node: NodeInfo) => number {
  const { type, resources, requestedToCapacityRatio: { shape } = { shape: [] } } = strategy;
  const curve = shape.map(({ utilization, score }) => ({ utilization, score: score * 10 }));
  const scoreOf = (amounts: ResourceAmounts): number => SCORES[type](amounts, curve);
  return ({ facts }, node) => {
    let sum = 0;
    let weights = 0;
    for (const { name, weight } of resources) {
      const amounts = scoredAmountsOf(name, facts, node, devices);
      const score = amounts === undefined ? 0 : scoreOf(amounts);
      // With the ratio, a resource that scores nothing does not pull down the others.
      if (amounts === undefined || (type === 'RequestedToCapacityRatio' && score <= 0)) continue;
      sum += score * weight;
      weights += weight;
    }
    if (weights === 0) return 0;
    return type === 'RequestedToCapacityRatio' ? Math.round(sum / weights) : Math.trunc(sum / weights);
  };
}

const SCORES: { readonly [Type in ScoringStrategy['type']]: (amounts: ResourceAmounts, curve: readonly ShapePoint[]) => number } = {
  LeastAllocated({ used, wanted, allocatable }) {
    const requested = used + wanted;
    return requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * 100) / allocatable);
  },
  MostAllocated: ({ used, wanted, allocatable }) => Math.trunc((Math.min(used + wanted, allocatable) * 100) / allocatable),
  RequestedToCapacityRatio({ used, wanted, allocatable }, curve) {
    const requested = used + wanted;
    return along(curve, requested > allocatable ? 100 : Math.trunc((requested * 100) / allocatable));
  },
};

/** Straight lines from point to point, level before the first and after the last. */
function along(curve: readonly ShapePoint[], utilization: number): number {
  const next = curve.findIndex((point) => utilization <= point.utilization);
  const right = curve[next];
  const left = curve[next - 1];
  if (right === undefined) return curve.at(-1)?.score ?? 0;
  if (left === undefined) return right.score;
  const rise = (right.score - left.score) * (utilization - left.utilization);
  return left.score + Math.trunc(rise / (right.utilization - left.utilization));
}
