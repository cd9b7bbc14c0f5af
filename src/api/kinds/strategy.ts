import { drop, put } from './sharing.ts';

/** A write to the spec leaves the stored status; a write to the status leaves the stored spec. */
export function withStatusOf<T extends { readonly status?: unknown }>(next: T, stored: T): T {
  return stored.status === undefined ? drop(next, 'status') : put(next, 'status', stored.status as T['status']);
}

export function withSpecOf<T extends { readonly spec?: unknown }>(next: T, stored: T): T {
  return stored.spec === undefined ? drop(next, 'spec') : put(next, 'spec', stored.spec as T['spec']);
}
