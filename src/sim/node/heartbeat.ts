/** Signs of life: a Lease every ten seconds; the whole node status when it changed, or every five minutes (kubelet's nodeStatusReportFrequency). */
import { ApiError } from '../../api/errors.ts';
import { NODE } from '../../api/resources.ts';
import { resync } from './pods.ts';
import { isReady, register, renewLease, writeNodeStatus } from './registration.ts';
import type { Kubelet } from './memory.ts';

const INTERVAL_MS = 10_000;
const REPORT_MS = 300_000;

export const HEARTBEAT = 'heartbeat';

export function startHeartbeats(context: Kubelet): void {
  context.timer(HEARTBEAT, INTERVAL_MS, context.memory.boots);
}

export function heartbeat(context: Kubelet, boot: number): void {
  const { memory } = context;
  if (boot !== memory.boots || memory.power === 'off') return;
  if (memory.power === 'on' && !memory.stopped) bestEffort(() => beat(context));
  context.timer(HEARTBEAT, INTERVAL_MS, boot);
}

function beat(context: Kubelet): void {
  const { memory, reachable } = context;
  const isBack = reachable && memory.unheard;
  memory.unheard = !reachable;
  if (!reachable) return;
  // What could not be told meanwhile.
  if (isBack) resync(context);
  if (context.memory.registered !== context.memory.boots) register(context);
  renewLease(context);
  if (isStatusDue(context)) writeNodeStatus(context);
}

/** What the API server refuses is tried again with the next beat. */
export function bestEffort(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

function isStatusDue(context: Kubelet): boolean {
  const { memory } = context;
  if (memory.statusChanged || context.now - memory.statusWrittenAt >= REPORT_MS) return true;
  const node = context.lister(NODE).get('', context.instance);
  return node !== undefined && !isReady(node);
}
