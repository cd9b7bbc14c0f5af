import type { Fidelity } from '../fidelity.ts';

/** What requests carry beside the objects of kinds: bodies of subresources, and options of deletions. */
export const requestFidelity: Fidelity = {
  Scale: { simulated: 'apiVersion kind metadata spec status' },
  ScaleSpec: { simulated: 'replicas' },
  ScaleStatus: { simulated: 'replicas selector' },
  Eviction: { simulated: 'apiVersion deleteOptions kind metadata' },
  DeleteOptions: {
    simulated: 'apiVersion dryRun gracePeriodSeconds kind orphanDependents preconditions propagationPolicy',
    kept: 'ignoreStoreReadErrorWithClusterBreakingPotential',
  },
  Preconditions: { simulated: 'resourceVersion uid' },
};

/** The types of those bodies, by subresource. */
export const REQUEST_TYPES: Readonly<Record<string, string>> = {
  scale: 'Scale',
  eviction: 'Eviction',
  token: 'TokenRequest',
  binding: 'Binding',
};
