import { ApiError } from '../../../api/errors.ts';
import { podCondition } from '../../../api/pod/conditions.ts';
import { POD } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import type { Pod } from '../../../api/types.gen.ts';
import type { LifecycleContext } from './memory.ts';

/** Pods of a lost node serve nobody: their Ready condition is set False on behalf of the kubelet that can't (MarkPodsNotReady). */
export function markPodsNotReady(context: LifecycleContext, pods: readonly Pod[]): void {
  for (const pod of pods) {
    const ready = podCondition(pod, 'Ready');
    if (ready === undefined || ready.status === 'False') continue;
    const { namespace = '', name = '', generation } = pod.metadata;
    const condition = {
      ...ready,
      status: 'False',
      lastTransitionTime: formatTime(context.now),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
    try {
      context.client.patch(POD, namespace, name, 'strategic', { status: { conditions: [condition] } }, 'status');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      continue;
    }
    context.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  }
}
