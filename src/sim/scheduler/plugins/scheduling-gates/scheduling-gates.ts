import { always } from '../../framework/events.ts';
import { defineSchedulerPlugin } from '../../framework/plugin.ts';

/** Keeps a pod out of the queue for as long as it has scheduling gates. */
export const schedulingGates = defineSchedulerPlugin({
  name: 'SchedulingGates',
  preEnqueue(pod) {
    const gates = pod.spec?.schedulingGates;
    if (gates === undefined || gates.length === 0) return undefined;
    return `waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`;
  },
  requeueOn: { UpdatePodSchedulingGatesEliminated: always },
});
