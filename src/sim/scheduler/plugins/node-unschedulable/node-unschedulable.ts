import { isTolerated } from '../../../../api/pod/tolerations.ts';
import type { Taint } from '../../../../api/types.gen.ts';
import { bySlot } from '../../cache/by-slot.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodFacts } from '../../cache/pod-facts.ts';
import { SKIP, defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';

const NAME = 'NodeUnschedulable';
const CORDONED: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const REJECTION = unresolvable(NAME, 'node(s) were unschedulable');

function isOpen(_facts: PodFacts, { unschedulable }: NodeInfo): number {
  return unschedulable ? 0 : 1;
}

/** Keeps pods from cordoned nodes, unless they tolerate the taint that stands for it. */
export const nodeUnschedulable = defineSchedulerPlugin({
  name: NAME,
  // Most clusters have no such node, and then nobody need be asked.
  preFilter: ({ cache, facts }) => (cache.cordonedNodes === 0 ? SKIP : { state: undefined, passes: bySlot(cache, facts, isOpen) }),
  filter: ({ spec }, node) => (node.unschedulable && !isTolerated(spec.tolerations, CORDONED) ? REJECTION : undefined),
  requeueOn: {
    NodeAdd: ({ node }) => node.spec?.unschedulable !== true,
    UpdateNodeTaint: ({ node, previous }) => previous.spec?.unschedulable === true && node.spec?.unschedulable !== true,
    UpdatePodToleration: ({ pod }) => isTolerated(pod.spec?.tolerations, CORDONED),
  },
});
