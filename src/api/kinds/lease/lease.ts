import { type FieldError, invalid } from '../../field-error.ts';
import { LEASE } from '../../resources.ts';
import type { Lease } from '../../types.gen.ts';
import { NONE, NOT_NEGATIVE } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, drop } from '../sharing.ts';

/** Every node renews one of these all the time, so its rules are checked without allocating. */
export const leaseKind = plainKind<Lease>(LEASE, {
  createOnUpdate: true,
  requireVersionOnUpdate: true,
  prepareForCreate: (lease) => withoutElection(lease, undefined),
  prepareForUpdate: withoutElection,
  validate: validateLease,
  validateUpdate: (next, stored) => (next.spec === stored.spec ? NONE : validateLease(next)),
  columns: [NAME, column<Lease>('Holder', 'string', ({ spec }) => spec?.holderIdentity ?? ''), AGE],
});

/** Leaders are not elected by the cluster: CoordinatedLeaderElection is off. */
function withoutElection(lease: Lease, stored: Lease | undefined): Lease {
  const { strategy, preferredHolder } = lease.spec ?? {};
  if (strategy === undefined && preferredHolder === undefined) return lease;
  return alter(lease, 'spec', (spec) => {
    const plain = stored?.spec?.strategy === undefined ? drop(spec, 'strategy') : spec;
    return stored?.spec?.preferredHolder === undefined ? drop(plain, 'preferredHolder') : plain;
  });
}

function validateLease({ spec }: Lease): readonly FieldError[] {
  const { leaseDurationSeconds: seconds = 1, leaseTransitions: transitions = 0 } = spec ?? {};
  if (seconds > 0 && transitions >= 0) return NONE;
  return [
    ...(seconds > 0 ? [] : [invalid('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]),
    ...(transitions >= 0 ? [] : [invalid('spec.leaseTransitions', transitions, NOT_NEGATIVE)]),
  ];
}
