import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, invalid, required } from '../../field-error.ts';
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../../types.gen.ts';
import { type Findings, findingsOf, immutable, shown } from '../checks.ts';
import { checkResourceName, checkResourceQuantity } from '../pod/validate-resources.ts';

/** Rules of ResourceQuotas (`pkg/apis/core/validation`). Where upstream follows the order of a Go map ours is sorted. */
export function validateResourceQuota({ spec, status }: ResourceQuota): readonly FieldError[] {
  return findingsOf((findings) => {
    checkSpec(spec ?? {}, findings);
    checkStatus(status, findings);
  });
}

export function validateResourceQuotaUpdate(next: ResourceQuota, stored: ResourceQuota): readonly FieldError[] {
  return findingsOf((findings) => {
    checkSpec(next.spec ?? {}, findings);
    const scopes = next.spec?.scopes ?? [];
    const asSet = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();
    if (deepEqual(asSet(scopes), asSet(stored.spec?.scopes ?? []))) return;
    findings.push(immutable('spec.scopes', next.spec?.scopes === undefined ? null : shown(scopes)));
  });
}

export function validateResourceQuotaStatusUpdate({ status }: ResourceQuota): readonly FieldError[] {
  return findingsOf((findings) => checkStatus(status, findings));
}

type Amounts = NonNullable<ResourceQuotaSpec['hard']>;

function checkStatus(status: ResourceQuota['status'], findings: Findings): void {
  checkAmounts(status?.hard ?? {}, 'status.hard', findings);
  checkAmounts(status?.used ?? {}, 'status.used', findings);
}

function checkSpec(spec: ResourceQuotaSpec, findings: Findings): void {
  checkAmounts(spec.hard ?? {}, 'spec.hard', findings);
  checkScopes(spec, findings);
  checkSelector(spec, findings);
}

function checkAmounts(amounts: Amounts, path: string, findings: Findings): void {
  for (const name of Object.keys(amounts).sort()) {
    const at = `${path}[${name}]`;
    checkResourceName(name, at, findings);
    if (!name.includes('/') && !isQuotaResource(name)) findings.push(invalid(at, name, 'must be a standard resource for quota'));
    checkResourceQuantity(name, amounts[name] ?? '0', at, findings);
  }
}

const POD_AMOUNTS = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];

const QUOTA_RESOURCES: ReadonlySet<string> = new Set([
  ...POD_AMOUNTS,
  'ephemeral-storage',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]);

function isQuotaResource(name: string): boolean {
  return QUOTA_RESOURCES.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}

const POD_SCOPE: ReadonlySet<string> = new Set(['pods', ...POD_AMOUNTS]);

/** What each scope can be asked about. */
const SCOPES: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    Terminating: POD_SCOPE,
    NotTerminating: POD_SCOPE,
    BestEffort: new Set(['pods']),
    NotBestEffort: POD_SCOPE,
    PriorityClass: POD_SCOPE,
    CrossNamespacePodAffinity: POD_SCOPE,
    VolumeAttributesClass: new Set(['persistentvolumeclaims', 'requests.storage']),
  }),
);

/** Standard resources of the quota that a scope says nothing of. */
function strangers(scope: string, spec: ResourceQuotaSpec): readonly string[] {
  const known = SCOPES.get(scope);
  if (known === undefined) return [];
  return Object.keys(spec.hard ?? {}).filter((name) => isQuotaResource(name) && !known.has(name));
}

const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

function checkConflicts(scopes: readonly string[], spec: ResourceQuotaSpec, path: string, findings: Findings): void {
  for (const [one, other] of CONFLICTS) {
    if (scopes.includes(one) && scopes.includes(other)) findings.push(invalid(path, shown(spec.scopes) ?? null, 'conflicting scopes'));
  }
}

function checkScopes(spec: ResourceQuotaSpec, findings: Findings): void {
  const scopes = spec.scopes ?? [];
  const path = 'spec.scopes';
  for (const scope of scopes) {
    if (!SCOPES.has(scope)) findings.push(invalid(path, shown(scopes), 'unsupported scope'));
    for (const _name of strangers(scope, spec)) findings.push(invalid(path, shown(scopes), 'unsupported scope applied to resource'));
  }
  checkConflicts(scopes, spec, path, findings);
}

/** Scopes that a thing is in or not, without values. */
const PLAIN_SCOPES = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];
const MUST_EXIST =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

function checkSelector(spec: ResourceQuotaSpec, findings: Findings): void {
  if (spec.scopeSelector === undefined) return;
  const path = 'spec.scopeSelector.matchExpressions';
  const requirements = spec.scopeSelector.matchExpressions ?? [];
  for (const requirement of requirements) {
    const { scopeName, operator } = requirement;
    if (!SCOPES.has(scopeName)) findings.push(invalid(`${path}.scopeName`, scopeName ?? '', 'unsupported scope'));
    for (const _name of strangers(scopeName, spec)) {
      findings.push(invalid(path, goSelector(requirements), 'unsupported scope applied to resource'));
    }
    if (PLAIN_SCOPES.includes(scopeName) && operator !== 'Exists') findings.push(invalid(`${path}.operator`, operator ?? '', MUST_EXIST));
    checkValues(requirement, path, findings);
  }
  const scopes = requirements.map(({ scopeName }) => scopeName);
  checkConflicts(scopes, spec, path, findings);
}

function checkValues({ operator, values = [] }: ScopedResourceSelectorRequirement, path: string, findings: Findings): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return;
      return void findings.push(
        required(`${path}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"),
      );
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return;
      return void findings.push(
        invalid(`${path}.values`, shown(values), "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"),
      );
    default:
      findings.push(invalid(`${path}.operator`, operator ?? '', 'not a valid selector operator'));
  }
}

/** As Kubernetes' internal type prints. */
function goSelector(requirements: readonly ScopedResourceSelectorRequirement[]): ReturnType<typeof shown> {
  const expressions = requirements.map(({ scopeName, operator, values }) => ({
    ScopeName: scopeName ?? '',
    Operator: operator ?? '',
    Values: values ?? null,
  }));
  return { MatchExpressions: expressions };
}
