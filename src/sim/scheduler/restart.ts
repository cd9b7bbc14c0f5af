/** What a scheduler knows again after a start: the pods that have no node. */
import { isPodTerminal } from '../../api/pod/conditions.ts';
import { keyOf, uidOf } from '../../api/object.ts';
import { POD } from '../../api/resources.ts';
import { removePod } from './cache/cluster-cache.ts';
import { awaitPlace } from './handlers.ts';
import type { SchedulerContext } from './memory.ts';
import { createSchedulingQueue } from './queue/scheduling-queue.ts';

export function startAnew(context: SchedulerContext): void {
  forget(context);
  for (const pod of context.lister(POD).list()) {
    const { nodeName, priority = 0 } = pod.spec ?? {};
    // A pod that it has just bound may not be known as such.
    if (nodeName || isPodTerminal(pod) || context.memory.cache.pods.has(uidOf(pod))) continue;
    const node = pod.status?.nominatedNodeName;
    if (node) context.memory.cache.nominees.set(uidOf(pod), { key: keyOf(pod), node, priority });
    awaitPlace(context, pod);
  }
}

/** What it had assumed, what it waited for and whom it had tried are gone; nodes and bound pods it would list again as they are. */
function forget({ memory }: SchedulerContext): void {
  for (const uid of memory.binding.keys()) removePod(memory.cache, uid);
  memory.binding.clear();
  memory.preempting.clear();
  memory.cache.nominees.clear();
  Object.assign(memory.queue, createSchedulingQueue());
  memory.nextNode = 0;
}
