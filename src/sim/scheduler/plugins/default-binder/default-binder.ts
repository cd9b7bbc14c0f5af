import { defineSchedulerPlugin } from '../../framework/plugin.ts';

/** Writes the decision down: POST pods/<name>/binding. */
export const defaultBinder = defineSchedulerPlugin({
  name: 'DefaultBinder',
  bind: (client, pod, node) => client.bind(pod.metadata.namespace ?? '', pod.metadata.name ?? '', pod.metadata.uid ?? '', node),
});
