/**
 * What the loss of a full node costs, from its last heartbeat until its pods are gone, and what it costs to replace them elsewhere: the
 * time of all events that hang from it in the causal chain, or in which such a link comes up. What the same stretch of time costs
 * without a loss is the check. It is the time of processors that counts: others may use the machine in the middle of an event.
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
      value: middle(({ lost }) => lost.cpuMs),
      unit: 'ms',
      target: { atMost: 50 },
    },
    { name: 'the same, by the clock', value: middle(({ lost }) => lost.wallMs), unit: 'ms' },
    { name: 'events that it causes', value: middle(({ lost }) => lost.events), unit: '' },
    { name: 'its pods made anew elsewhere, time of processors', value: middle(({ replaced }) => replaced.cpuMs), unit: 'ms' },
    { name: 'the same, by the clock', value: middle(({ replaced }) => replaced.wallMs), unit: 'ms' },
    { name: 'events that this takes', value: middle(({ replaced }) => replaced.events), unit: '' },
    { name: 'both, as the difference to a stretch without', value: middle(({ extraMs }) => extraMs), unit: 'ms' },
  ];
}

interface Part extends Taken {
  readonly events: number;
}

interface Stretch {
  /** Noticing it, tainting it, marking and evicting its pods, taking them out of their Services. */
  readonly lost: Part;
  /** From the first pod that is created in place of another. */
  readonly replaced: Part;
  /** Of processors. */
  readonly extraMs: number;
}

function failure(cluster: Cluster, node: string, isHealed: () => boolean): Stretch {
  const quiet = run(cluster, () => 'neither');
  cluster.execute({ type: 'fault', fault: { type: 'node-stop', node } });
  const { causes } = cluster.state;
  const fault = causes.first + causes.records.length - 1;
  const { all, lost, replaced } = run(cluster, kindsOf(causes, fault, `node ${node} was silent for too long`));
  if (!isHealed()) throw new Error(`the pods of ${node} are not replaced`);
  return { lost, replaced, extraMs: all.cpuMs - quiet.all.cpuMs };
}

type Kind = 'neither' | 'lost' | 'replaced';

/** Whether a link of the causal chain hangs from the fault, or from the moment in which the silence was noticed; and from a new pod. */
function kindsOf(causes: CausesState, fault: number, noticed: string): (cause: number) => Kind {
  const known = new Map<number, Kind>([[fault, 'lost']]);
  const kindOf = (cause: number): Kind => {
    const before = known.get(cause);
    if (before !== undefined) return before;
    const record = causes.records[cause - causes.first];
    let kind: Kind = 'neither';
    if (record !== undefined && record.parent >= 0)
      if (record.what === noticed) kind = 'lost';
      else if (cause > fault) kind = kindOf(record.parent);
    if (kind === 'lost' && record?.what.startsWith('create pods ') === true) kind = 'replaced';
    known.set(cause, kind);
    return kind;
  };
  return kindOf;
}

/** Event by event, for a stretch of time. */
function run(cluster: Cluster, kindOf: (cause: number) => Kind): { readonly all: Taken; readonly lost: Part; readonly replaced: Part } {
  collectGarbage();
  const { state } = cluster;
  const until = state.now + STRETCH_MS;
  const all = stopwatch();
  const parts = { lost: nothing(), replaced: nothing() };
  for (let next = state.heap[0]; next !== undefined && next.at <= until; next = state.heap[0]) {
    const { cause } = next;
    const newest = state.causes.first + state.causes.records.length;
    const taken = stopwatch();
    cluster.step();
    const { wallMs, cpuMs } = taken();
    const kind = strongest(state.causes, newest, kindOf, kindOf(cause));
    if (kind === 'neither') continue;
    const part = parts[kind];
    part.wallMs += wallMs;
    part.cpuMs += cpuMs;
    part.events += 1;
  }
  return { all: all(), ...parts };
}

function nothing() {
  return { wallMs: 0, cpuMs: 0, events: 0 };
}

/** What an event is about that has left links of several kinds. */
function strongest({ first, records }: CausesState, from: number, kindOf: (cause: number) => Kind, own: Kind): Kind {
  let kind = own;
  for (let cause = from; cause < first + records.length && kind !== 'replaced'; cause += 1) {
    const other = kindOf(cause);
    if (other !== 'neither') kind = other;
  }
  return kind;
}
