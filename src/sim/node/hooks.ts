/** Lifecycle hooks (pkg/kubelet/lifecycle/handlers.go). */
import type { LifecycleHandler } from '../../api/types.gen.ts';
import { containerSpec } from './containers.ts';
import { answerOf, listenerOn } from './listeners.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { execIn } from './surroundings.ts';

export interface HookResult {
  readonly ok: boolean;
  /** Infinite for a hook that does not return. */
  readonly durationMs: number;
}

const NONE: HookResult = { ok: true, durationMs: 0 };

export function runHook(context: Kubelet, worker: PodWorker, record: ContainerRecord, kind: 'postStart' | 'preStop'): HookResult {
  const handler = containerSpec(worker, record).lifecycle?.[kind];
  if (handler === undefined || context.spec.images === 'preloaded') return NONE;
  return handle(context, worker, record, handler);
}

function handle(context: Kubelet, worker: PodWorker, record: ContainerRecord, handler: LifecycleHandler): HookResult {
  if (handler.sleep !== undefined) return { ok: true, durationMs: handler.sleep.seconds * 1000 };
  if (handler.exec !== undefined) {
    const { exitCode, durationMs } = execIn(context, worker, record, handler.exec.command ?? []);
    return { ok: exitCode === 0, durationMs: durationMs ?? Number.POSITIVE_INFINITY };
  }
  const get = handler.httpGet;
  if (get === undefined) return NONE;
  const port =
    typeof get.port === 'number'
      ? get.port
      : (containerSpec(worker, record).ports?.find(({ name }) => name === get.port)?.containerPort ?? 0);
  const listening = listenerOn(worker, port, context.now);
  if (listening === undefined) return { ok: false, durationMs: 0 };
  const { status } = answerOf(context, worker, listening.record, {
    method: 'GET',
    path: get.path ?? '/',
    host: get.host ?? worker.podIP,
    port,
  });
  return { ok: status < 400, durationMs: 0 };
}
