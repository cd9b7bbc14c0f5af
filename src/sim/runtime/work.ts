/** Work queues in motion: one key a turn, in virtual time. */
import { ApiError } from '../../api/errors.ts';
import { delayKey, failKey, forgetKey, popKey, pushKey, queueLength } from '../client/queue.ts';
import { NO_CAUSE } from '../kernel/causes.ts';
import { type Host, type Live, schedule } from './host.ts';

export function enqueue(host: Host, component: Live, key: string): void {
  if (pushKey(component.state.queue, key, host.cause)) pump(host, component);
}

export function enqueueAfter(host: Host, component: Live, key: string, milliseconds: number): void {
  if (milliseconds <= 0) {
    enqueue(host, component, key);
    return;
  }
  const after = Math.ceil(milliseconds);
  if (delayKey(component.state.queue, key, host.state.now + after)) schedule(host, 'requeue', component.id, key, after);
}

/** A delay has run out, unless an earlier one has taken its place. */
export function requeue(host: Host, component: Live, key: string, at: number): void {
  const { queue } = component.state;
  if (queue.delayed.get(key) !== at) return;
  queue.delayed.delete(key);
  enqueue(host, component, key);
}

/** Syncs the next key. What the API refuses is tried again, later and later; anything else that is thrown stops the simulation. */
export function work(host: Host, component: Live): void {
  const { definition, state: own } = component;
  own.queue.scheduled = false;
  const next = popKey(own.queue);
  if (next === undefined) return;
  own.lastSync = host.state.now;
  host.cause = next.cause;
  try {
    const againMs = definition.sync?.(component.context, next.key);
    forgetKey(own.queue, next.key);
    host.cause = next.cause;
    if (typeof againMs === 'number') enqueueAfter(host, component, next.key, againMs);
    noteSync(host, component, next.key, againMs);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    host.cause = next.cause;
    noteSync(host, component, next.key, undefined, error.message);
    retry(host, component, next.key);
  }
  host.cause = NO_CAUSE;
  pump(host, component);
}

const MOST_NOTES = 20;

/** Only for who is looked into. */
function noteSync({ observed, state }: Host, { id }: Live, key: string, againMs: number | void, message = ''): void {
  const notes = observed.size === 0 ? undefined : observed.get(id);
  if (notes === undefined) return;
  const result = message !== '' ? 'failed' : typeof againMs === 'number' ? 'again' : 'done';
  notes.push({ at: state.now, key, result, afterMs: againMs ?? 0, message });
  if (notes.length > MOST_NOTES) notes.shift();
}

function retry(host: Host, component: Live, key: string): void {
  const { queue } = component.state;
  if ((queue.failures.get(key) ?? 0) >= (component.definition.maxRetries ?? Number.POSITIVE_INFINITY)) forgetKey(queue, key);
  else enqueueAfter(host, component, key, failKey(queue, key));
}

function pump(host: Host, component: Live): void {
  const { queue } = component.state;
  if (queue.scheduled || queueLength(queue) === 0) return;
  queue.scheduled = true;
  schedule(host, 'work', component.id, '', component.definition.syncMs ?? 1);
}
