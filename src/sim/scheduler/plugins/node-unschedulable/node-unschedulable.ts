import { isTolerated } from '../../../../api/pod/tolerations.ts';
import type { Taint } from '../../../../api/types.gen.ts';
import { SKIP, defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';

const NAME = 'NodeUnschedulable';
const CORDONED: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const REJECTION = unresolvable(NAME, 'node(s) were unschedulable');

/** Keeps pods from cordoned nodes, unless they tolerate the taint that stands for it. */
export const nodeUnschedulable = defineSchedulerPlugin({
  name: NAME,
  // Most clusters have no such node, and then nobody need be asked.
  preFilter: ({ cache }) => (cache.cordonedNodes === 0 ? SKIP : { state: undefined }),
  filter: ({ spec }, node) => (node.unschedulable && !isTolerated(spec.tolerations, CORDONED) ? REJECTION : undefined),
  requeueOn: {
    NodeAdd: ({ node }) => node.spec?.unschedulable !== true,
    UpdateNodeTaint: ({ node, previous }) => previous.spec?.unschedulable === true && node.spec?.unschedulable !== true,
    UpdatePodToleration: ({ pod }) => isTolerated(pod.spec?.tolerations, CORDONED),
  },
});
