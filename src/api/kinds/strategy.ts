import type { ObjectMeta } from '../types.gen.ts';
import { drop, put } from './sharing.ts';

/** A write to the spec leaves the stored status; a write to the status leaves the stored spec. */
export function withStatusOf<T extends { readonly status?: unknown }>(next: T, stored: T): T {
  return stored.status === undefined ? drop(next, 'status') : put(next, 'status', stored.status as T['status']);
}

export function withSpecOf<T extends { readonly spec?: unknown }>(next: T, stored: T): T {
  return stored.spec === undefined ? drop(next, 'spec') : put(next, 'spec', stored.spec as T['spec']);
}

const OF_STORED = [
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
] as const;

interface WithMetadata {
  readonly metadata: ObjectMeta;
}

/** The metadata of `next` with what a write to part of an object leaves as it is (ResetObjectMetaForStatus). */
export function withMetadataOf(next: WithMetadata, stored: WithMetadata): ObjectMeta {
  return OF_STORED.reduce((metadata, field) => withFieldOf(metadata, stored.metadata, field), next.metadata);
}

function withFieldOf(metadata: ObjectMeta, stored: ObjectMeta, field: keyof ObjectMeta): ObjectMeta {
  return stored[field] === undefined ? drop(metadata, field) : put(metadata, field, stored[field]);
}
