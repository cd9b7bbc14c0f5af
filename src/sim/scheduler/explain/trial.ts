/**
 * The scheduler's decision about a pod, played through on a copy of what it knows. Nothing of the run is touched: neither its
 * cache nor its generator, of which a copy goes on from where it stands, so that even a draw comes out as it would.
 */
import type { Node, Pod } from '../../../api/types.gen.ts';
import { uidOf } from '../../../api/object.ts';
import { NODE } from '../../../api/resources.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type PrngState, nextFloat } from '../../../base/prng.ts';
import { addPod, nodeAt, nodeNamed, putNode, removePod, visitingOrder } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { podFacts } from '../cache/pod-facts.ts';
import { type Attempt, attemptPod } from '../framework/cycle.ts';
import { preFilter, whyNot } from '../framework/filtering.ts';
import { DEFAULT_SCHEDULER, type Profile } from '../framework/profile.ts';
import type { Cycle, Informers, Rejection } from '../framework/plugin.ts';
import { informersOf } from '../informers.ts';
import { type SchedulerContext, profilesOf } from '../memory.ts';
import { cacheForNode, cacheWithout, copyCache } from './copy.ts';

/** What the scheduler's context is to those who only look. */
export type Onlooker = Pick<SchedulerContext, 'now' | 'memory' | 'lister' | 'client' | 'given' | 'configuration'>;

export interface Trial {
  readonly context: Onlooker;
  readonly profile: Profile;
  readonly cycle: Cycle;
  /** Where in the visiting order to begin. */
  readonly start: number;
  readonly random: PrngState;
  /** Node objects that are others than in the cluster. */
  readonly changed: ReadonlyMap<string, Node>;
}

/** The profile that its schedulerName means; undefined for a pod that this scheduler does not see to. */
export function profileOf(context: Onlooker, pod: Pod): Profile | undefined {
  return profilesOf(context as SchedulerContext).byName.get(pod.spec?.schedulerName ?? DEFAULT_SCHEDULER);
}

/** A pod that has a place already is tried as if it had none. Undefined where nobody here would try it. */
export function startTrial(context: Onlooker, random: PrngState, pod: Pod, more: Partial<Informers> = {}): Trial | undefined {
  const profile = profileOf(context, pod);
  if (profile === undefined) return undefined;
  const cache = copyCache(context.memory.cache);
  removePod(cache, pod.metadata.uid ?? '');
  const informers = { ...informersOf(context as SchedulerContext), ...more };
  return {
    context,
    profile,
    cycle: cycleFor(unplaced(pod), cache, informers),
    start: context.memory.nextNode,
    random: [...random],
    changed: new Map(),
  };
}

export function cycleFor(pod: Pod, cache: Cycle['cache'], informers: Informers): Cycle {
  const spec = pod.spec ?? { containers: [] };
  return { pod, spec, facts: podFacts(spec), cache, informers };
}

/** The same from the beginning, with a cache of its own. */
export function copyTrial(trial: Trial): Trial {
  const { cycle } = trial;
  return { ...trial, cycle: { ...cycle, cache: copyCache(cycle.cache) }, random: [...trial.random] };
}

/** The trial in which these pods are not there. Its cache may be written into as far as they go: they may come back and leave again. */
export function withoutPods(trial: Trial, pods: readonly Pod[]): Trial {
  const uids = pods.map(uidOf);
  return { ...trial, cycle: { ...trial.cycle, cache: cacheWithout(trial.cycle.cache, uids) } };
}

export function withPod(trial: Trial, pod: Pod): Trial {
  return { ...trial, cycle: cycleFor(pod, trial.cycle.cache, trial.cycle.informers) };
}

export function attempt(trial: Trial): Attempt {
  const random: PrngState = [...trial.random];
  return attemptPod(trial.profile, trial.cycle, trial.start, () => nextFloat(random));
}

export function nodesOf({ cycle: { cache } }: Trial): readonly NodeInfo[] {
  return visitingOrder(cache).flatMap((slot) => nodeAt(cache, slot) ?? []);
}

/** Every filter's no to every node, or to some of them, in the order of the filters; none for a feasible node. */
export function everyRejection(trial: Trial, nodes = nodesOf(trial)): ReadonlyMap<NodeInfo, readonly Rejection[]> {
  const { profile, cycle } = trial;
  const { run, states, nodes: named, rejection: ended } = preFilter(profile, cycle);
  const byNode = new Map<NodeInfo, readonly Rejection[]>();
  for (const node of nodes) {
    const leftOut = named !== undefined && !named.names.has(node.name) ? named.rejection : undefined;
    const first = ended ?? leftOut;
    const filtered = run.flatMap((filter, index) => filter(cycle, node, states[index]) ?? []);
    const found = first === undefined ? filtered : [first, ...filtered.filter(({ plugin }) => plugin !== first.plugin)];
    byNode.set(node, found.length > 0 ? found : besideNominees(trial, node));
  }
  return byNode;
}

/** Pods that wait for a place on the node, no less important than this one, must find theirs too. */
function besideNominees({ profile, cycle }: Trial, node: NodeInfo): readonly Rejection[] {
  const { cache, informers, pod } = cycle;
  const added: string[] = [];
  for (const [uid, { key, node: name, priority }] of cache.nominees) {
    if (name !== node.name || uid === pod.metadata.uid || priority < (pod.spec?.priority ?? 0) || cache.pods.has(uid)) continue;
    const nominee = informers.pod(key);
    if (nominee === undefined) continue;
    addPod(cache, nominee, node.name);
    added.push(uid);
  }
  if (added.length === 0) return [];
  const rejection = whyNot(profile, cycle, node);
  for (const uid of added) removePod(cache, uid);
  return rejection === undefined ? [] : [rejection];
}

/** The trial in which a Node object is another. */
export function withNode(trial: Trial, name: string, change: (node: Node) => Node): Trial {
  const before = trial.changed.get(name) ?? trial.context.lister(NODE).byKey(name);
  if (before === undefined || nodeNamed(trial.cycle.cache, name) === undefined) return trial;
  return putInto(trial, change(before), before);
}

/** The trial in which there is one more. */
export function withNewNode(trial: Trial, node: Node): Trial {
  return putInto(trial, node, undefined);
}

function putInto(trial: Trial, node: Node, before: Node | undefined): Trial {
  const { name = '', labels } = node.metadata;
  const relabelled = before === undefined || !deepEqual(labels, before.metadata.labels);
  const cache = cacheForNode(trial.cycle.cache, name, relabelled);
  putNode(cache, node, before);
  return { ...trial, cycle: { ...trial.cycle, cache }, changed: new Map([...trial.changed, [name, node]]) };
}

/** Without what binding gave it. */
function unplaced(pod: Pod): Pod {
  if (!pod.spec?.nodeName) return pod;
  const { nodeName: _nodeName, ...spec } = pod.spec;
  return { ...pod, spec };
}
