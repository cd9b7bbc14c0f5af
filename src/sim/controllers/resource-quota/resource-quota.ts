/**
 * The quota controller (pkg/controller/resourcequota): takes note in a quota's status of what its spec limits, and of what is used.
 * Admission books what is added; here is counted anew whenever something was booked or went. What objects count for is the API
 * server's knowledge, and given.
 */
import { type KubeObject, type ResourceType, keyOf, namespaceOf, splitKey } from '../../../api/object.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { RESOURCE_QUOTA } from '../../../api/resources.ts';
import type { Quantity } from '../../../api/scalars.ts';
import type { Pod, ResourceQuota } from '../../../api/types.gen.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';

type Amounts = { readonly [name: string]: Quantity };

/** What the objects of a quota's namespace use of what it limits. */
export type QuotaUsage = (quota: ResourceQuota, list: (resource: string) => readonly KubeObject[], now: number) => Amounts;

/** What comes or goes at once is counted together. */
const SETTLE_MS = 100;
const RESYNC_MS = 300_000;

/** It remembers the keys of quotas by their namespace. */
export function resourceQuotaController(usage: QuotaUsage): LateBehaviour {
  return { onChange, sync: (context, key) => sync(context, key, usage) };
}

function onChange(context: LateContext, type: ResourceType, change: Change): void {
  if (type.resource === RESOURCE_QUOTA.resource && type.group === '') noteQuota(context, change as Change<ResourceQuota>);
  const quotas = context.memory;
  if (quotas.size === 0) return;
  const concerned = quotas.get(namespaceOf(change.object));
  if (concerned !== undefined && mayCount(type, change)) for (const key of concerned) context.enqueueAfter(key, SETTLE_MS);
}

function noteQuota(context: LateContext, { type, object, previous }: Change<ResourceQuota>): void {
  const quotas = context.memory;
  const namespace = namespaceOf(object);
  const known = quotas.get(namespace) ?? new Set();
  if (type === 'DELETED') {
    known.delete(keyOf(object));
    if (known.size === 0) quotas.delete(namespace);
    return;
  }
  quotas.set(namespace, known.add(keyOf(object)));
  if (!sameAmounts(object.spec?.hard, previous?.spec?.hard) || object.status?.used === undefined) context.enqueue(keyOf(object));
  // What was booked may not have come to be: the write may have failed after all, or been undone already.
  else if (object.status !== previous?.status) context.enqueueAfter(keyOf(object), SETTLE_MS);
}

/** Whether an object may have come to count for more or less. What is new was booked. */
function mayCount({ resource }: ResourceType, { type, object, previous }: Change): boolean {
  if (type !== 'MODIFIED') return type === 'DELETED';
  if (resource === 'pods') return podDiffers(object as Pod, previous as Pod | undefined);
  return resource === 'services' || resource === 'persistentvolumeclaims' || resource === 'resourceclaims';
}

function podDiffers(next: Pod, before: Pod | undefined): boolean {
  return next.spec !== before?.spec || next.status?.phase !== before?.status?.phase;
}

function sync(context: LateContext, key: string, usage: QuotaUsage): number | undefined {
  const quota = context.lister(RESOURCE_QUOTA).byKey(key);
  if (quota === undefined) return undefined;
  const { namespace } = splitKey(key);
  const hard: Amounts = quota.spec?.hard ?? {};
  const counted = usage(quota, (resource) => listOf(context, resource, namespace), context.now);
  const known = Object.entries({ ...quota.status?.used, ...counted }).filter(([name]) => hard[name] !== undefined);
  const used: Amounts = Object.fromEntries(known);
  if (quota.status?.used !== undefined && sameAmounts(hard, quota.status.hard) && sameAmounts(used, quota.status.used)) return RESYNC_MS;
  context.client.updateStatus(RESOURCE_QUOTA, { ...quota, status: { hard, used } });
  return RESYNC_MS;
}

function listOf(context: LateContext, resource: string, namespace: string): readonly KubeObject[] {
  const type = context.client.typeOfResource(resource);
  return type === undefined ? [] : context.lister(type).list(namespace);
}

/** Equal in value, however it is written. */
function sameAmounts(a: Amounts = {}, b: Amounts = {}): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => b[name] !== undefined && compareQuantities(a[name] ?? '0', b[name]) === 0);
}
