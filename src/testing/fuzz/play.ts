/** Plays a plan: the actions at their times, then machines are on again, time runs on, and what has to hold is looked at. */
import { type Cluster, createCluster } from '../../sim/cluster.ts';
import { objectsOf } from '../../sim/engine.ts';
import type { Command } from '../../sim/kernel/command.ts';
import { matchesSelector, selectorOf } from '../../api/labels.ts';
import { nameOf, namespaceOf } from '../../api/object.ts';
import { isTolerated } from '../../api/pod/tolerations.ts';
import { NODE, POD } from '../../api/resources.ts';
import type { Pod, PodAffinityTerm } from '../../api/types.gen.ts';
import { AT_FIRST_REST, AT_REST, EVERY_MOMENT } from './invariants/registry.ts';
import type { RestInvariant } from './invariants/invariant.ts';
import { type EvictionCheck, beforeEviction } from './invariants/evictions.ts';
import { type Ledger, type Violation, createLedger, listOf, look, noteRestart, noteViolation, readOf } from './ledger.ts';
import type { LogEntry } from '../../sim/store/store.ts';
import type { Plan } from './plan.ts';
import { commandsOf } from './resolve.ts';

export interface Played {
  readonly cluster: Cluster;
  readonly violations: readonly Violation[];
  /** What the actions came to, with the milliseconds before each. */
  readonly commands: readonly { readonly afterMs: number; readonly command: Command }[];
}

export interface PlayOptions {
  /** Writing into a shared object throws, which costs time. */
  readonly freeze?: boolean;
  /** Told of every write. */
  readonly onEntry?: (entry: LogEntry) => void;
}

export function play(plan: Plan, options: PlayOptions = {}): Played {
  const cluster = createCluster(plan.spec, plan.seed, { freeze: options.freeze ?? false });
  const ledger = createLedger(cluster, EVERY_MOMENT, options.onEntry);
  const commands: { afterMs: number; command: Command }[] = [];
  try {
    for (const { afterMs, action } of plan.steps) {
      pass(ledger, afterMs);
      let waitedMs = afterMs;
      for (const command of commandsOf(cluster, action)) {
        commands.push({ afterMs: waitedMs, command });
        waitedMs = 0;
        carryOut(ledger, command);
      }
      // An action that came to nothing took its time all the same.
      if (waitedMs !== 0) commands.push({ afterMs: waitedMs, command: NOTHING });
    }
    heal(ledger);
    if (settle(ledger)) checkAll(ledger, AT_REST);
  } catch (error) {
    noteViolation(ledger, 'nothing throws', error instanceof Error ? `${error.message}\n${error.stack ?? ''}` : String(error));
  }
  return { cluster, violations: ledger.violations, commands };
}

/** A write that changes nothing. */
const NOTHING: Command = {
  type: 'api',
  user: 'admin',
  request: { verb: 'delete', group: '', resource: 'configmaps', namespace: 'default', name: 'absent' },
};

const SLICE_MS = 100_000;

function pass(ledger: Ledger, milliseconds: number): void {
  const { cluster } = ledger;
  const until = cluster.state.now + milliseconds;
  while (cluster.state.now < until) {
    cluster.advance(Math.min(until, cluster.state.now + SLICE_MS));
    look(ledger);
  }
}

function carryOut(ledger: Ledger, command: Command): void {
  look(ledger);
  const check: EvictionCheck | undefined = beforeEviction(ledger, command);
  if (command.type === 'fault' && command.fault.type.startsWith('component-')) noteRestart(ledger, ledger.cluster.state.now);
  const { code } = ledger.cluster.execute(command);
  look(ledger);
  const message = check?.(code);
  if (message !== undefined) noteViolation(ledger, 'evictions respect budgets', message);
}

/**
 * What was stopped is started; machines are switched on and connected; one whose Node was deleted starts anew and registers. That goes
 * on until everything runs: who has lost its lease again and again is started later and later.
 */
function heal(ledger: Ledger): void {
  const { cluster } = ledger;
  for (const id of cluster.state.stopped) {
    const [component = '', instance] = id.split('/');
    carryOut(ledger, { type: 'fault', fault: { type: 'component-start', component, ...(instance === undefined ? {} : { instance }) } });
  }
  const registered = new Set(objectsOf(cluster, NODE).map(nameOf));
  for (const { name, instance } of cluster.state.components.values()) {
    if (name !== 'kubelet') continue;
    if (!registered.has(instance)) cluster.execute({ type: 'fault', fault: { type: 'node-stop', node: instance } });
    if (!registered.has(instance)) pass(ledger, 100);
    cluster.execute({ type: 'fault', fault: { type: 'node-start', node: instance } });
    cluster.execute({ type: 'fault', fault: { type: 'node-reconnect', node: instance } });
  }
  for (let waitedMs = 0; idle(cluster).length > 0 && waitedMs < LONGEST_IDLE_MS; waitedMs += 1000) pass(ledger, 1000);
  for (const name of idle(cluster)) noteViolation(ledger, 'who is started runs', name);
  ledger.healedAt = cluster.state.now;
}

