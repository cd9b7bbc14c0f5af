/**
 * What the loss of a full node costs, from its last heartbeat until its pods run elsewhere: the time of all events that hang from it
 * in the causal chain, or in which such a link comes up. What the same stretch of time costs without a loss is the check.
 * It is the time of processors that counts: others may use the machine in the middle of an event.
 */
import { type Cluster } from '../../sim/cluster.ts';
import type { CausesState } from '../../sim/kernel/causes.ts';
import type { Figure } from './main.ts';
import { type Taken, collectGarbage, median, stopwatch } from './measure.ts';

/** Fifty seconds until the node is missed, five minutes until its pods are given up, and the time to replace them. */
const STRETCH_MS = 420_000;

/** Nodes 1 to `count` fail one after the other; `isHealed` says whether all pods run again. */
export function nodeFailures(cluster: Cluster, count: number, isHealed: () => boolean): readonly Figure[] {
  const stretches = Array.from({ length: count }, (_, index) => failure(cluster, `node-${index + 1}`, isHealed));
  const middle = (of: (stretch: Stretch) => number) => median(stretches.map(of));
  return [
    {
      name: 'the loss of a node with 110 pods, time of processors',
      value: middle(({ caused }) => caused.cpuMs),
      unit: 'ms',
      target: { atMost: 50 },
    },
    { name: 'the same, by the clock', value: middle(({ caused }) => caused.wallMs), unit: 'ms' },
    { name: 'the same, as the difference to a stretch without it', value: middle(({ extraMs }) => extraMs), unit: 'ms' },
    { name: 'events that it causes', value: middle(({ events }) => events), unit: '' },
  ];
}

interface Stretch {
  readonly caused: Taken;
  readonly events: number;
  /** Of processors. */
  readonly extraMs: number;
}

function failure(cluster: Cluster, node: string, isHealed: () => boolean): Stretch {
  const quiet = run(cluster, () => false);
  cluster.execute({ type: 'fault', fault: { type: 'node-stop', node } });
  const { causes } = cluster.state;
  const fault = causes.first + causes.records.length - 1;
  const lost = run(cluster, descent(causes, fault, `node ${node} was silent for too long`));
  if (!isHealed()) throw new Error(`the pods of ${node} are not replaced`);
  return { caused: lost.caused, events: lost.events, extraMs: lost.all.cpuMs - quiet.all.cpuMs };
}

/** Whether a link of the causal chain hangs from the fault, or from the moment in which the silence was noticed. */
function descent(causes: CausesState, fault: number, noticed: string): (cause: number) => boolean {
  const known = new Map<number, boolean>([[fault, true]]);
  const descends = (cause: number): boolean => {
    const before = known.get(cause);
    if (before !== undefined) return before;
    const record = causes.records[cause - causes.first];
    const answer = record !== undefined && record.parent >= 0 && (record.what === noticed || (cause > fault && descends(record.parent)));
    known.set(cause, answer);
    return answer;
  };
  return descends;
}

/** Event by event, for a stretch of time. */
function run(cluster: Cluster, descends: (cause: number) => boolean): { all: Taken; caused: Taken; events: number } {
  collectGarbage();
  const { state } = cluster;
  const until = state.now + STRETCH_MS;
  const all = stopwatch();
  const caused = { wallMs: 0, cpuMs: 0 };
  let events = 0;
  for (let next = state.heap[0]; next !== undefined && next.at <= until; next = state.heap[0]) {
    const { cause } = next;
    const newest = state.causes.first + state.causes.records.length;
    const taken = stopwatch();
    cluster.step();
    const { wallMs, cpuMs } = taken();
    if (!descends(cause) && !anyNew(state.causes, newest, descends)) continue;
    caused.wallMs += wallMs;
    caused.cpuMs += cpuMs;
    events += 1;
  }
  return { all: all(), caused, events };
}

function anyNew(causes: CausesState, from: number, descends: (cause: number) => boolean): boolean {
  for (let cause = from; cause < causes.first + causes.records.length; cause += 1) if (descends(cause)) return true;
  return false;
}
