/** StatefulSets: which ordinals there are, in which order they come, and how far an update goes. */
import { controllerOf, isTerminating, keyOf, nameOf, namespaceOf } from '../../../api/object.ts';
import { isPodAvailable, isPodReady, isPodTerminal, podCondition } from '../../../api/pod/conditions.ts';
import { PERSISTENT_VOLUME_CLAIM, POD, STATEFUL_SET } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Pod, StatefulSet } from '../../../api/types.gen.ts';
import { type Ledger, listOf, podsOf, readOf } from '../ledger.ts';
import { atRest, everyMoment } from './invariant.ts';
import { differences } from './replicas.ts';
import { isAbandoned, isWaiting } from './waiting.ts';

const CONTROLLER = 'statefulset-controller';

function rangeOf({ spec }: StatefulSet): { readonly start: number; readonly end: number } {
  const start = spec?.ordinals?.start ?? 0;
  return { start, end: start + (spec?.replicas ?? 1) };
}

function ordinalOf(pod: Pod): number {
  return Number(/-(\d+)$/.exec(nameOf(pod))?.[1] ?? -1);
}

function isUp({ spec }: StatefulSet, pod: Pod | undefined, now: number): boolean {
  if (pod === undefined || isTerminating(pod) || pod.status?.phase !== 'Running') return false;
  return isPodAvailable(pod, spec?.minReadySeconds ?? 0, now);
}

export const ordinalsConverge = atRest('a StatefulSet has the ordinals that it may have', function* (ledger) {
  const { now } = ledger.cluster.state;
  for (const set of listOf(ledger, STATEFUL_SET)) {
    if (isTerminating(set) || isAbandoned(ledger, set) || isWaiting(ledger, CONTROLLER, keyOf(set))) continue;
    const { start, end } = rangeOf(set);
    const pods = new Map(podsOf(ledger, set).map((pod) => [ordinalOf(pod), pod]));
    const isOrdered = set.spec?.podManagementPolicy !== 'Parallel';
    // Somebody else's pod or a claim that is on its way out may be in the way.
    const isObstructed = (ordinal: number) => isTaken(ledger, set, ordinal) || hasClaimOnItsWay(ledger, set, ordinal);
    let isBlocked = false;
    for (let ordinal = start; ordinal < end; ordinal += 1) {
      const pod = pods.get(ordinal);
      if (isObstructed(ordinal)) isBlocked = true;
      if (pod === undefined && !isBlocked) yield `${keyOf(set)} lacks ${ordinal}`;
      if (isOrdered && !isUp(set, pod, now)) isBlocked = true;
    }
    const condemned = [...pods].filter(([ordinal, pod]) => (ordinal < start || ordinal >= end) && !isTerminating(pod));
    const isHeldUp = isOrdered && (isBlocked || [...pods.values()].some((pod) => !isUp(set, pod, now)));
    if (condemned.length > 0 && !isHeldUp) yield `${keyOf(set)} still has ${condemned.map(([ordinal]) => ordinal).join()}`;
  }
});

function isTaken(ledger: Ledger, set: StatefulSet, ordinal: number): boolean {
  const pod = readOf(ledger, POD, `${namespaceOf(set)}/${nameOf(set)}-${ordinal}`);
  return pod !== undefined && controllerOf(pod)?.uid !== set.metadata.uid;
}

function hasClaimOnItsWay(ledger: Ledger, set: StatefulSet, ordinal: number): boolean {
  return (set.spec?.volumeClaimTemplates ?? []).some(({ metadata }) => {
    const claim = readOf(ledger, PERSISTENT_VOLUME_CLAIM, `${namespaceOf(set)}/${metadata.name ?? ''}-${nameOf(set)}-${ordinal}`);
    return claim !== undefined && isTerminating(claim);
  });
}

export const statefulStatusesAreCounts = atRest('the status of a StatefulSet is a recount', function* (ledger) {
  const { now } = ledger.cluster.state;
  for (const set of listOf(ledger, STATEFUL_SET)) {
    if (isTerminating(set) || isWaiting(ledger, CONTROLLER, keyOf(set))) continue;
    const pods = podsOf(ledger, set);
    const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod));
    const { updateRevision } = set.status ?? {};
    const expected = {
      replicas: pods.length,
      readyReplicas: ready.length,
      availableReplicas: ready.filter((pod) => isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, now)).length,
      updatedReplicas: pods.filter((pod) => !isTerminating(pod) && revisionOf(pod) === updateRevision).length,
      observedGeneration: set.metadata.generation ?? 0,
    };
    yield* differences(`StatefulSet ${keyOf(set)}`, expected, set.status);
  }
});