/** The longest back-off of the kubelets of the control plane, and what is left of a lease that nobody has given back. */
const LONGEST_IDLE_MS = 330_000;

function idle(cluster: Cluster): readonly string[] {
  const processes = cluster.controlPlane();
  return [...processes, ...processes.flatMap(({ parts }) => parts)].filter(({ state }) => state !== 'running').map(({ name }) => name);
}

/** Longer than any back-off of a kubelet, so that what was to happen after one has happened. */
const QUIET_MS = 340_000;
/** What never comes to an end (containers that crash, Jobs by the clock) is looked at after so long. */
const MOST_MS = 18 * 60_000;
/** Machines are ready again, and pods have begun to start. */
const FIRST_MS = 30_000;
/** Nothing is on its way any more when nothing was written for so long. */
const REST_MS = 3500;
const LONGEST_UNREST_MS = 180_000;

/** Whether it came to rest. */
function settle(ledger: Ledger): boolean {
  const { cluster } = ledger;
  const healed = cluster.state.now;
  const until = healed + MOST_MS;
  pass(ledger, FIRST_MS);
  if (comesToRest(ledger, FIRST_MS)) checkAll(ledger, AT_FIRST_REST);
  // During an outage too nothing is written: it doesn't count as rest.
  while (cluster.state.now < until && cluster.state.now - Math.max(healed, ledger.changedAt) < QUIET_MS) pass(ledger, 20_000);
  if (comesToRest(ledger, LONGEST_UNREST_MS)) return true;
  if (!isEvictedAgainAndAgain(ledger) && !chasesItsOwn(ledger))
    noteViolation(ledger, 'a cluster comes to rest', 'something is written again and again');
  return false;
}

/** Pods that tolerate the taint of their node for a while go, and others come in their place, for ever. */
function isEvictedAgainAndAgain(ledger: Ledger): boolean {
  return listOf(ledger, POD).some(({ spec }) => {
    const taints = readOf(ledger, NODE, spec?.nodeName ?? '')?.spec?.taints ?? [];
    const driving = taints.filter(({ effect }) => effect === 'NoExecute');
    const patience = (spec?.tolerations ?? []).filter(({ tolerationSeconds }) => tolerationSeconds !== undefined);
    return driving.some((taint) => isTolerated(patience, taint));
  });
}

/**
 * A pod must stand with the very pods that keep it away. It preempts one; what its owner makes instead may find a place elsewhere
 * before the scheduler comes to try the first again (one that backs off waits behind whoever is active), and draws it there, for ever.
 */
function chasesItsOwn(ledger: Ledger): boolean {
  const all = listOf(ledger, POD);
  const means = (from: Pod, terms: readonly PodAffinityTerm[] = [], to: Pod): boolean =>
    namespaceOf(from) === namespaceOf(to) &&
    terms.some(({ labelSelector }) => matchesSelector(selectorOf(labelSelector), to.metadata.labels));
  return all.some((pod) => {
    const { podAffinity } = pod.spec?.affinity ?? {};
    if (pod.status?.nominatedNodeName === undefined || podAffinity === undefined) return false;
    return all.some((other) => {
      const { podAntiAffinity } = other.spec?.affinity ?? {};
      if ((other.spec?.priority ?? 0) >= (pod.spec?.priority ?? 0)) return false;
      return (
        means(pod, podAffinity.requiredDuringSchedulingIgnoredDuringExecution, other) &&
        means(other, podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution, pod)
      );
    });
  });
}

function comesToRest(ledger: Ledger, withinMs: number): boolean {
  const { cluster } = ledger;
  const latest = cluster.state.now + withinMs;
  while (cluster.state.now - ledger.changedAt < REST_MS) {
    if (cluster.state.now >= latest) return false;
    pass(ledger, 500);
  }
  return true;
}

function checkAll(ledger: Ledger, invariants: readonly RestInvariant[]): void {
  for (const { name, check } of invariants) for (const message of check(ledger)) noteViolation(ledger, name, message);
}
