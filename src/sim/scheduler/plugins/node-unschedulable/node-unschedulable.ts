import { isTolerated } from '../../../../api/pod/tolerations.ts';
import type { Pod, Taint } from '../../../../api/types.gen.ts';
import { defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';

const NAME = 'NodeUnschedulable';
const CORDONED: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const REJECTION = unresolvable(NAME, 'node(s) were unschedulable');

/** Keeps pods from cordoned nodes, unless they tolerate the taint that stands for it. */
export const nodeUnschedulable = defineSchedulerPlugin({
  name: NAME,
  filter: ({ spec }, node) => (node.unschedulable && !isTolerated(spec.tolerations, CORDONED) ? REJECTION : undefined),
  requeueOn: ['NodeAdd', 'UpdateNodeTaint', 'UpdatePodToleration'],
  mayHelp(event, pod) {
    switch (event.type) {
      case 'NodeAdd':
        return event.node.spec?.unschedulable !== true;
      case 'UpdateNodeTaint':
        return event.previous.spec?.unschedulable === true && event.node.spec?.unschedulable !== true;
      default:
        return tolerates(pod);
    }
  },
});

function tolerates(pod: Pod): boolean {
  return isTolerated(pod.spec?.tolerations, CORDONED);
}
