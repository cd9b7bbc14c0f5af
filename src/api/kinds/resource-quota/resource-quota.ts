import { compareQuantities } from '../../quantity.ts';
import { RESOURCE_QUOTA } from '../../resources.ts';
import type { ResourceQuota } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { fill } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { validateResourceQuota, validateResourceQuotaStatusUpdate, validateResourceQuotaUpdate } from './validate.ts';

/** `pkg/registry/core/resourcequota`; rules in `validate.ts`. */
export const resourceQuotaKind = plainKind<ResourceQuota>(RESOURCE_QUOTA, {
  shortNames: ['quota'],
  subresources: ['status'],
  returnsObjectOnDelete: true,
  default: (quota) => fill<ResourceQuota>(quota, { spec: {}, status: {} }),
  prepareForCreate: (quota) => ({ ...quota, status: {} }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: withSpecOf,
  validate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
  validateStatusUpdate: validateResourceQuotaStatusUpdate,
  warnings: (quota, stored) => (stored === undefined ? warningsOnCreate(quota) : []),
  columns: [
    NAME,
    column<ResourceQuota>('Request', 'string', (quota) => usageText(quota, false)),
    column<ResourceQuota>('Limit', 'string', (quota) => usageText(quota, true)),
    AGE,
  ],
});

function warningsOnCreate({ spec }: ResourceQuota): readonly string[] {
  const hard = spec?.hard ?? {};
  return ['cpu', 'memory', 'storage', 'ephemeral-storage'].flatMap((name) => {
    const isShort = hard[`requests.${name}`] === undefined && (name === 'cpu' || name === 'memory');
    const requestName = isShort ? name : `requests.${name}`;
    const request = hard[requestName];
    const limit = hard[`limits.${name}`];
    if (request === undefined || limit === undefined || compareQuantities(request, limit) <= 0) return [];
    return [`ResourceQuota ${requestName} (${request}) should be less than limits.${name} (${limit})`];
  });
}

function usageText({ status }: ResourceQuota, ofLimits: boolean): string {
  const { hard = {}, used = {} } = status ?? {};
  const names = Object.keys(hard).filter((name) => name.startsWith('limits.') === ofLimits);
  return names
    .sort()
    .map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`)
    .join(', ');
}
