import { ApiError } from '../../../api/errors.ts';
import { podCondition } from '../../../api/pod/conditions.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { patchPodCondition } from '../../client/pod-condition.ts';
import type { LifecycleContext } from './memory.ts';

/** Pods of a lost node serve nobody: their Ready condition is set False on behalf of the kubelet that can't (MarkPodsNotReady). */
export function markPodsNotReady(context: LifecycleContext, pods: readonly Pod[]): void {
  for (const pod of pods) {
    const ready = podCondition(pod, 'Ready');
    if (ready === undefined || ready.status === 'False') continue;
    try {
      patchPodCondition(context.client, context.now, pod, { ...ready, status: 'False' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      continue;
    }
    context.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  }
}
