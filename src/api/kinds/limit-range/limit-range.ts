import { deepEqual } from '../../../base/equal.ts';
import { LIMIT_RANGE } from '../../resources.ts';
import type { LimitRange, LimitRangeItem } from '../../types.gen.ts';
import { findingsOf } from '../checks.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, mapShared, memoised } from '../sharing.ts';
import { checkLimitRange } from './validate.ts';

/** `pkg/apis/core/v1/defaults`, `pkg/registry/core/limitrange`; rules in `validate.ts`. */
export const limitRangeKind = plainKind<LimitRange>(LIMIT_RANGE, {
  shortNames: ['limits'],
  createOnUpdate: true,
  namedByUid: true,
  default: (range) =>
    alter(fill<LimitRange>(range, { spec: { limits: [] } }), 'spec', (spec) =>
      alter(spec, 'limits', (limits) => mapShared(limits, defaultItem)),
    ),
  validate: (range) => findingsOf((findings) => checkLimitRange(range, findings)),
  validateUpdate: (next) => findingsOf((findings) => checkLimitRange(next, findings)),
  columns: [NAME, CREATED_AT],
});

/** Of a container the default limit is the maximum, the default request that limit, or else the minimum. */
const defaultItem: (item: LimitRangeItem) => LimitRangeItem = memoised((item) => {
  if (item.type !== 'Container') return item;
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  if (deepEqual(limits, item.default ?? {}) && deepEqual(requests, item.defaultRequest ?? {})) return item;
  return {
    ...item,
    ...(Object.keys(limits).length === 0 ? {} : { default: limits }),
    ...(Object.keys(requests).length === 0 ? {} : { defaultRequest: requests }),
  };
});
