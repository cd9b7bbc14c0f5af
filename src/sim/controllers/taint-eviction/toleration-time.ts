import { toleratesTaint } from '../../../api/pod/tolerations.ts';
import type { Taint, Toleration } from '../../../api/types.gen.ts';

/** How long a pod may stay in spite of these taints, in milliseconds: 0 not at all, Infinity for ever. */
export function toleratedForMs(taints: readonly Taint[], tolerations: readonly Toleration[] = []): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    const toleration = tolerations.find((candidate) => toleratesTaint(candidate, taint));
    if (toleration === undefined) return 0;
    if (toleration.tolerationSeconds !== undefined) shortest = Math.min(shortest, Math.max(0, toleration.tolerationSeconds) * 1000);
  }
  return shortest;
}
