import { deepEqual as same } from '../../../base/equal.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { AggregationRule, LabelSelector, PolicyRule, RoleRef, Subject } from '../../../api/types.gen.ts';
import { uncovered } from './rules.ts';

/** Any of the four kinds of RBAC; a binding is what has a roleRef. */
export interface RbacObject extends KubeObject {
  readonly rules?: readonly PolicyRule[] | null;
  readonly aggregationRule?: AggregationRule;
  readonly subjects?: readonly Subject[];
  readonly roleRef?: RoleRef;
}

/** What of the existing object may be taken away. */
export interface Removal {
  readonly rules: boolean;
  readonly subjects: boolean;
}

/** What makes the existing object allow what the expected one does (component-helpers/auth/rbac/reconciliation). */
export interface Changes {
  readonly object: RbacObject;
  readonly operation: 'none' | 'create' | 'update' | 'recreate';
  /** It is annotated not to be touched. */
  readonly isProtected: boolean;
  readonly missingRules: readonly PolicyRule[];
  readonly extraRules: readonly PolicyRule[];
  readonly missingSubjects: readonly Subject[];
  readonly extraSubjects: readonly Subject[];
}

const NOTHING = { missingRules: [], extraRules: [], missingSubjects: [], extraSubjects: [] };

export function creation(expected: RbacObject): Changes {
  const { rules, subjects = [] } = expected;
  return { ...NOTHING, object: expected, operation: 'create', isProtected: false, missingRules: rules ?? [], missingSubjects: subjects };
}

export function compareRole(existing: RbacObject, expected: RbacObject, removal: Removal): Changes {
  const [had, wanted] = [existing.rules ?? [], expected.rules ?? []];
  const bothAggregated = expected.aggregationRule !== undefined && existing.aggregationRule !== undefined;
  const extraRules = bothAggregated ? [] : uncovered(wanted, had);
  const missingRules = uncovered(had, wanted);
  const rules = joined(had, wanted, missingRules, extraRules, removal.rules);
  const selectors = aggregation(existing.aggregationRule, expected.aggregationRule, removal.rules);
  const { aggregationRule: _, ...rest } = merged(existing, expected);
  const object = { ...rest, rules, ...(selectors === undefined ? {} : { aggregationRule: selectors }) };
  const changed = rules !== had || selectors !== existing.aggregationRule || metadataDiffers(existing, object);
  return { ...NOTHING, object, operation: changed ? 'update' : 'none', isProtected: isProtected(existing), missingRules, extraRules };
}

/** The role of a binding can't be changed: another one takes a new binding. */
export function compareBinding(existing: RbacObject, expected: RbacObject, removal: Removal): Changes {
  const [had, wanted] = [existing.subjects ?? [], expected.subjects ?? []];
  const missingSubjects = without(wanted, had);
  const extraSubjects = without(had, wanted);
  const found = { ...NOTHING, isProtected: isProtected(existing), missingSubjects, extraSubjects };
  if (!same(existing.roleRef, expected.roleRef)) return { ...found, object: expected, operation: 'recreate' };
  const subjects = joined(had, wanted, missingSubjects, extraSubjects, removal.subjects);
  const object = { ...merged(existing, expected), subjects };
  const changed = subjects !== had || metadataDiffers(existing, object);
  return { ...found, object, operation: changed ? 'update' : 'none' };
}

/** What there was, with what is missing; or exactly what is wanted, when the rest is to go. */
function joined<T>(had: readonly T[], wanted: readonly T[], missing: readonly T[], extra: readonly T[], remove: boolean): readonly T[] {
  if (!remove) return missing.length === 0 ? had : [...had, ...missing];
  return missing.length + extra.length === 0 ? had : wanted;
}

function aggregation(existing: AggregationRule | undefined, expected: AggregationRule | undefined, remove: boolean) {
  if (existing === undefined || expected === undefined) return expected;
  const [had, wanted] = [existing.clusterRoleSelectors ?? [], expected.clusterRoleSelectors ?? []];
  const clusterRoleSelectors = joined<LabelSelector>(had, wanted, without(wanted, had), without(had, wanted), remove);
  return clusterRoleSelectors === had ? existing : { clusterRoleSelectors };
}

/** The existing object with the expected labels and annotations where it has none of its own. */
function merged(existing: RbacObject, expected: RbacObject): RbacObject {
  const join = (field: 'labels' | 'annotations') => {
    const [ours, theirs] = [expected.metadata[field], existing.metadata[field]];
    return ours === undefined ? {} : { [field]: { ...ours, ...theirs } };
  };
  return { ...existing, metadata: { ...existing.metadata, ...join('labels'), ...join('annotations') } };
}

function metadataDiffers(a: RbacObject, b: RbacObject): boolean {
  return !same(a.metadata.labels ?? {}, b.metadata.labels ?? {}) || !same(a.metadata.annotations ?? {}, b.metadata.annotations ?? {});
}

function isProtected({ metadata }: RbacObject): boolean {
  return metadata.annotations?.['rbac.authorization.kubernetes.io/autoupdate'] === 'false';
}

function without<T>(values: readonly T[], others: readonly T[]): readonly T[] {
  return values.filter((value) => !others.some((other) => same(value, other)));
}
