import type { Node } from '../../../api/types.gen.ts';
import { type LifecycleContext, zoneOf } from './memory.ts';
import { armPass } from './taint-queues.ts';
import { evictionKey, hasEvictionTaint, putEvictionTaint, removeEvictionTaints } from './taints.ts';

/** NoExecute taints follow readiness: taken off at once, put on at the zone's pace, swapped at once (processTaintBaseEviction). */
export function followReadiness(context: LifecycleContext, node: Node, ready: string): void {
  if (ready === 'True') {
    reach(context, node);
    return;
  }
  const opposite = evictionKey(ready === 'False' ? 'Unknown' : 'False');
  if (hasEvictionTaint(node, opposite)) putEvictionTaint(context, node, ready);
  else if (!hasEvictionTaint(node, evictionKey(ready))) queueNode(context, node);
}

/** Takes the node off the list, and its NoExecute taints off the node (markNodeAsReachable). */
export function reach(context: LifecycleContext, node: Node): void {
  for (const zone of context.memory.zones.values()) {
    if (zone.queue.length > 0) zone.queue = zone.queue.filter((name) => name !== node.metadata.name);
  }
  removeEvictionTaints(context, node);
}

function queueNode(context: LifecycleContext, node: Node): void {
  const { name = '' } = node.metadata;
  const { queue } = zoneOf(context.memory, context.memory.nodes.get(name)?.zone ?? '');
  if (!queue.includes(name)) queue.push(name);
  armPass(context);
}
