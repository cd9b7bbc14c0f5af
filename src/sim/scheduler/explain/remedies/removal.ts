/** Room that is made by other pods going: those nobody replaces are deleted, of the others there have to be fewer. */
import { controllerOf, uidOf } from '../../../../api/object.ts';
import { POD, REPLICA_SET } from '../../../../api/resources.ts';
import type { Change } from '../../../../api/scheduling.ts';
import type { Pod } from '../../../../api/types.gen.ts';
import { addPod, nodeNamed, removePod } from '../../cache/cluster-cache.ts';
import { isLost } from './nodes.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { podFacts } from '../../cache/pod-facts.ts';
import { type Trial, attempt, copyTrial, everyRejection, withoutPods } from '../trial.ts';
import { type Remedies, type Remedy, podChange, podLine } from './remedy.ts';

const MAX_DELETED = 4;
const MAX_WORKLOADS = 6;
/** Pods of one workload that are tried out one by one. */
const MAX_TRIED = 30;

/** Pods of a node whose going would let this one in, as far as this node's room goes. */
export function makeRoom(trial: Trial, node: NodeInfo): Remedies {
  const pods = trial.cycle.informers.podsOn(node.name).filter((pod) => trial.cycle.cache.pods.has(uidOf(pod)));
  if (isLost(node)) return [];
  const bare = fewest(
    trial,
    node,
    pods.filter((pod) => controllerOf(pod) === undefined),
  );
  return [...(bare.length > 0 ? [deletion(bare)] : []), ...scalings(trial, pods)];
}

/** Deletes exactly these, if nobody would replace them; of workloads fewer where they are. */
export function without(trial: Trial, pods: readonly Pod[]): Remedies {
  if (!canLeave(trial, pods)) return [];
  const bare = pods.filter((pod) => controllerOf(pod) === undefined);
  if (bare.length === pods.length) return pods.length === 0 || pods.length > MAX_DELETED ? [] : [deletion(pods)];
  return bare.length === 0 ? scalings(trial, pods) : [];
}

/** What is to be deleted on a machine that does not answer stays. */
function canLeave({ cycle: { cache } }: Trial, pods: readonly Pod[]): boolean {
  return pods.every(({ spec }) => {
    const node = nodeNamed(cache, spec?.nodeName ?? '');
    return node !== undefined && !isLost(node);
  });
}

/** All go, and those that need not come back, the largest first. */
function fewest(given: Trial, node: NodeInfo, pods: readonly Pod[]): readonly Pod[] {
  if (pods.length === 0) return [];
  const before = refusals(given, node);
  const trial = scratchOf(given);
  const { cache } = trial.cycle;
  for (const pod of pods) removePod(cache, uidOf(pod));
  const gone = mustGo(trial, node, pods, before);
  for (const pod of pods) addPod(cache, pod, node.name);
  return gone.size > MAX_DELETED ? [] : [...gone];
}

function mustGo(trial: Trial, node: NodeInfo, pods: readonly Pod[], before: number): ReadonlySet<Pod> {
  const { cache } = trial.cycle;
  const least = refusals(trial, node);
  if (least >= before) return new Set();
  const gone = new Set(pods);
  for (const pod of pods.toSorted((a, b) => weight(b) - weight(a))) {
    addPod(cache, pod, node.name);
    if (refusals(trial, node) <= least) gone.delete(pod);
    else removePod(cache, uidOf(pod));
  }
  return gone;
}

const SCRATCH = new WeakMap<Trial, Trial>();

/** A copy to take pods from and to put them back. */
function scratchOf(trial: Trial): Trial {
  const scratch = SCRATCH.get(trial) ?? copyTrial(trial);
  SCRATCH.set(trial, scratch);
  return scratch;
}

function fits(trial: Trial, node: NodeInfo): boolean {
  return everyRejection(trial, [node]).get(node)?.length === 0;
}

function refusals(trial: Trial, node: NodeInfo): number {
  const info = nodeNamed(trial.cycle.cache, node.name);
  return info === undefined ? 0 : (everyRejection(trial, [info]).get(info)?.length ?? 0);
}

function weight(pod: Pod): number {
  const { cpuMilli, memoryBytes } = podFacts(pod.spec ?? { containers: [] });
  return cpuMilli / 1000 + memoryBytes / 2 ** 31;
}

