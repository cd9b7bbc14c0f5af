import { defineSchedulerPlugin } from '../../framework/plugin.ts';

/** Higher priority first, then whoever waits longer. */
export const prioritySort = defineSchedulerPlugin({
  name: 'PrioritySort',
  compare: (a, b) => b.priority - a.priority || a.at - b.at,
});
