/** From the choice of a node to the binding, for which a pod may have to wait (the binding cycle in pkg/scheduler/schedule_one.go). */
import { ApiError } from '../../api/errors.ts';
import { keyOf, nameOf, namespaceOf, uidOf } from '../../api/object.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { remember } from '../client/own-writes.ts';
import { nodeNamed, removePod } from './cache/cluster-cache.ts';
import { noteStep } from './explain/history.ts';
import { fail } from './failure.ts';
import type { Cycle, VolumeWriter } from './framework/plugin.ts';
import { informersOf } from './informers.ts';
import { fire } from './requeue.ts';
import { type SchedulerContext, profilesOf } from './memory.ts';
import { tell } from './tell.ts';
import type { Profile } from './framework/profile.ts';
import { type QueuedPod, removeFromQueue } from './queue/scheduling-queue.ts';

const POLL_MS = 1000;

/** Binds the pod to the node on which it is counted already, now or when what it needs there has come. */
export function startBinding(context: SchedulerContext, profile: Profile, queued: QueuedPod, cycle: Cycle, node: string): void {
  let running = '';
  try {
    for (const plugin of profile.preBinders) {
      running = plugin.name;
      const info = nodeNamed(cycle.cache, node);
      const awaited = info && plugin.preBind?.(cycle, info, writerOf(context));
      if (awaited === undefined) continue;
      nominate(context, cycle.pod, node);
      context.memory.binding.set(queued.uid, { node, plugin: plugin.name, awaited, since: context.now });
      noteStep(context.memory.histories, queued.uid, context.now, 'waiting', { node, plugins: [plugin.name] });
      context.timer('binding', POLL_MS, queued.uid);
      return;
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    giveUp(context, queued, cycle.pod, `running PreBind plugin "${running}": ${error.message}`);
    return;
  }
  bind(context, profile, queued, cycle.pod, node);
}

/** Looks again at a pod that waits. */
export function continueBinding(context: SchedulerContext, uid: string): void {
  const { binding, queue, cache } = context.memory;
  const waiting = binding.get(uid);
  const queued = queue.pods.get(uid);
  const pod = queued && context.lister(POD).byKey(queued.key);
  binding.delete(uid);
  if (waiting === undefined || queued === undefined || pod === undefined || uidOf(pod) !== uid || pod.spec?.nodeName) return;
  const node = nodeNamed(cache, waiting.node);
  const profile = profilesOf(context).byName.get(queued.profile);
  const plugin = profile?.preBinders.find(({ name }) => name === waiting.plugin);
  if (profile === undefined || plugin === undefined) return;
  const ready = node?.present ? plugin.isReady?.(informersOf(context), pod, node, waiting.awaited) : `node "${waiting.node}" not found`;
  if (typeof ready === 'string') giveUp(context, queued, pod, `running PreBind plugin "${waiting.plugin}": binding volumes: ${ready}`);
  else if (ready !== false) bind(context, profile, queued, pod, waiting.node);
  else if (context.now - waiting.since >= (plugin.preBindTimeoutMs ?? 0))
    giveUp(context, queued, pod, `running PreBind plugin "${waiting.plugin}": binding volumes: context deadline exceeded`);
  else {
    binding.set(uid, waiting);
    context.timer('binding', POLL_MS, uid);
  }
}

/** Others can see where a pod will go while it waits to be bound there (NominatedNodeNameForExpectation). */
function nominate({ client }: SchedulerContext, pod: Pod, node: string): void {
  if (pod.status?.nominatedNodeName === node) return;
  client.patch(POD, namespaceOf(pod), nameOf(pod), 'merge', { status: { nominatedNodeName: node } }, 'status');
}

function bind(context: SchedulerContext, { binders }: Profile, queued: QueuedPod, pod: Pod, node: string): void {
  const { cache, queue } = context.memory;
  try {
    binders[0]?.bind?.(context.client, pod, node);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    giveUp(context, queued, pod, `running Bind plugin "DefaultBinder": ${error.message}`);
    return;
  }
  removeFromQueue(queue, queued.uid);
  noteStep(context.memory.histories, queued.uid, context.now, 'bound', { node });
  cache.nominees.delete(queued.uid);
  tell(context, queued.profile, pod, 'Normal', 'Scheduled', `Successfully assigned ${keyOf(pod)} to ${node}`);
}

function giveUp(context: SchedulerContext, queued: QueuedPod, pod: Pod, message: string): void {
  const { cache } = context.memory;
  removePod(cache, queued.uid);
  cache.nominees.delete(queued.uid);
  // Its place is free again.
  fire(context, { type: 'AssignedPodDelete', pod });
  fail(context, queued, pod, message, 'SchedulerError', []);
}

function writerOf({ client, memory }: SchedulerContext): VolumeWriter {
  return {
    writeVolume: (volume) => void remember(memory.written, client.update(PERSISTENT_VOLUME, volume)),
    writeClaim: (claim) => void remember(memory.written, client.update(PERSISTENT_VOLUME_CLAIM, claim)),
  };
}
