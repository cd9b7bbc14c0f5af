/** What users do to objects that they have not named: pods and what else controllers have made. */
import type { JsonObject } from '../../../api/scalars.ts';
import type { Dice } from '../dice.ts';
import { type Action, type Deed, LIVE_RESOURCES, type LiveResource } from '../plan.ts';
import { HOLD, deletion } from './changes.ts';

export function randomDeed(dice: Dice, namespace: string): Action {
  const resource = dice.weighted<LiveResource>([
    [10, 'pods'],
    [2, 'replicasets.apps'],
    [2, 'jobs.batch'],
    [0.7, 'endpointslices.discovery.k8s.io'],
    [0.5, 'persistentvolumeclaims'],
  ]);
  const deed = resource === 'pods' ? podDeed(dice) : otherDeed(dice, resource);
  return { type: 'live', resource, namespace, pick: dice.below(1000), deed };
}

function podDeed(dice: Dice): Deed {
  return dice.weighted<Deed>([
    [6, { type: 'delete', body: deletion(dice) }],
    [2, { type: 'delete', body: { gracePeriodSeconds: 0 } }],
    [5, { type: 'evict' }],
    [4, { type: 'crash' }],
    [3, merge({ labels: { app: dice.pick(['a', 'b', 'other']) } })],
    [1, merge({ labels: { app: null } })],
    [1, merge({ labels: { 'pod-template-hash': null } })],
    [1, merge({ labels: { tier: dice.pick(['front', 'back']) } })],
    [1, merge({ ownerReferences: null })],
    [1, merge({ annotations: { 'controller.kubernetes.io/pod-deletion-cost': String(dice.between(-2, 2)) } })],
    [1, merge({ finalizers: dice.chance(0.5) ? [HOLD] : null })],
    [1, { type: 'give', resource: dice.pick(LIVE_RESOURCES), pick: dice.below(1000), controller: dice.chance(0.5) }],
  ]);
}

function otherDeed(dice: Dice, resource: LiveResource): Deed {
  return dice.weighted<Deed>([
    [4, { type: 'delete', body: deletion(dice) }],
    [1, merge({ labels: { app: dice.pick(['a', 'b', 'other']) } })],
    [1, merge({ ownerReferences: null })],
    [1, merge({ finalizers: dice.chance(0.5) ? [HOLD] : null })],
    [1, { type: 'give', resource: dice.pick(LIVE_RESOURCES), pick: dice.below(1000), controller: dice.chance(0.3) }],
    [resource === 'replicasets.apps' ? 2 : 0, { type: 'merge', body: { spec: { replicas: dice.below(4) } } }],
    [resource === 'jobs.batch' ? 1 : 0, { type: 'merge', body: { spec: { suspend: dice.chance(0.5) } } }],
  ]);
}

function merge(metadata: JsonObject): Deed {
  return { type: 'merge', body: { metadata } };
}
