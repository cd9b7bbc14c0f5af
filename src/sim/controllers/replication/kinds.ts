import type { ResourceType } from '../../../api/object.ts';
import { type Selector, selectorOf, selectorOfSet } from '../../../api/labels.ts';
import { REPLICATION_CONTROLLER, REPLICA_SET } from '../../../api/resources.ts';
import type { ReplicaSet, ReplicationController } from '../../../api/types.gen.ts';

export type ReplicatedSet = ReplicaSet | ReplicationController;

/** What differs between the two kinds that this controller serves. */
export interface SetKind {
  readonly type: ResourceType<ReplicatedSet>;
  /** Event source. */
  readonly name: string;
  /** status.terminatingReplicas is a ReplicaSet's alone. */
  readonly reportsTerminating: boolean;
}

export const REPLICA_SETS: SetKind = {
  type: REPLICA_SET,
  name: 'replicaset-controller',
  reportsTerminating: true,
};

export const REPLICATION_CONTROLLERS: SetKind = {
  type: REPLICATION_CONTROLLER,
  name: 'replication-controller',
  reportsTerminating: false,
};

/** Parsed selectors by the immutable objects they come from. */
const parsed = new WeakMap<object, Selector>();

export function selectorOfReplicas(set: ReplicatedSet): Selector {
  const source = set.spec?.selector;
  if (source === undefined) return selectorOf(undefined);
  let selector = parsed.get(source);
  if (selector === undefined) {
    selector = set.kind === 'ReplicaSet' ? selectorOf(source) : selectorOfSet(source as Record<string, string>);
    parsed.set(source, selector);
  }
  return selector;
}

export function desiredReplicas(set: ReplicatedSet): number {
  return set.spec?.replicas ?? 1;
}

export function minReadyMs(set: ReplicatedSet): number {
  return (set.spec?.minReadySeconds ?? 0) * 1000;
}
