import { addCount, histogram } from '../../framework/diagnosis.ts';
import { type Diagnosis, defineSchedulerPlugin } from '../../framework/plugin.ts';

const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

/** Whether making less important pods go would help. */
export const defaultPreemption = defineSchedulerPlugin({
  name: 'DefaultPreemption',
  postFilter({ spec }, diagnosis) {
    if (spec.preemptionPolicy === 'Never') return { text: 'preemption: not eligible due to preemptionPolicy=Never.' };
    return { text: `preemption: ${dryRunText(diagnosis)}` };
  },
});

function dryRunText({ nodeCount, rejected }: Diagnosis): string {
  const counts = new Map<string, number>();
  const hopeful = rejected.filter(({ rejection }) => rejection.code === 'Unschedulable').length;
  if (hopeful > 0) addCount(counts, NO_VICTIMS, hopeful);
  if (hopeful < nodeCount) addCount(counts, NOT_HELPFUL, nodeCount - hopeful);
  return `0/${nodeCount} nodes are available: ${histogram(counts)}.`;
}
