/** When waiting pods get another chance: cluster events, the end of a delay, and for all that is forgotten every five minutes. */
import { POD } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { NO_REASON, type Reason, noteStep, reasonOf } from './explain/history.ts';
import { type ClusterEvent, hintFor } from './framework/events.ts';
import { type SchedulerContext, profilesOf } from './memory.ts';
import { pluginNamed } from './profiles.ts';
import { isBackingOff } from './queue/backoff.ts';
import { type QueuedPod, flushBackoff, nextErrorFlush, peekPod, toActive, toBackoff, toHeld } from './queue/scheduling-queue.ts';

const LEFTOVERS_MS = 30_000;
const MAX_UNSCHEDULABLE_MS = 300_000;

/** Something changed: pods that were rejected by a plugin which cares may try again. */
export function fire(context: SchedulerContext, event: ClusterEvent): void {
  const { queue } = context.memory;
  if (queue.heldBy.size === 0) return;
  for (const plugin of profilesOf(context).listeners.get(event.type) ?? []) {
    for (const uid of queue.heldBy.get(plugin) ?? []) {
      const queued = queue.pods.get(uid);
      if (queued?.place === 'unschedulable' && mayHelp(context, plugin, event, queued)) requeue(context, queued, reasonOf(event, plugin));
    }
  }
}

/** The waiting pod itself changed. */
export function fireOwn(context: SchedulerContext, queued: QueuedPod, event: ClusterEvent & { readonly pod: Pod }): void {
  const profile = profilesOf(context).byName.get(queued.profile);
  const hints = queued.rejectors.flatMap((name) => {
    const hint = hintFor(pluginNamed(profile, name)?.requeueOn, event.type);
    return hint === undefined ? [] : [{ name, hint }];
  });
  const [first] = hints;
  if (queued.place === 'gated' && first !== undefined) enterQueue(context, queued, event.pod, reasonOf(event, first.name));
  if (queued.place !== 'unschedulable') return;
  const helped = hints.find(({ hint }) => hint(event, event.pod));
  if (helped !== undefined) requeue(context, queued, reasonOf(event, helped.name));
}

/** To the end of the line, unless a PreEnqueue plugin holds the pod back. */
export function enterQueue(context: SchedulerContext, queued: QueuedPod, pod: Pod, why = NO_REASON): void {
  const { histories } = context.memory;
  const { byName, orders } = profilesOf(context);
  const gate = byName.get(queued.profile)?.preEnqueue.find((plugin) => plugin.preEnqueue?.(pod) !== undefined);
  if (gate !== undefined) {
    toHeld(context.memory.queue, queued, 'gated', [gate.name]);
    noteStep(histories, queued.uid, context.now, 'gated', { plugins: [gate.name] });
    return;
  }
  toActive(context.memory.queue, queued, orders);
  noteStep(histories, queued.uid, context.now, 'active', why);
  context.enqueue(queued.key);
}

/** Rejected by `rejectors`: out of the way until one of them hears of something. */
export function hold(context: SchedulerContext, queued: QueuedPod, rejectors: readonly string[]): void {
  toHeld(context.memory.queue, queued, 'unschedulable', rejectors);
  noteStep(context.memory.histories, queued.uid, context.now, 'unschedulable', { plugins: rejectors });
  armLeftovers(context);
}

/** An error: tried again when its delay is over, whatever happens. */
export function delay(context: SchedulerContext, queued: QueuedPod): void {
  toBackoff(context.memory.queue, queued, profilesOf(context).orders);
  noteStep(context.memory.histories, queued.uid, context.now, 'errors');
  armErrors(context);
}

/** Asks for another turn while there is somebody to schedule. */
export function wakeNext(context: SchedulerContext): void {
  const next = peekPod(context.memory.queue, profilesOf(context).orders);
  if (next !== undefined) context.enqueue(next.key);
}

export function flushErrors(context: SchedulerContext): void {
  context.memory.errorsFlushAt = 0;
  for (const queued of flushBackoff(context.memory.queue, context.now, profilesOf(context).orders)) context.enqueue(queued.key);
  armErrors(context);
}

/** The safety net for hints that were too narrow (UnschedulableTimeout). */
export function flushLeftovers(context: SchedulerContext): void {
  context.memory.leftoversFlushAt = 0;
  const waiting = [...context.memory.queue.pods.values()].filter((queued) => queued.place === 'unschedulable');
  for (const queued of waiting) if (context.now - queued.at > MAX_UNSCHEDULABLE_MS) requeue(context, queued, TIMEOUT);
  if (waiting.length > 0) armLeftovers(context);
}

const TIMEOUT: Reason = { ...NO_REASON, event: 'UnschedulableTimeout' };

function requeue(context: SchedulerContext, queued: QueuedPod, why: Reason): void {
  const { queue, preempting, histories } = context.memory;
  // DefaultPreemption's PreEnqueue: not while others are still being told to make way for it.
  if (preempting.has(queued.uid)) return;
  const { orders } = profilesOf(context);
  if (isBackingOff(queued.backoffUntil, context.now)) toBackoff(queue, queued, orders);
  else toActive(queue, queued, orders);
  noteStep(histories, queued.uid, context.now, queued.place, why);
  context.enqueue(queued.key);
}

function mayHelp(context: SchedulerContext, plugin: string, event: ClusterEvent, queued: QueuedPod): boolean {
  const hints = pluginNamed(profilesOf(context).byName.get(queued.profile), plugin)?.requeueOn;
  const pod = context.lister(POD).byKey(queued.key);
  return pod !== undefined && hintFor(hints, event.type)?.(event, pod) === true;
}

function armErrors(context: SchedulerContext): void {
  const { memory, now } = context;
  const at = nextErrorFlush(memory.queue, profilesOf(context).orders);
  if (at === undefined || (memory.errorsFlushAt !== 0 && memory.errorsFlushAt <= at)) return;
  memory.errorsFlushAt = at;
  context.timer('errors', at - now);
}

function armLeftovers(context: SchedulerContext): void {
  const { memory, now } = context;
  if (memory.leftoversFlushAt !== 0) return;
  memory.leftoversFlushAt = now + LEFTOVERS_MS - (now % LEFTOVERS_MS);
  context.timer('leftovers', memory.leftoversFlushAt - now);
}
