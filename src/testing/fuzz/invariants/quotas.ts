/** Quotas and budgets: what their statuses say, and what is let in. */
import { scaledValue } from '../../../api/intstr.ts';
import { type KubeObject, isTerminating, keyOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { findCondition, isPodTerminal } from '../../../api/pod/conditions.ts';
import { podRequestList } from '../../../api/pod/resources.ts';
import { quantityMilli } from '../../../api/quantity.ts';
import { POD, POD_DISRUPTION_BUDGET, RESOURCE_QUOTA } from '../../../api/resources.ts';
import type { PersistentVolumeClaim, Pod, ResourceQuota, Service } from '../../../api/types.gen.ts';
import { qosClassOf } from '../../../api/pod/qos.ts';
import { guards, isHealthy, wasLeftInSilence } from '../disruptions.ts';
import { type Ledger, listOf } from '../ledger.ts';
import { atRest, everyMoment } from './invariant.ts';
import { differences } from './replicas.ts';
import { isAbandoned, isWaiting } from './waiting.ts';

/** Thousandths of what one object uses of a resource. */
type Usage = (object: KubeObject) => number;

const one = (): number => 1000;
const ofSpec = (object: KubeObject) => (object as Pod).spec ?? { containers: [] };
const isCounted = (pod: KubeObject): boolean => !isPodTerminal(pod as Pod);
const request =
  (name: string): Usage =>
  (pod) =>
    isCounted(pod) ? quantityMilli(podRequestList(ofSpec(pod))[name]) : 0;

/** What is counted of which resource, for the names that the generator puts into quotas. */
const MEASURES: { readonly [name: string]: readonly [resource: string, usage: Usage] | undefined } = {
  pods: ['pods', (pod) => (isCounted(pod) ? 1000 : 0)],
  'requests.cpu': ['pods', request('cpu')],
  services: ['services', one],
  'services.nodeports': ['services', (service) => nodePortsOf(service as Service) * 1000],
  persistentvolumeclaims: ['persistentvolumeclaims', one],
  'requests.storage': [
    'persistentvolumeclaims',
    (claim) => quantityMilli((claim as PersistentVolumeClaim).spec?.resources?.requests?.['storage']),
  ],
  configmaps: ['configmaps', one],
  'count/deployments.apps': ['deployments.apps', one],
  'count/jobs.batch': ['jobs.batch', one],
};

function nodePortsOf({ spec }: Service): number {
  return spec?.type === 'NodePort' || spec?.type === 'LoadBalancer' ? (spec.ports ?? []).length : 0;
}

function isInScope({ spec }: ResourceQuota, object: KubeObject): boolean {
  if (object.kind !== 'Pod') return true;
  const pod = object as Pod;
  const isBestEffort = qosClassOf(ofSpec(pod)) === 'BestEffort';
  const priorities = spec?.scopeSelector?.matchExpressions?.find(({ scopeName }) => scopeName === 'PriorityClass')?.values;
  if (priorities !== undefined && !priorities.includes(pod.spec?.priorityClassName ?? '')) return false;
  return (spec?.scopes ?? []).every((scope) => {
    if (scope === 'BestEffort') return isBestEffort;
    if (scope === 'NotBestEffort') return !isBestEffort;
    return scope === 'NotTerminating' ? pod.spec?.activeDeadlineSeconds === undefined : true;
  });
}

function usedOf(ledger: Ledger, quota: ResourceQuota, name: string): number | undefined {
  const measure = MEASURES[name];
  if (measure === undefined) return undefined;
  const [resource, usage] = measure;
  const objects = [...(ledger.objects.get(resource)?.values() ?? [])].filter((object) => namespaceOf(object) === namespaceOf(quota));
  return objects
    .filter((object) => isInScope(quota, object) && !isPastGrace(ledger, object))
    .reduce((sum, object) => sum + usage(object), 0);
}

/** A pod that should long be gone isn't counted any more. */
function isPastGrace({ cluster }: Ledger, { kind, metadata }: KubeObject): boolean {
  return kind === 'Pod' && metadata.deletionTimestamp !== undefined && Date.parse(metadata.deletionTimestamp) < cluster.state.now;
}

export const quotaUsageIsARecount = atRest('the usage of a quota is a recount', function* (ledger) {
  for (const quota of listOf(ledger, RESOURCE_QUOTA)) {
    if (isTerminating(quota) || isAbandoned(ledger, quota) || isUnnoticed(ledger, quota)) continue;
    for (const [name, hard] of Object.entries(quota.spec?.hard ?? {})) {
      const used = usedOf(ledger, quota, name);
      const told = quota.status?.used?.[name];
      if (quota.status?.hard?.[name] !== hard)
        yield `${keyOf(quota)}: the status has ${quota.status?.hard?.[name] ?? 'no'} ${name} instead of ${hard}`;
      if (used !== undefined && used !== quantityMilli(told))
        yield `${keyOf(quota)}: ${told ?? 'no'} ${name} are used instead of ${used / 1000}`;
    }
  }
});

/** Quotas are counted at least this often, in milliseconds. */
const RESYNC_MS = 300_000;

/**
 * The end of a pod's grace tells nobody: what is held longer is seen at the next count, which may be minutes away. So it is with a
 * scope that changed: the controller compares limits alone (pkg/controller/resourcequota: the quota informer's UpdateFunc).
 */
function isUnnoticed(ledger: Ledger, quota: ResourceQuota): boolean {
  if (isOfNewScope(ledger, quota, ledger.cluster.state.now)) return true;
  const held = listOf(ledger, POD).filter((pod) => namespaceOf(pod) === namespaceOf(quota) && isPastGrace(ledger, pod));
  return held.length > 0;
}

/** A quota that is new or was changed is enforced from its next count on. */
const LAG_MS = 1000;

export const quotasAreKept = everyMoment<undefined>({
  name: 'nothing is created beyond a quota',
  resource: '',
  start: () => undefined,
  onEntry(_memory, { type, object, resource, at }, ledger) {
    if (type !== 'ADDED' || ledger.objects.get('resourcequotas')?.size === undefined) return undefined;
    for (const quota of listOf(ledger, RESOURCE_QUOTA)) {
      if (namespaceOf(quota) !== namespaceOf(object) || !isInScope(quota, object) || isFresh(quota, at, ledger)) continue;
      for (const [name, hard] of Object.entries(quota.status?.hard ?? {})) {
        const [measured, usage] = MEASURES[name] ?? [];
        if (measured !== resource || usage === undefined || usage(object) === 0) continue;
        const used = usedOf(ledger, quota, name) ?? 0;
        if (used > quantityMilli(hard)) return `${resource} ${keyOf(object)}: ${used / 1000} ${name} of ${hard} in ${keyOf(quota)}`;
      }
    }
    return undefined;
  },
});

function isFresh(quota: ResourceQuota, at: number, ledger: Ledger): boolean {
  return at - (ledger.quotaAt.get(uidOf(quota)) ?? 0) < LAG_MS || isOfNewScope(ledger, quota, at);
}

function isOfNewScope({ scopeAt }: Ledger, quota: ResourceQuota, at: number): boolean {
  return at - (scopeAt.get(uidOf(quota)) ?? -Infinity) <= RESYNC_MS;
}

export const budgetsAreCounted = atRest('the status of a budget is a recount', function* (ledger) {
  for (const budget of listOf(ledger, POD_DISRUPTION_BUDGET)) {
    if (wasLeftInSilence(ledger.disruptions, budget)) continue;
    if (isTerminating(budget) || isAbandoned(ledger, budget) || isWaiting(ledger, 'controllermanager', keyOf(budget))) continue;
    const { status, metadata } = budget;
    const pods = listOf(ledger, POD).filter((pod) => namespaceOf(pod) === namespaceOf(budget) && guards(budget, pod));
    const healthy = pods.filter(isHealthy).length;
    if (findCondition(status?.conditions, 'DisruptionAllowed')?.reason === 'SyncFailed') {
      if (status?.disruptionsAllowed !== 0)
        yield `${keyOf(budget)} allows ${status?.disruptionsAllowed ?? 'nothing'} although nobody knows`;
      continue;
    }
    // Where it fails the controller leaves the rest of the status alone.
    if ((status?.observedGeneration ?? 0) !== (metadata.generation ?? 0))
      yield `${keyOf(budget)} has observed ${status?.observedGeneration ?? 0}`;
    const { minAvailable } = budget.spec ?? {};
    const { expectedPods = 0, desiredHealthy = 0 } = status ?? {};
    const desired =
      typeof minAvailable === 'number'
        ? minAvailable
        : minAvailable === undefined
          ? Math.max(0, expectedPods - scaledValue(budget.spec?.maxUnavailable ?? 0, expectedPods, true))
          : scaledValue(minAvailable, expectedPods, true);
    const expected = {
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: expectedPods <= 0 ? 0 : Math.max(0, healthy - desiredHealthy),
      ...(typeof minAvailable === 'number' ? { expectedPods: pods.length } : {}),
    };
    yield* differences(`budget ${keyOf(budget)}`, expected, status);
  }
});
