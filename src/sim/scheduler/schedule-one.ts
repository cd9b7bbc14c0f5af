import { ApiError } from '../../api/errors.ts';
import { POD, POD_DISRUPTION_BUDGET, NAMESPACE, REPLICATION_CONTROLLER, REPLICA_SET } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { patchPodCondition } from '../client/pod-condition.ts';
import { addPod, removePod, visitingOrder } from './cache/cluster-cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import { podFacts } from './cache/pod-facts.ts';
import { type Attempt, attemptPod, whyNot } from './framework/cycle.ts';
import { fitError, rejectingPlugins } from './framework/diagnosis.ts';
import type { Cycle, Diagnosis, Informers } from './framework/plugin.ts';
import type { SchedulerContext } from './memory.ts';
import { preempt } from './preempt.ts';
import { DEFAULT_PROFILE } from './plugins/registry.ts';
import { type QueuedPod, noteFailure, removeFromQueue } from './queue/scheduling-queue.ts';
import { delay, hold } from './requeue.ts';
import { rememberVerdict } from './verdicts.ts';

const NO_NODES = 'no nodes available to schedule pods';
/** Longest note of an Event, in bytes. */
const MAX_NOTE = 1024;

/** Decides about one pod and does what follows from it. */
export function scheduleOne(context: SchedulerContext, queued: QueuedPod): void {
  const pod = context.lister(POD).byKey(queued.key);
  if (pod === undefined || pod.metadata.uid !== queued.uid || pod.spec === undefined || pod.spec.nodeName) {
    removeFromQueue(context.memory.queue, queued.uid);
  } else if (pod.metadata.deletionTimestamp !== undefined) {
    removeFromQueue(context.memory.queue, queued.uid);
    context.event(pod, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${queued.key}`);
  } else if (visitingOrder(context.memory.cache).length === 0) {
    // Upstream counts this as an error: no plugin rejected the pod, so no event could bring it back.
    fail(context, queued, pod, NO_NODES, 'Unschedulable', []);
  } else {
    decide(context, queued, {
      pod,
      spec: pod.spec,
      facts: podFacts(pod.spec),
      cache: context.memory.cache,
      informers: informersOf(context),
    });
  }
}

function decide(context: SchedulerContext, queued: QueuedPod, cycle: Cycle): void {
  const { memory } = context;
  const attempt = attemptPod(DEFAULT_PROFILE, cycle, memory.nextNode, () => context.random());
  if (attempt.leftOut === undefined && attempt.preFilter === undefined) {
    memory.nextNode = (memory.nextNode + attempt.visited.length) % attempt.nodeCount;
  }
  if (attempt.chosen === undefined) reject(context, queued, cycle, attempt);
  else place(context, queued, cycle, attempt, attempt.chosen.name);
}

function place(context: SchedulerContext, queued: QueuedPod, cycle: Cycle, attempt: Attempt, node: string): void {
  const { pod, facts, cache } = cycle;
  tell(context, queued, attempt, node, '');
  addPod(cache, pod, node, facts);
  try {
    for (const plugin of DEFAULT_PROFILE.plugins) plugin.bind?.(context.client, pod, node);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    removePod(cache, queued.uid);
    fail(context, queued, pod, `running Bind plugin "DefaultBinder": ${error.message}`, 'SchedulerError', []);
    return;
  }
  removeFromQueue(context.memory.queue, queued.uid);
  cache.nominees.delete(queued.uid);
  context.event(pod, 'Normal', 'Scheduled', `Successfully assigned ${queued.key} to ${node}`);
}

function reject(context: SchedulerContext, queued: QueuedPod, cycle: Cycle, attempt: Attempt): void {
  const diagnosis = diagnose(attempt);
  const means = { now: context.now, random: () => context.random(), whyNot: (node: NodeInfo) => whyNot(DEFAULT_PROFILE, cycle, node) };
  const { message, preemption, waits } = fitError(cycle, diagnosis, DEFAULT_PROFILE.plugins, means);
  tell(context, queued, attempt, '', message);
  if (preemption !== undefined) preempt(context, cycle.pod, preemption);
  else if (!waits) context.memory.cache.nominees.delete(queued.uid);
  fail(context, queued, cycle.pod, message, 'Unschedulable', rejectingPlugins(diagnosis));
}

function diagnose({ nodeCount, preFilter, leftOut, visited, rejections }: Attempt): Diagnosis {
  const rejected: { node: Attempt['visited'][number]; rejection: NonNullable<Attempt['preFilter']> }[] = [];
  for (const [index, rejection] of rejections.entries()) {
    const node = visited[index];
    if (node !== undefined && rejection !== undefined) rejected.push({ node, rejection });
  }
  return { nodeCount, preFilter, leftOut, rejected };
}

/** For whoever wants to know why: the verdict, the causal chain, the picture. */
function tell(context: SchedulerContext, queued: QueuedPod, attempt: Attempt, node: string, message: string): void {
  const { now, memory } = context;
  rememberVerdict(memory.verdicts, queued.uid, attempt, { at: now, attempt: queued.attempts, node, message });
  context.hint({ type: 'verdict', at: now, pod: queued.key, node });
  context.because(node === '' ? `no node fits ${queued.key}` : `${node} is the best of ${attempt.feasible.length} feasible nodes`);
}

/** No node this time. Without `rejectors` it was an error, tried again after a delay; else something must change first. */
function fail(
  context: SchedulerContext,
  queued: QueuedPod,
  pod: Pod,
  message: string,
  reason: 'Unschedulable' | 'SchedulerError',
  rejectors: readonly string[],
): void {
  const error = rejectors.length === 0;
  noteFailure(queued, context.now, error);
  if (error) delay(context, queued);
  else hold(context, queued, rejectors);
  context.event(pod, 'Warning', 'FailedScheduling', message.length > MAX_NOTE ? `${message.slice(0, MAX_NOTE - 4)} ...` : message);
  writeCondition(context, pod, reason, message);
}

function writeCondition(context: SchedulerContext, pod: Pod, reason: string, message: string): void {
  try {
    const nominated = context.memory.cache.nominees.get(pod.metadata.uid ?? '')?.node;
    const status = nominated === (pod.status?.nominatedNodeName ?? undefined) ? {} : { nominatedNodeName: nominated ?? null };
    patchPodCondition(context.client, context.now, pod, { type: 'PodScheduled', status: 'False', reason, message }, status);
  } catch (error) {
    // The pod may be gone meanwhile; then its informer will say so.
    if (!(error instanceof ApiError)) throw error;
  }
}

function informersOf(context: SchedulerContext): Informers {
  return {
    replicaSet: (namespace, name) => context.lister(REPLICA_SET).get(namespace, name),
    replicationController: (namespace, name) => context.lister(REPLICATION_CONTROLLER).get(namespace, name),
    namespaceLabels: (name) => {
      const namespace = context.lister(NAMESPACE).get('', name);
      return namespace && (namespace.metadata.labels ?? {});
    },
    pod: (key) => context.lister(POD).byKey(key),
    podsOn: (node) => context.lister(POD).by('node', node),
    disruptionBudgets: () => context.lister(POD_DISRUPTION_BUDGET).list(),
  };
}
