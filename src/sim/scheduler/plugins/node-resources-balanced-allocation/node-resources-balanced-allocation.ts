import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodFacts } from '../../cache/pod-facts.ts';
import { SKIP, defineSchedulerPlugin } from '../../framework/plugin.ts';
import { scoreAlone } from '../../framework/scoring.ts';

/** Prefers nodes on which the pod brings the shares of cpu and memory in use closer together. */
export const nodeResourcesBalancedAllocation = defineSchedulerPlugin({
  name: 'NodeResourcesBalancedAllocation',
  preScore: ({ facts }) => (facts.cpuMilli === 0 && facts.memoryBytes === 0 ? SKIP : { state: undefined }),
  score: ({ facts }, node) => balancedAllocation(facts, node),
  scoreAll({ cache, facts }, slots) {
    return scoreAlone(balancedAllocation, cache, facts, slots);
  },
});

/** 75 when the pod changes nothing, more when it improves the balance. Real requests, without scores' defaults. */
function balancedAllocation(facts: PodFacts, node: NodeInfo): number {
  const without = balance(node.usedCpuMilli, node.usedMemoryBytes, node);
  const withPod = balance(node.usedCpuMilli + facts.cpuMilli, node.usedMemoryBytes + facts.memoryBytes, node);
  return 50 + Math.trunc((50 + withPod - without) / 2);
}

/** 100 less the standard deviation of the shares in use, which for two resources is half their distance. */
function balance(cpuMilli: number, memoryBytes: number, node: NodeInfo): number {
  if (node.cpuMilli === 0 || node.memoryBytes === 0) return 100;
  const distance = Math.abs(share(cpuMilli, node.cpuMilli) - share(memoryBytes, node.memoryBytes));
  return Math.trunc((1 - distance / 2) * 100);
}

function share(requested: number, allocatable: number): number {
  return Math.min(1, requested / allocatable);
}
