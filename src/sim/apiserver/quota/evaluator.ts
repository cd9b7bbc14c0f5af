import type { KubeObject } from '../../../api/object.ts';
import type { ResourceList } from '../../../api/pod/resources.ts';
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../../../api/types.gen.ts';
import type { AdmissionAttributes } from '../admission/plugin.ts';

/** A scope of a quota; one in `spec.scopes` has to exist. */
export type Scope = Pick<ScopedResourceSelectorRequirement, 'values'> & { readonly scopeName: string; readonly operator: string };

/** What objects of one resource count for (k8s.io/apiserver/pkg/quota/v1). */
export interface Evaluator {
  /** Whether a request may use more than before. */
  handles(attributes: AdmissionAttributes, object: KubeObject): boolean;
  /** Whether this resource counts towards what a quota calls `name`. */
  counts(name: string): boolean;
  /** `now` in milliseconds since the epoch. */
  usage(object: KubeObject, now: number): ResourceList;
  /** Absent: no quota with a scope is about this resource. */
  inScope?(scope: Scope, object: KubeObject): boolean;
  /** What an object leaves open although quotas on `names` need to know it. */
  missing?(names: readonly string[], object: KubeObject): string | undefined;
}

export function scopesOf({ spec }: ResourceQuota): readonly Scope[] {
  const named = (spec?.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' }));
  return [...named, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

export function inAllScopes(evaluator: Evaluator, scopes: readonly Scope[], object: KubeObject): boolean {
  return scopes.every((scope) => evaluator.inScope?.(scope, object) === true);
}

/** A scope with values as a selector over the names that an object has to show. */
export function selectsName({ operator, values = [] }: Scope, names: readonly string[]): boolean {
  switch (operator) {
    case 'In':
      return names.some((name) => values.includes(name));
    case 'NotIn':
      return names.length === 0 || names.some((name) => !values.includes(name));
    case 'Exists':
      return names.length > 0;
    case 'DoesNotExist':
      return names.length === 0;
    default:
      return false;
  }
}
