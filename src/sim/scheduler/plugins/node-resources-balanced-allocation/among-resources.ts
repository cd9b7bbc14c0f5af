/** The same score among any resources: NodeResourcesBalancedAllocationArgs.resources. */
import { SKIP, type SchedulerPlugin, defineSchedulerPlugin } from '../../framework/plugin.ts';
import type { DeviceResources } from '../node-resources-fit/device-resources.ts';
import { type ResourceAmounts, amountsOf, requestOf } from '../node-resources-fit/resource-amounts.ts';
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts';

/** A pod that requests none of the resources has no influence on their balance. */
export function balancedAllocationAmong(resources: readonly string[], devices?: DeviceResources): SchedulerPlugin {
  return defineSchedulerPlugin({
    name: nodeResourcesBalancedAllocation.name,
    preScore: ({ facts }) => (resources.every((name) => requestOf(name, facts) === 0) ? SKIP : { state: undefined }),
    score: ({ facts }, node) => balancedAllocation(resources.flatMap((name) => amountsOf(name, facts, node, devices) ?? [])),
  });
}

function balancedAllocation(amounts: readonly ResourceAmounts[]): number {
  const without = balance(amounts.map(({ used, allocatable }) => share(used, allocatable)));
  const withPod = balance(amounts.map(({ used, wanted, allocatable }) => share(used + wanted, allocatable)));
  return 50 + Math.trunc((50 + withPod - without) / 2);
}

/** 100 less the standard deviation of the shares in use. */
function balance(shares: readonly number[]): number {
  return Math.trunc((1 - deviation(shares)) * 100);
}

function deviation(shares: readonly number[]): number {
  const [first = 0, second = 0] = shares;
  if (shares.length < 2) return 0;
  if (shares.length === 2) return Math.abs((first - second) / 2);
  const mean = shares.reduce((sum, value) => sum + value, 0) / shares.length;
  return Math.sqrt(shares.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / shares.length);
}

function share(requested: number, allocatable: number): number {
  return Math.min(1, requested / allocatable);
}
