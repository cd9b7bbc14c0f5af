/** Nodes get their NoExecute taint one after another, as fast as the state of their zone allows (a token bucket of one). */
import { NODE } from '../../../api/resources.ts';
import { type LifecycleContext, type ZoneTaints, readyOf } from './memory.ts';
import { putEvictionTaint } from './taints.ts';

const PASS_MS = 100;

export function runTaintQueues(context: LifecycleContext): void {
  const { memory, now } = context;
  if (memory.passAt > now) return;
  memory.passAt = 0;
  for (const zone of memory.zones.values()) runZone(context, zone);
  armPass(context);
}

/** Asks for a pass when the first zone may take its next node. */
export function armPass(context: LifecycleContext): void {
  const { memory, now } = context;
  let due = Number.POSITIVE_INFINITY;
  for (const { queue, rate, nextAt } of memory.zones.values()) if (queue.length > 0 && rate > 0) due = Math.min(due, nextAt);
  if (due === Number.POSITIVE_INFINITY) return;
  const at = Math.max(now, Math.ceil(due / PASS_MS) * PASS_MS);
  if (memory.passAt !== 0 && memory.passAt <= at) return;
  memory.passAt = at;
  context.timer('pass', at - now);
}

/** Another pace from now on; what was taken last still counts. */
export function setRate(zone: ZoneTaints, rate: number, now: number): void {
  if (zone.rate === rate) return;
  const waiting = zone.nextAt > now;
  zone.rate = rate;
  zone.nextAt = waiting && rate > 0 ? now + 1000 / rate : now;
}

function runZone(context: LifecycleContext, zone: ZoneTaints): void {
  while (zone.queue.length > 0 && zone.rate > 0 && zone.nextAt <= context.now) {
    const name = zone.queue.shift() ?? '';
    zone.nextAt = context.now + 1000 / zone.rate;
    const node = context.lister(NODE).get('', name);
    const ready = node && readyOf(node);
    if (node === undefined || ready === undefined || ready === 'True') continue;
    const from = context.cause;
    context.resumeFault(name);
    putEvictionTaint(context, node, ready);
    context.resume(from);
  }
}
