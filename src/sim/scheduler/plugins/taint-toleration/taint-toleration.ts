import { firstUntolerated, isHardTaint, isTolerated } from '../../../../api/pod/tolerations.ts';
import type { Node, Pod, Toleration } from '../../../../api/types.gen.ts';
import { bySlot } from '../../cache/by-slot.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodFacts } from '../../cache/pod-facts.ts';
import { always } from '../../framework/events.ts';
import { normaliseReversed } from '../../framework/normalise.ts';
import { SKIP, type SchedulerPlugin, defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';

const NAME = 'TaintToleration';
const REJECTION = unresolvable(NAME, 'node(s) had untolerated taint(s)');

/** Most nodes keep nobody away. */
function isFree(_facts: PodFacts, { hardTaints }: NodeInfo): number {
  return hardTaints.length === 0 ? 1 : 0;
}

/** NoSchedule and NoExecute taints keep pods away, PreferNoSchedule ones cost points. */
export const taintToleration = taintTolerationWith(false);

/** `compares`: the gate TaintTolerationComparisonOperators, for tolerations with Gt and Lt. */
export function taintTolerationWith(compares: boolean): SchedulerPlugin {
  const isWelcome = (node: Node, pod: Pod): boolean =>
    firstUntolerated((node.spec?.taints ?? []).filter(isHardTaint), pod.spec?.tolerations, compares) === undefined;
  return defineSchedulerPlugin<unknown, readonly Toleration[]>({
    name: NAME,
    // Not in the real one: where no node has such a taint, nobody need be asked.
    preFilter: ({ cache, facts }) => (cache.hardTaintedNodes === 0 ? SKIP : { state: undefined, passes: bySlot(cache, facts, isFree) }),
    filter({ spec }, node) {
      if (node.hardTaints.length === 0) return undefined;
      return firstUntolerated(node.hardTaints, spec.tolerations, compares) === undefined ? undefined : REJECTION;
    },
    preScore: ({ spec, cache }) =>
      cache.softTaintedNodes === 0
        ? { everyone: 0 }
        : { state: (spec.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule') },
    score(_cycle, node, tolerations) {
      if (node.softTaints.length === 0) return 0;
      let count = 0;
      for (const taint of node.softTaints) if (!isTolerated(tolerations, taint, compares)) count += 1;
      return count;
    },
    normalise: normaliseReversed,
    requeueOn: {
      NodeAdd: ({ node }, pod) => isWelcome(node, pod),
      UpdateNodeTaint: ({ node, previous }, pod) => isWelcome(node, pod) && !isWelcome(previous, pod),
      UpdatePodToleration: always,
    },
  });
}
