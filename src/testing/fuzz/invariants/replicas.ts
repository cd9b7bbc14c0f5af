/** ReplicaSets, ReplicationControllers and who adopts whom. */
import { matchesSelector, selectorOf, selectorOfSet, type Selector } from '../../../api/labels.ts';
import { controllerOf, isTerminating, keyOf, namespaceOf } from '../../../api/object.ts';
import { findCondition, isPodActive, isPodAvailable, isPodReady, isPodTerminal } from '../../../api/pod/conditions.ts';
import { DAEMON_SET, POD, REPLICATION_CONTROLLER, REPLICA_SET } from '../../../api/resources.ts';
import type { Pod, ReplicaSet, ReplicationController } from '../../../api/types.gen.ts';
import { type Ledger, listOf, podsOf } from '../ledger.ts';
import { atRest } from './invariant.ts';
import { hasLostInSilence, isAbandoned, isWaiting } from './waiting.ts';

type Replicated = ReplicaSet | ReplicationController;

function* replicatedOf(ledger: Ledger): Iterable<readonly [set: Replicated, selector: Selector, component: string]> {
  for (const set of listOf(ledger, REPLICA_SET)) yield [set, selectorOf(set.spec?.selector), 'replicaset-controller'];
  for (const set of listOf(ledger, REPLICATION_CONTROLLER)) yield [set, selectorOfSet(set.spec?.selector), 'replication-controller'];
}

export const replicasConverge = atRest('a set has the pods that it wants', function* (ledger) {
  for (const [set, , component] of replicatedOf(ledger)) {
    if (isTerminating(set) || isAbandoned(ledger, set)) continue;
    const active = podsOf(ledger, set).filter(isPodActive).length;
    const wanted = set.spec?.replicas ?? 1;
    if (active > wanted) yield `${set.kind} ${keyOf(set)} has ${active} pods instead of ${wanted}`;
    if (active >= wanted) continue;
    const failure = findCondition(set.status?.conditions, 'ReplicaFailure');
    if (failure?.status !== 'True') yield `${set.kind} ${keyOf(set)} has ${active} pods of ${wanted} and no failure`;
    else if (!isWaiting(ledger, component, keyOf(set))) yield `${set.kind} ${keyOf(set)} has ${active} pods of ${wanted} and tries no more`;
  }
});

export const replicaStatusesAreCounts = atRest('the status of a set is a recount', function* (ledger) {
  for (const [set, selector, component] of replicatedOf(ledger)) {
    if (hasLostInSilence(ledger, set)) continue;
    const { now } = ledger.cluster.state;
    // Who is being deleted lets nobody go any more, and counts only whom it selects (controller_ref_manager.go: ClaimObject).
    const own = podsOf(ledger, set).filter(({ metadata }) => !isTerminating(set) || matchesSelector(selector, metadata.labels));
    const active = own.filter(isPodActive);
    const { status, spec } = set;
    // Whose creation of pods fails looks again when its back-off is over, not when the time of a pod has come: a key waits once.
    const { minReadySeconds = 0 } = spec ?? {};
    const labels = spec?.template?.metadata?.labels;
    const fully = active.filter(({ metadata }) => matchesSelector(selectorOfSet(labels), metadata.labels));
    const expected = {
      replicas: active.length,
      fullyLabeledReplicas: fully.length,
      readyReplicas: active.filter(isPodReady).length,
      ...(minReadySeconds > 0 && isWaiting(ledger, component, keyOf(set))
        ? {}
        : { availableReplicas: active.filter((pod) => isPodAvailable(pod, minReadySeconds, now)).length }),
      observedGeneration: set.metadata.generation ?? 0,
      ...(set.kind === 'ReplicaSet' ? { terminatingReplicas: own.filter((pod) => isTerminating(pod) && !isPodTerminal(pod)).length } : {}),
    };
    yield* differences(`${set.kind} ${keyOf(set)}`, expected, status);
  }
});

export function* differences(what: string, expected: { readonly [field: string]: number }, status: object | undefined): Iterable<string> {
  for (const [field, value] of Object.entries(expected)) {
    const told = (status as { readonly [field: string]: number | undefined } | undefined)?.[field] ?? 0;
    if (told !== value) yield `${what}: ${field} is ${told} instead of ${value}`;
  }
}

export const podsBelongToWhoSelectsThem = atRest('a controller selects its pods, and takes those that nobody has', function* (ledger) {
  const claimants = [...replicatedOf(ledger)].map(([set, selector]) => [set, selector] as const);
  const daemons = listOf(ledger, DAEMON_SET).map((set) => [set, selectorOf(set.spec?.selector)] as const);
  for (const [set, selector] of [...claimants, ...daemons]) {
    if (isTerminating(set)) continue;
    const isOwn = (pod: Pod) => namespaceOf(pod) === namespaceOf(set) && isPodActive(pod);
    for (const pod of listOf(ledger, POD).filter(isOwn)) {
      const owner = controllerOf(pod);
      const isSelected = matchesSelector(selector, pod.metadata.labels);
      if (owner?.uid === set.metadata.uid && !isSelected) yield `${keyOf(pod)} is still held by ${set.kind} ${keyOf(set)}`;
      if (owner === undefined && isSelected) yield `${keyOf(pod)} is not adopted by ${set.kind} ${keyOf(set)}`;
    }
  }
});
