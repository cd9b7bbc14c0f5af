import { deepEqual } from '../../../base/equal.ts';
import { RESOURCE_CLAIM } from '../../resources.ts';
import type { ResourceClaimSpec, ResourceClaimStatus, ResourceResourceClaim } from '../../types.gen.ts';
import { findingsOf, immutable, shown } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter } from '../sharing.ts';
import { withMetadataOf, withStatusOf } from '../strategy.ts';
import { checkDevices, defaultDevices } from './devices.ts';
import { validateStatus } from './status.ts';

/** `pkg/apis/resource`, `pkg/registry/resource/resourceclaim`. Kept whole; nothing allocates devices here. */
export const resourceClaimKind = plainKind<ResourceResourceClaim>(RESOURCE_CLAIM, {
  schema: 'ResourceResourceClaim',
  subresources: ['status'],
  returnsObjectOnDelete: true,
  default: (claim) => alter(claim, 'spec', defaultClaimSpec),
  prepareForCreate: (claim) => ({ ...claim, status: {} }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: (next, stored) => ({
    ...stored,
    metadata: withMetadataOf(next, stored),
    status: withoutDeallocated(next.status ?? {}, stored.status ?? {}),
  }),
  validate: ({ spec }) => findingsOf((findings) => checkDevices(spec?.devices ?? {}, 'spec.devices', findings)),
  validateUpdate: (next, stored) => (deepEqual(next.spec, stored.spec) ? [] : [immutable('spec', shown(next.spec))]),
  validateStatusUpdate: validateStatus,
  columns: [NAME, column<ResourceResourceClaim>('State', 'string', stateOf), AGE],
});

export function defaultClaimSpec(spec: ResourceClaimSpec): ResourceClaimSpec {
  return alter(spec, 'devices', defaultDevices);
}

function stateOf({ metadata, status = {} }: ResourceResourceClaim): string {
  const isDeleted = metadata.deletionTimestamp !== undefined;
  if (status.allocation === undefined) return isDeleted ? 'deleted' : 'pending';
  const isReserved = (status.reservedFor ?? []).length > 0;
  return [...(isDeleted ? ['deleted'] : []), 'allocated', ...(isReserved ? ['reserved'] : [])].join(',');
}

/** A driver's report on a device goes with the device. */
function withoutDeallocated(next: ResourceClaimStatus, before: ResourceClaimStatus): ResourceClaimStatus {
  const { devices, ...rest } = next;
  if (devices === undefined || before.allocation === undefined || next.allocation !== undefined) return next;
  const wasAllocated = (before.allocation.devices?.results ?? []).map(placeOf);
  const kept = devices.filter((device) => !wasAllocated.includes(placeOf(device)));
  return kept.length === 0 ? rest : { ...rest, devices: kept };
}

function placeOf({ driver, pool, device, shareID = '' }: { driver: string; pool: string; device: string; shareID?: string }): string {
  return `${driver}/${pool}/${device}/${shareID}`;
}
