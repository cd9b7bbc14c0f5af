/** From the choice of a node to the binding, for which a pod may have to wait (the binding cycle in pkg/scheduler/schedule_one.go). */
import { ApiError } from '../../api/errors.ts';
import { keyOf, uidOf } from '../../api/object.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { remember } from '../client/own-writes.ts';
import { nodeNamed, removePod } from './cache/cluster-cache.ts';
import { fail } from './failure.ts';
import type { Cycle, VolumeWriter } from './framework/plugin.ts';
import { informersOf } from './informers.ts';
import type { SchedulerContext } from './memory.ts';
import { DEFAULT_PROFILE } from './plugins/registry.ts';
import { type QueuedPod, removeFromQueue } from './queue/scheduling-queue.ts';

const POLL_MS = 1000;
/** bindTimeoutSeconds of VolumeBinding. */
const TIMEOUT_MS = 600_000;

/** Binds the pod to the node on which it is counted already, now or when what it needs there has come. */
export function startBinding(context: SchedulerContext, queued: QueuedPod, cycle: Cycle, node: string): void {
  let running = '';
  try {
    for (const plugin of PRE_BINDERS) {
      running = plugin.name;
      const info = nodeNamed(cycle.cache, node);
      const awaited = info && plugin.preBind?.(cycle, info, writerOf(context));
      if (awaited === undefined) continue;
      context.memory.binding.set(queued.uid, { node, plugin: plugin.name, awaited, since: context.now });
      context.timer('binding', POLL_MS, queued.uid);
      return;
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    giveUp(context, queued, cycle.pod, `running PreBind plugin "${running}": ${error.message}`);
    return;
  }
  bind(context, queued, cycle.pod, node);
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
  const plugin = PRE_BINDERS.find(({ name }) => name === waiting.plugin);
  const ready = node?.present ? plugin?.isReady?.(informersOf(context), pod, node, waiting.awaited) : `node "${waiting.node}" not found`;
  if (typeof ready === 'string') giveUp(context, queued, pod, `running PreBind plugin "${waiting.plugin}": binding volumes: ${ready}`);
  else if (ready !== false) bind(context, queued, pod, waiting.node);
  else if (context.now - waiting.since >= TIMEOUT_MS)
    giveUp(context, queued, pod, `running PreBind plugin "${waiting.plugin}": binding volumes: context deadline exceeded`);
  else {
    binding.set(uid, waiting);
    context.timer('binding', POLL_MS, uid);
  }
}

const PRE_BINDERS = DEFAULT_PROFILE.plugins.filter(({ preBind }) => preBind !== undefined);

function bind(context: SchedulerContext, queued: QueuedPod, pod: Pod, node: string): void {
  const { cache, queue } = context.memory;
  try {
    for (const plugin of DEFAULT_PROFILE.plugins) plugin.bind?.(context.client, pod, node);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    giveUp(context, queued, pod, `running Bind plugin "DefaultBinder": ${error.message}`);
    return;
  }
  removeFromQueue(queue, queued.uid);
  cache.nominees.delete(queued.uid);
  context.event(pod, 'Normal', 'Scheduled', `Successfully assigned ${keyOf(pod)} to ${node}`);
}

function giveUp(context: SchedulerContext, queued: QueuedPod, pod: Pod, message: string): void {
  removePod(context.memory.cache, queued.uid);
  fail(context, queued, pod, message, 'SchedulerError', []);
}

function writerOf({ client, memory }: SchedulerContext): VolumeWriter {
  return {
    writeVolume: (volume) => void remember(memory.written, client.update(PERSISTENT_VOLUME, volume)),
    writeClaim: (claim) => void remember(memory.written, client.update(PERSISTENT_VOLUME_CLAIM, claim)),
  };
}