function deletion(pods: readonly Pod[]): Remedy {
  return {
    size: 3 + 2 * pods.length,
    changes: pods.map((pod) => podChange(pod, { kind: 'delete-pod', line: podLine(pod, (name) => `delete pod ${name}`) })),
    apply: (trial) => withoutPods(trial, pods),
  };
}

/**
 * Which pods of a ReplicaSet go when it shrinks is its controller's choice: so one fewer is proposed only where any one would do,
 * and otherwise none at all are left.
 */
function scalings(trial: Trial, pods: readonly Pod[]): Remedies {
  const own = controllerOf(trial.cycle.pod)?.uid;
  const owners = new Map<string, Owner>();
  for (const pod of pods) {
    const owner = controllerOf(pod);
    if (owner?.kind !== 'ReplicaSet' || owner.uid === own) continue;
    owners.set(owner.uid, { uid: owner.uid, name: owner.name, namespace: pod.metadata.namespace ?? '' });
  }
  return [...owners.values()].slice(0, MAX_WORKLOADS).flatMap((owner) => scalingOf(trial, owner));
}

interface Owner {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
}

/** What was found out of a trial's workloads, by uid: they have pods on many of its nodes. */
const SCALINGS = new WeakMap<Trial, Map<string, Remedies>>();

function scalingOf(trial: Trial, owner: Owner): Remedies {
  const found = SCALINGS.get(trial) ?? new Map<string, Remedies>();
  SCALINGS.set(trial, found);
  const remedies = found.get(owner.uid) ?? scaling(trial, owner);
  found.set(owner.uid, remedies);
  return remedies;
}

function scaling(trial: Trial, owner: Owner): Remedies {
  const pods = trial.context.lister(POD).by('owner', owner.uid);
  // One that has no place would be the first to go.
  const placed = pods.every((pod) => trial.cycle.cache.pods.has(uidOf(pod)));
  const object = scaledObject(trial, owner);
  if (!placed || object === undefined || !canLeave(trial, pods)) return [];
  const scaled = (fewer: number, going: readonly Pod[]): Remedy => ({
    size: 4 + 1.5 * fewer,
    changes: [scaleChange(object, pods.length, pods.length - fewer)],
    apply: (on) => withoutPods(on, going),
  });
  const single = pods.length > 1 && anyWould(trial, pods) ? [scaled(1, pods.slice(0, 1))] : [];
  return [...single, scaled(pods.length, pods)];
}

/** Undefined for a Deployment in the midst of a rollout. */
function scaledObject({ context }: Trial, { uid, name, namespace }: Owner): Change['object'] | undefined {
  const replicaSet = context.lister(REPLICA_SET).get(namespace, name);
  const deployment = replicaSet && controllerOf(replicaSet);
  if (deployment?.kind !== 'Deployment') return { kind: 'ReplicaSet', namespace, name };
  const others = context.lister(REPLICA_SET).by('owner', deployment.uid);
  const alone = others.every(({ metadata }) => metadata.uid === uid || context.lister(POD).by('owner', metadata.uid ?? '').length === 0);
  return alone ? { kind: 'Deployment', namespace, name: deployment.name } : undefined;
}

function scaleChange(object: Change['object'], from: number, to: number): Change {
  const scope = object.namespace === 'default' ? '' : ` -n ${object.namespace}`;
  const line = `kubectl scale ${object.kind.toLowerCase()} ${object.name} --replicas=${to}${scope}`;
  return { kind: 'scale', object, what: '', from: String(from), to: String(to), line, field: '' };
}

/** Whether the pod would have somewhere to go without any one of these. */
function anyWould(given: Trial, pods: readonly Pod[]): boolean {
  if (pods.length > MAX_TRIED) return false;
  const trial = scratchOf(given);
  const { cache } = trial.cycle;
  return pods.every((pod) => {
    const name = pod.spec?.nodeName ?? '';
    removePod(cache, uidOf(pod));
    const node = nodeNamed(cache, name);
    // Nearly always it is its own node that it clears.
    const goes = (node !== undefined && fits(trial, node)) || attempt(trial).chosen !== undefined;
    addPod(cache, pod, name);
    return goes;
  });
}
