/**
 * ResourceQuota (k8s.io/apiserver/pkg/admission/plugin/resourcequota): refuses what would go beyond a quota, and books what does not
 * by writing the quota's status at once. What is given back is the quota controller's business.
 */
import { type KubeObject, groupResource, nameOf } from '../../../api/object.ts';
import type { ResourceList } from '../../../api/pod/resources.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import type { ResourceQuota } from '../../../api/types.gen.ts';
import { countObjects, scanObjects } from '../../store/store.ts';
import { writeOwnStatus } from '../own-write.ts';
import { addAmounts, amountsText, increase, onlyNamed } from '../quota/amounts.ts';
import { type Evaluator, inAllScopes, scopesOf } from '../quota/evaluator.ts';
import { evaluatorOf } from '../quota/usage.ts';
import { type RequestScope, readStored } from '../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

export const resourceQuota: AdmissionPlugin = {
  name: 'ResourceQuota',
  validate(scope, object, attributes) {
    const { server } = scope;
    if (attributes.namespace === '' || countObjects(server.store, 'resourcequotas') === 0) return;
    const evaluator = evaluatorOf(groupResource(scope.kind.type));
    if (evaluator === undefined || !evaluator.handles(attributes, object)) return;
    const quotas = Array.from(
      scanObjects(server.store, 'resourcequotas', `${attributes.namespace}/`),
      ([, quota]) => quota as ResourceQuota,
    );
    const bookings = bookingsOf(scope, quotas, evaluator, object, attributes);
    if (!scope.dryRun && !isTaken(scope, object, attributes)) for (const booking of bookings) book(scope, booking);
  },
};

interface Booking {
  readonly quota: ResourceQuota;
  readonly used: ResourceList;
}

function bookingsOf(
  scope: RequestScope,
  quotas: readonly ResourceQuota[],
  evaluator: Evaluator,
  object: KubeObject,
  attributes: AdmissionAttributes,
): readonly Booking[] {
  const concerned = quotas.filter((quota) => isAbout(quota, evaluator, object));
  for (const quota of concerned) assertMeasurable(scope, quota, evaluator, object);
  const now = scope.server.now();
  const usage = concerned.length === 0 ? {} : evaluator.usage(object, now);
  const before = attributes.operation === 'UPDATE' ? attributes.stored : undefined;
  return concerned.flatMap((quota) => {
    const standing = before !== undefined && isAbout(quota, evaluator, before) ? evaluator.usage(before, now) : {};
    const limits = hardOf(quota);
    const more = onlyNamed(increase(usage, standing), (name) => limits[name] !== undefined);
    if (Object.keys(more).length === 0) return [];
    const used = addAmounts(quota.status?.used ?? {}, more);
    if (attributes.subresource !== 'status') assertWithin(scope, object, quota, more, used);
    return [{ quota, used }];
  });
}

/** The limits that hold are those that the quota controller has taken note of. */
function hardOf({ status }: ResourceQuota): ResourceList {
  return status?.hard ?? {};
}

function isAbout(quota: ResourceQuota, evaluator: Evaluator, object: KubeObject): boolean {
  return Object.keys(hardOf(quota)).some((name) => evaluator.counts(name)) && inAllScopes(evaluator, scopesOf(quota), object);
}

function assertMeasurable(scope: RequestScope, quota: ResourceQuota, evaluator: Evaluator, object: KubeObject): void {
  const names = Object.keys(hardOf(quota)).filter((name) => evaluator.counts(name));
  const missing = evaluator.missing?.(names, object);
  if (missing !== undefined) throw refusal(scope, object, `failed quota: ${nameOf(quota)}: ${missing}`);
  if (names.some((name) => quota.status?.used?.[name] === undefined)) {
    throw refusal(scope, object, `status unknown for quota: ${nameOf(quota)}, resources: ${names.toSorted().join(',')}`);
  }
}

function assertWithin(scope: RequestScope, object: KubeObject, quota: ResourceQuota, more: ResourceList, used: ResourceList): void {
  const limits = hardOf(quota);
  const exceeded = new Set(Object.keys(more).filter((name) => compareQuantities(used[name] ?? '0', limits[name] ?? '0') > 0));
  if (exceeded.size === 0) return;
  const text = (list: ResourceList) => amountsText(onlyNamed(list, (name) => exceeded.has(name)));
  const sums = `requested: ${text(more)}, used: ${text(quota.status?.used ?? {})}, limited: ${text(limits)}`;
  throw refusal(scope, object, `exceeded quota: ${nameOf(quota)}, ${sums}`);
}

/** A create that is about to fail because the name is taken books nothing. */
function isTaken({ server, kind }: RequestScope, object: KubeObject, { operation, namespace }: AdmissionAttributes): boolean {
  return operation === 'CREATE' && readStored(server, kind, namespace, nameOf(object)) !== undefined;
}

function book({ server }: RequestScope, { quota, used }: Booking): void {
  const next: ResourceQuota = { ...quota, status: { ...quota.status, used } };
  writeOwnStatus(server, 'resourcequotas', quota, next);
}