function revisionOf({ metadata }: Pod): string | undefined {
  return metadata.labels?.['controller-revision-hash'];
}

export const statefulUpdatesGoOn = atRest('an update of a StatefulSet goes as far as it may', function* (ledger) {
  const { now } = ledger.cluster.state;
  for (const set of listOf(ledger, STATEFUL_SET)) {
    const { updateStrategy, podManagementPolicy } = set.spec ?? {};
    if (updateStrategy?.type === 'OnDelete' || isTerminating(set) || isAbandoned(ledger, set) || isWaiting(ledger, CONTROLLER, keyOf(set)))
      continue;
    const { start, end } = rangeOf(set);
    const partition = updateStrategy?.rollingUpdate?.partition ?? 0;
    const pods = new Map(podsOf(ledger, set).map((pod) => [ordinalOf(pod), pod]));
    // An ordered set waits for every one of its pods before it updates any.
    const all = Array.from({ length: end - start }, (_, index) => pods.get(start + index));
    if (podManagementPolicy !== 'Parallel' && !all.every((pod) => isUp(set, pod, now))) continue;
    for (let ordinal = end - 1; ordinal >= start + partition; ordinal -= 1) {
      const pod = pods.get(ordinal);
      if (pod !== undefined && !isTerminating(pod) && revisionOf(pod) !== set.status?.updateRevision) {
        yield `${keyOf(set)}: ${nameOf(pod)} is not updated`;
        break;
      }
      if (!isUp(set, pod, now)) break;
    }
  }
});

/** What the controller knows of pods is as old as its watch. */
const LAG_MS = 1000;

export const ordinalsComeInOrder = everyMoment<undefined>({
  name: 'an ordered StatefulSet makes a pod when those before it are up',
  resource: 'pods',
  start: () => undefined,
  onEntry(_memory, { type, object, at }, ledger) {
    if (type !== 'ADDED') return undefined;
    const pod = object as Pod;
    const owner = controllerOf(pod);
    if (owner?.kind !== 'StatefulSet') return undefined;
    const set = readOf(ledger, STATEFUL_SET, `${namespaceOf(pod)}/${owner.name}`);
    if (set === undefined || set.metadata.uid !== owner.uid || set.spec?.podManagementPolicy === 'Parallel') return undefined;
    const { start } = rangeOf(set);
    for (let ordinal = start; ordinal < ordinalOf(pod); ordinal += 1) {
      const before = readOf(ledger, POD, `${namespaceOf(pod)}/${owner.name}-${ordinal}`);
      if (before === undefined || controllerOf(before)?.uid !== owner.uid) {
        if (at - (ledger.podsAt.get(owner.uid) ?? 0) > 0 && !isNews(ledger, owner.uid, at)) return `${keyOf(pod)} came without ${ordinal}`;
        continue;
      }
      if (!isUp(set, before, at) && !changedSince(before, at - LAG_MS)) return `${keyOf(pod)} came while ${keyOf(before)} was not up`;
    }
    return undefined;
  },
});

/** A pod of the set, or what it wants, may have changed so lately that the controller doesn't know. */
function isNews(ledger: Ledger, uid: string, at: number): boolean {
  const set = listOf(ledger, STATEFUL_SET).find(({ metadata }) => metadata.uid === uid);
  return set === undefined || at - (ledger.goneAt.get(uid) ?? 0) < LAG_MS || at - (ledger.specAt.get(uid) ?? 0) < LAG_MS;
}

function changedSince(pod: Pod, since: number): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  if (deletionTimestamp !== undefined && parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000 >= since - LAG_MS) return true;
  const changed = podCondition(pod, 'Ready')?.lastTransitionTime;
  return isPodTerminal(pod) || (changed !== undefined && parseTime(changed) >= since - LAG_MS);
}

export const ordinalsHaveNoTwins = atRest('the pods of a StatefulSet have different ordinals', function* (ledger) {
  for (const set of listOf(ledger, STATEFUL_SET)) {
    const ordinals = podsOf(ledger, set).map(ordinalOf);
    if (new Set(ordinals).size < ordinals.length) yield `${keyOf(set)}: ${ordinals.join()}`;
  }
});
