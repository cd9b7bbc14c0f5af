import { POD } from '../../api/resources.ts';
import { startBinding } from './bind.ts';
import { addPod, visitingOrder } from './cache/cluster-cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import { podFacts } from './cache/pod-facts.ts';
import { fail } from './failure.ts';
import { type Attempt, attemptPod, whyNot } from './framework/cycle.ts';
import { fitError, rejectingPlugins } from './framework/diagnosis.ts';
import type { Cycle, Diagnosis } from './framework/plugin.ts';
import { informersOf } from './informers.ts';
import type { SchedulerContext } from './memory.ts';
import { preempt } from './preempt.ts';
import { DEFAULT_PROFILE } from './plugins/registry.ts';
import { type QueuedPod, removeFromQueue } from './queue/scheduling-queue.ts';
import { rememberVerdict } from './verdicts.ts';

const NO_NODES = 'no nodes available to schedule pods';

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
  tell(context, queued, attempt, node, '');
  addPod(cycle.cache, cycle.pod, node, cycle.facts);
  startBinding(context, queued, cycle, node);
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
