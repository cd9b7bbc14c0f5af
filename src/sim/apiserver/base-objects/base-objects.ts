/** What every cluster is born with, beside what its components make. It follows from the spec and the seed alone. */
import { type KubeObject, groupResource, splitKey } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import { createPrng } from '../../../base/prng.ts';
import { type ClusterSpec, DEFAULT_SERVICE_CIDR } from '../../kernel/spec.ts';
import { BASE_REVISIONS, type BaseObjects } from '../../store/store.ts';
import { uuidFrom } from '../server.ts';
import { RBAC } from './rbac.ts';
import { withMetrics } from './metrics.ts';
import { otherObjects, standardStorage } from './others.ts';
import type { Born } from './born.ts';

export function baseObjects({ startTime, serviceCidr = DEFAULT_SERVICE_CIDR, volumes, metrics }: ClusterSpec, seed: number): BaseObjects {
  const at = formatTime(startTime);
  const random = createPrng(seed, 'base-objects');
  const base = new Map<string, Map<string, KubeObject>>();
  // Last, so that the others are the same with it and without it.
  const storage = volumes === 'provisioned' ? standardStorage() : [];
  const roles = metrics === 'served' ? withMetrics(RBAC, at) : RBAC;
  for (const [index, born] of [...otherObjects(at, serviceCidr), ...roles, ...storage].entries()) {
    if (index >= BASE_REVISIONS) throw new Error('more base objects than revisions for them');
    const resource = groupResource(born.type);
    const table = base.get(resource) ?? new Map<string, KubeObject>();
    table.set(born.key, named(born, { uid: uuidFrom(random), resourceVersion: String(index + 1), creationTimestamp: at }));
    base.set(resource, table);
  }
  return base;
}

function named(
  { key, object }: Born,
  given: { readonly uid: string; readonly resourceVersion: string; readonly creationTimestamp: string },
): KubeObject {
  const { namespace, name } = splitKey(key);
  return { ...object, metadata: { name, ...(namespace === '' ? {} : { namespace }), ...given, ...object.metadata } };
}
