/** Which objects count for a quota, and what they come to (k8s.io/apiserver/pkg/quota/v1/resources.go). */
import type { KubeObject } from '../../../api/object.ts';
import type { ResourceList } from '../../../api/pod/resources.ts';
import type { ResourceQuota } from '../../../api/types.gen.ts';
import { addAmounts, sumOf } from './amounts.ts';
import { type Evaluator, inAllScopes, scopesOf } from './evaluator.ts';
import { CLAIM_EVALUATOR, DEVICE_CLAIM_EVALUATOR, SERVICE_EVALUATOR, countEvaluator } from './others.ts';
import { POD_EVALUATOR } from './pods.ts';

const EVALUATORS = new Map<string, Evaluator>([
  ['pods', POD_EVALUATOR],
  ['services', SERVICE_EVALUATOR],
  ['persistentvolumeclaims', CLAIM_EVALUATOR],
  ['resourceclaims.resource.k8s.io', DEVICE_CLAIM_EVALUATOR],
  ...['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'].map((resource) => [resource, countEvaluator(resource)] as const),
]);

/** Resources that nobody counts (pkg/quota/v1/install). */
const IGNORED = /^(events(\.events\.k8s\.io)?|bindings|componentstatuses|[a-z]*reviews\.auth(entication|orization)\.k8s\.io)$/;

/** Who knows what objects of `deployments.apps` count for. */
export function evaluatorOf(resource: string): Evaluator | undefined {
  return EVALUATORS.get(resource) ?? (IGNORED.test(resource) ? undefined : countEvaluator(resource));
}

/** What the objects of a quota's namespace use of what it limits; what nobody counts is left out. */
export function quotaUsage(quota: ResourceQuota, list: (resource: string) => readonly KubeObject[], now: number): ResourceList {
  const names = Object.keys(quota.spec?.hard ?? {});
  const scopes = scopesOf(quota);
  return [...countedResources(names)]
    .map((resource) => {
      const evaluator = evaluatorOf(resource);
      const sum = sumOf(names.filter((name) => evaluator?.counts(name)));
      for (const object of list(resource)) if (evaluator && inAllScopes(evaluator, scopes, object)) sum.add(evaluator.usage(object, now));
      return sum.total();
    })
    .reduce<ResourceList>(addAmounts, {});
}

function countedResources(names: readonly string[]): ReadonlySet<string> {
  const known = Array.from(EVALUATORS).flatMap(([resource, { counts }]) => (names.some(counts) ? [resource] : []));
  const counted = names.filter((name) => name.startsWith('count/')).map((name) => name.slice('count/'.length));
  return new Set([...known, ...counted.filter((resource) => evaluatorOf(resource) !== undefined)]);
}
