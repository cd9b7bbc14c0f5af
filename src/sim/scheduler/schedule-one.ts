import { POD } from '../../api/resources.ts';
import type { PreemptionAccount } from '../../api/scheduling.ts';
import type { PodSpec } from '../../api/types.gen.ts';
import { startBinding } from './bind.ts';
import { addPod, visitingOrder } from './cache/cluster-cache.ts';
import type { NodeInfo } from './cache/node-info.ts';
import { podFacts } from './cache/pod-facts.ts';
import { matters } from './cache/pod-storage.ts';
import { noteStep } from './explain/history.ts';
import { type Considered, preemptionAccount } from './explain/preemption.ts';
import { fail } from './failure.ts';
import { type Attempt, attemptPod } from './framework/cycle.ts';
import { whyNot } from './framework/filtering.ts';
import { fitError, rejectingPlugins } from './framework/diagnosis.ts';
import type { Cycle, Diagnosis } from './framework/plugin.ts';
import { informersOf } from './informers.ts';
import { type SchedulerContext, profilesOf } from './memory.ts';
import { tell } from './tell.ts';
import { preempt } from './preempt.ts';
import type { Profile } from './framework/profile.ts';
import { type QueuedPod, removeFromQueue } from './queue/scheduling-queue.ts';
import { rememberVerdict } from './verdicts.ts';

const NO_NODES = 'no nodes available to schedule pods';

/** Decides about one pod and does what follows from it. */
export function scheduleOne(context: SchedulerContext, queued: QueuedPod): void {
  const pod = context.lister(POD).byKey(queued.key);
  const profile = profilesOf(context).byName.get(queued.profile);
  if (profile === undefined || pod === undefined || pod.metadata.uid !== queued.uid || pod.spec === undefined || pod.spec.nodeName) {
    removeFromQueue(context.memory.queue, queued.uid);
  } else if (pod.metadata.deletionTimestamp !== undefined) {
    removeFromQueue(context.memory.queue, queued.uid);
    tell(context, queued.profile, pod, 'Warning', 'FailedScheduling', `skip schedule deleting pod: ${queued.key}`);
  } else if (visitingOrder(context.memory.cache).length === 0) {
    context.memory.cache.nominees.delete(queued.uid);
    // Upstream counts this as an error: no plugin rejected the pod, so no event could bring it back.
    fail(context, queued, pod, NO_NODES, 'Unschedulable', []);
  } else {
    decide(context, profile, queued, {
      pod,
      spec: pod.spec,
      facts: podFacts(pod.spec),
      cache: context.memory.cache,
      informers: informersOf(context),
    });
  }
}

function decide(context: SchedulerContext, profile: Profile, queued: QueuedPod, cycle: Cycle): void {
  const { memory } = context;
  if (context.given() === undefined && needsLatePlugins(cycle.spec)) throw new Error(`${queued.key} needs plugins that are not loaded`);
  noteStep(memory.histories, queued.uid, context.now, 'attempt', { attempt: queued.attempts });
  const attempt = attemptPod(profile, cycle, memory.nextNode, () => context.random());
  if (attempt.nodeCount >= 100 && attempt.preFilter === undefined) {
    memory.nextNode = (memory.nextNode + attempt.visited.length) % attempt.nodeCount;
  }
  if (attempt.error !== undefined) breakOff(context, queued, cycle, attempt, attempt.error);
  else if (attempt.chosen === undefined) reject(context, profile, queued, cycle, attempt);
  else place(context, profile, queued, cycle, attempt, attempt.chosen.name);
}

function needsLatePlugins({ affinity, volumes = [] }: PodSpec): boolean {
  return affinity?.podAffinity !== undefined || affinity?.podAntiAffinity !== undefined || volumes.some(matters);
}

function place(context: SchedulerContext, profile: Profile, queued: QueuedPod, cycle: Cycle, attempt: Attempt, node: string): void {
  account(context, queued, attempt, node, '');
  addPod(cycle.cache, cycle.pod, node, cycle.facts);
  startBinding(context, profile, queued, cycle, node);
}

function breakOff(context: SchedulerContext, queued: QueuedPod, cycle: Cycle, attempt: Attempt, message: string): void {
  account(context, queued, attempt, '', message);
  cycle.cache.nominees.delete(queued.uid);
  fail(context, queued, cycle.pod, message, 'SchedulerError', []);
}

function reject(context: SchedulerContext, profile: Profile, queued: QueuedPod, cycle: Cycle, attempt: Attempt): void {
  const diagnosis = diagnose(attempt);
  const considered: Considered[] = [];
  const means = {
    now: context.now,
    random: () => context.random(),
    whyNot: (node: NodeInfo) => whyNot(profile, cycle, node),
    consider: (node: string, outcome: Considered['outcome']) => void considered.push({ node, outcome }),
  };
  const { message, preemption, waits } = fitError(cycle, diagnosis, profile.postFilters, means);
  // While it waits for those who make way, who they are stays part of its account.
  const before = waits ? context.memory.verdicts.byPod.get(queued.uid)?.details?.preemption : undefined;
  account(context, queued, attempt, '', message, preemptionAccount(considered, preemption?.node ?? '') ?? before ?? undefined);
  if (preemption !== undefined) preempt(context, queued.profile, cycle.pod, preemption);
  else if (!waits) cycle.cache.nominees.delete(queued.uid);
  fail(context, queued, cycle.pod, message, 'Unschedulable', rejectingPlugins(diagnosis));
}

export function diagnose({ nodeCount, preFilter, leftOut, visited, rejections }: Attempt): Diagnosis {
  const rejected: { node: Attempt['visited'][number]; rejection: NonNullable<Attempt['preFilter']> }[] = [];
  for (const [index, rejection] of rejections.entries()) {
    const node = visited[index];
    if (node !== undefined && rejection !== undefined) rejected.push({ node, rejection });
  }
  return { nodeCount, preFilter, leftOut, rejected };
}

/** For whoever wants to know why: the verdict, the causal chain, the picture. */
function account(
  context: SchedulerContext,
  queued: QueuedPod,
  attempt: Attempt,
  node: string,
  message: string,
  preemption?: PreemptionAccount,
): void {
  const { now, memory } = context;
  const outcome = { at: now, attempt: queued.attempts, node, message, profile: queued.profile, preemption };
  rememberVerdict(memory.verdicts, queued.uid, attempt, outcome);
  context.hint({ type: 'verdict', at: now, pod: queued.key, node });
  context.because(node === '' ? `no node fits ${queued.key}` : `${node} is the best of ${attempt.feasible.length} feasible nodes`);
}
