/** The annotations by which a Deployment's ReplicaSets carry revisions and sizes (pkg/controller/deployment/util). */
import type { KubeObject } from '../../../api/object.ts';
import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Annotations = { readonly [key: string]: string };

/** They belong to one of the two objects and are not copied from one to the other. */
const NOT_COPIED: ReadonlySet<string> = new Set([LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, ROLLBACK_TO]);

/** Longest revision history, in characters; the oldest revisions are forgotten first. */
const MAX_HISTORY = 2000;

/** 0 for an object that carries none. */
export function revisionOf(object: KubeObject): number {
  return wholeNumber(object.metadata.annotations?.[REVISION]) ?? 0;
}

export function maxRevision(sets: readonly ReplicaSet[]): number {
  return Math.max(0, ...sets.map(revisionOf));
}

/** The revision before the newest one; 0 if there is none. */
export function lastRevision(sets: readonly ReplicaSet[]): number {
  let newest = 0;
  let second = 0;
  for (const set of sets) {
    const revision = revisionOf(set);
    if (revision >= newest) [newest, second] = [revision, newest];
    else if (revision > second) second = revision;
  }
  return second;
}

export function desiredReplicasOf(set: ReplicaSet): number | undefined {
  return wholeNumber(set.metadata.annotations?.[DESIRED_REPLICAS]);
}

export function maxReplicasOf(set: ReplicaSet): number | undefined {
  return wholeNumber(set.metadata.annotations?.[MAX_REPLICAS]);
}

export function withReplicas(annotations: Annotations | undefined, desired: number, max: number): Annotations {
  return { ...annotations, [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(max) };
}

export function hasReplicas(set: ReplicaSet, desired: number, max: number): boolean {
  const annotations = set.metadata.annotations;
  return annotations?.[DESIRED_REPLICAS] === String(desired) && annotations[MAX_REPLICAS] === String(max);
}

/** The ReplicaSet's annotations as they should be at `revision`; the same object if they are so already. */
export function annotationsAt(deployment: Deployment, set: ReplicaSet, revision: number): Annotations {
  const present = set.metadata.annotations ?? {};
  const copied = copyAnnotations(deployment.metadata.annotations ?? {}, present);
  const text = present[REVISION];
  const before = text === undefined || text === '' ? 0 : wholeNumber(text);
  if (before === undefined || before >= revision) return copied;
  const history = text === undefined ? undefined : extendHistory(present[REVISION_HISTORY] ?? '', text);
  return { ...copied, [REVISION]: String(revision), ...(history === undefined ? {} : { [REVISION_HISTORY]: history }) };
}

/** A Deployment's annotations after a rollback to a ReplicaSet: those that are its own, and the ReplicaSet's. */
export function annotationsFrom(deployment: Deployment, set: ReplicaSet): Annotations {
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => NOT_COPIED.has(key));
  const theirs = Object.entries(set.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.has(key));
  return Object.fromEntries([...own, ...theirs]);
}

function copyAnnotations(from: Annotations, to: Annotations): Annotations {
  const missing = Object.entries(from).filter(([key, value]) => !NOT_COPIED.has(key) && to[key] !== value);
  return missing.length === 0 ? to : { ...to, ...Object.fromEntries(missing) };
}

function extendHistory(history: string, revision: string): string | undefined {
  if (history === '') return revision;
  const revisions = history.split(',');
  let length = history.length + revision.length + 1;
  while (length > MAX_HISTORY && revisions.length > 0) length -= (revisions.shift() ?? '').length + 1;
  return length > MAX_HISTORY ? undefined : [...revisions, revision].join(',');
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}
