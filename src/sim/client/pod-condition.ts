import type { Client } from '../../api/client.ts';
import { podCondition } from '../../api/pod/conditions.ts';
import { POD } from '../../api/resources.ts';
import type { JsonObject } from '../../api/scalars.ts';
import { formatTime } from '../../api/time.ts';
import type { Pod, PodCondition } from '../../api/types.gen.ts';

export interface ConditionWords {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
}

/**
 * Sets one condition of a pod, and other fields of its status with it, the way Kubernetes' components do: a strategic patch
 * of the status that names the order of conditions. Nothing is written when the pod says so already and there is no more to
 * write. False then. The time of transition moves only when the condition's status does.
 */
export function patchPodCondition(client: Client, now: number, pod: Pod, words: ConditionWords, status: JsonObject = {}): boolean {
  const { namespace = '', name = '', generation } = pod.metadata;
  const present = podCondition(pod, words.type);
  if (present !== undefined && saysSo(present, words, generation) && Object.keys(status).length === 0) return false;
  const since = present?.status === words.status ? present.lastTransitionTime : undefined;
  const observed = generation === undefined ? {} : { observedGeneration: generation };
  const condition = { ...words, lastProbeTime: null, lastTransitionTime: since ?? formatTime(now), ...observed };
  if (Object.keys(status).length === 0 && client.get(POD, namespace, name) === pod) {
    client.updateStatus(POD, withCondition(pod, present, condition));
    return true;
  }
  const order = (pod.status?.conditions ?? []).map(({ type }) => ({ type }));
  if (present === undefined) order.push({ type: words.type });
  client.patch(
    POD,
    namespace,
    name,
    'strategic',
    { status: { ...status, '$setElementOrder/conditions': order, conditions: [condition] } },
    'status',
  );
  return true;
}

/** What the patch comes to when nobody has written to the pod in between. */
function withCondition(pod: Pod, present: PodCondition | undefined, condition: PodCondition): Pod {
  const conditions = pod.status?.conditions ?? [];
  const next =
    present === undefined
      ? [...conditions, condition]
      : conditions.map((other) => (other === present ? { ...present, ...condition } : other));
  return { ...pod, status: { ...pod.status, conditions: next } };
}

function saysSo(present: PodCondition, words: ConditionWords, generation: number | undefined): boolean {
  return (
    present.status === words.status &&
    present.reason === words.reason &&
    present.message === words.message &&
    present.observedGeneration === generation
  );
}
