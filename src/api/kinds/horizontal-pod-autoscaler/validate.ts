import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { dns1123Label, pathSegment } from '../../names.ts';
import { compareQuantities } from '../../quantity.ts';
import type {
  CrossVersionObjectReference,
  HPAScalingPolicy,
  HPAScalingRules,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from '../../types.gen.ts';
import { type Findings, NOT_NEGATIVE, checkNotNegative, checkRule, findingsOf, isUnset } from '../checks.ts';
import { checkContainerResourceName } from '../pod/validate-resources.ts';

/** Rules of HorizontalPodAutoscalers (`pkg/apis/autoscaling/validation`). */
export function validateAutoscaler({ spec }: HorizontalPodAutoscaler): readonly FieldError[] {
  const target: ReferenceScope = spec.scaleTargetRef?.kind === 'ReplicationController' ? 'any group' : 'with group';
  return findingsOf((findings) => checkSpec(spec, { minReplicas: 1, target, objects: 'any group' }, findings));
}

/** What was let in once may stay as it is. */
export function validateAutoscalerUpdate(
  { spec }: HorizontalPodAutoscaler,
  { spec: stored }: HorizontalPodAutoscaler,
): readonly FieldError[] {
  const [after, before] = [spec.scaleTargetRef, stored.scaleTargetRef];
  const keepsTarget = after?.apiVersion === before?.apiVersion && after?.kind === before?.kind;
  const target: ReferenceScope = after?.kind === 'ReplicationController' ? 'any group' : 'with group';
  const hadBrokenObject = (stored.metrics ?? []).some(
    ({ type, object }) => type === 'Object' && versionError(object?.describedObject?.apiVersion, 'any group') !== undefined,
  );
  const scope: Scope = {
    minReplicas: stored.minReplicas === 0 ? 0 : 1,
    target: keepsTarget ? 'anything' : target,
    objects: hadBrokenObject ? 'anything' : 'any group',
  };
  return findingsOf((findings) => checkSpec(spec, scope, findings));
}

export function validateAutoscalerStatus({ status }: HorizontalPodAutoscaler): readonly FieldError[] {
  return findingsOf((findings) => {
    checkNotNegative(status?.currentReplicas, 'status.currentReplicas', findings);
    checkNotNegative(status?.desiredReplicas, 'status.desiredReplicas', findings);
  });
}

/** How much the version of a reference must say. */
type ReferenceScope = 'with group' | 'any group' | 'anything';

interface Scope {
  readonly minReplicas: number;
  readonly target: ReferenceScope;
  readonly objects: ReferenceScope;
}

function checkSpec(spec: Partial<HorizontalPodAutoscalerSpec>, scope: Scope, findings: Findings): void {
  const { minReplicas, maxReplicas = 0, behavior } = spec;
  if (minReplicas !== undefined && minReplicas < scope.minReplicas) {
    findings.push(invalid('spec.minReplicas', minReplicas, `must be greater than or equal to ${scope.minReplicas}`));
  }
  if (maxReplicas === 0) findings.push(required('spec.maxReplicas', 'must be set and greater than 0'));
  else if (maxReplicas < 0) findings.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to 1'));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    findings.push(invalid('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`'));
  }
  checkReference(spec.scaleTargetRef, scope.target, 'spec.scaleTargetRef', findings);
  checkMetrics(spec, scope.objects, findings);
  if (behavior?.scaleUp !== undefined) checkRules(behavior.scaleUp, 'spec.behavior.scaleUp', findings);
  if (behavior?.scaleDown !== undefined) checkRules(behavior.scaleDown, 'spec.behavior.scaleDown', findings);
}

function checkReference(
  reference: Partial<CrossVersionObjectReference> = {},
  scope: ReferenceScope,
  path: string,
  findings: Findings,
): void {
  for (const field of ['kind', 'name'] as const) {
    if (isUnset(reference[field])) findings.push(required(`${path}.${field}`));
    else checkRule(pathSegment, reference[field], `${path}.${field}`, findings);
  }
  const problem = versionError(reference.apiVersion, scope);
  if (problem !== undefined) findings.push(invalid(`${path}.apiVersion`, reference.apiVersion ?? '', problem));
}

function versionError(apiVersion = '', scope: ReferenceScope): string | undefined {
  if (scope === 'anything') return undefined;
  const slashes = apiVersion.split('/').length - 1;
  if (slashes > 1) return `unexpected GroupVersion string: ${apiVersion}`;
  const hasGroup = slashes === 1 && !apiVersion.startsWith('/');
  return scope === 'with group' && !hasGroup ? 'apiVersion must specify API group' : undefined;
}

/** By type, in the order in which they are looked at; the first that is there is checked. */
const SOURCES = [
  ['object', 'Object'],
  ['external', 'External'],
  ['pods', 'Pods'],
  ['resource', 'Resource'],
  ['containerResource', 'ContainerResource'],
] as const;

const METRIC_TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

function checkMetrics(
  { metrics = [], minReplicas }: Partial<HorizontalPodAutoscalerSpec>,
  scope: ReferenceScope,
  findings: Findings,
): void {
  for (const [index, metric] of metrics.entries()) checkMetric(metric, scope, `spec.metrics[${index}]`, findings);
  if (minReplicas !== 0 || metrics.some(({ type }) => type === 'Object' || type === 'External')) return;
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
  findings.push(forbidden('spec.metrics', detail));
}

/** A type that is not known is told twice, as upstream does. */
function checkMetric(metric: MetricSpec, scope: ReferenceScope, path: string, findings: Findings): void {
  const { type = '' } = metric as Partial<MetricSpec>;
  const unknown = notSupported(`${path}.type`, type, METRIC_TYPES);
  if (type === '') findings.push(required(`${path}.type`, 'must specify a metric source type'));
  if (!METRIC_TYPES.includes(type)) findings.push(unknown);
  const present = SOURCES.filter(([field]) => metric[field] !== undefined);
  const first = present[0]?.[0];
  if (first !== undefined) checkSource(first, metric[first] ?? {}, scope, `${path}.${first}`, findings);
  const expected = SOURCES.find(([, name]) => name === type)?.[0];
  if (expected === undefined) findings.push(unknown);
  else if (metric[expected] === undefined)
    findings.push(required(`${path}.${expected}`, 'must populate information for the given metric source'));
  if (present.length === 1) return;
  for (const [field] of present) {
    if (field !== expected) findings.push(forbidden(`${path}.${field}`, 'must populate the given metric source only'));
  }
}

type SourceName = (typeof SOURCES)[number][0];

/** The fields of all kinds of sources. */
interface AnySource {
  readonly describedObject?: CrossVersionObjectReference;
  readonly metric?: Partial<MetricIdentifier>;
  readonly name?: string;
  readonly container?: string;
  readonly target?: Partial<MetricTarget>;
}

function checkSource(source: SourceName, own: AnySource, scope: ReferenceScope, path: string, findings: Findings): void {
  if (source === 'object') checkReference(own.describedObject, scope, `${path}.describedObject`, findings);
  if (source === 'resource' || source === 'containerResource') checkResource(own, source === 'containerResource', path, findings);
  else if (isUnset(own.metric?.name)) findings.push(required(`${path}.metric.name`, 'must specify a metric name'));
  else checkRule(pathSegment, own.metric?.name, `${path}.metric.name`, findings);
  const { target = {} } = own;
  checkTarget(target, `${path}.target`, findings);
  const { some, notAll } = DEMANDS[source];
  if (some.fields.every((field) => target[field] === undefined))
    findings.push(required(`${path}.target.${some.fields.at(-1)}`, some.detail));
  if (notAll?.fields.every((field) => target[field] !== undefined))
    findings.push(forbidden(`${path}.target.${notAll.fields.at(-1)}`, notAll.detail));
}

function checkResource({ name, container }: AnySource, isOfContainer: boolean, path: string, findings: Findings): void {
  if (isUnset(name)) findings.push(required(`${path}.name`, 'must specify a resource name'));
  else if (isOfContainer) checkContainerResourceName(name, `${path}.name`, findings);
  if (!isOfContainer) return;
  if (isUnset(container)) findings.push(required(`${path}.container`, 'must specify a container'));
  else checkRule(dns1123Label, container, `${path}.container`, findings);
}

/** An error about several fields stands at the last of them. */
interface Demand {
  readonly fields: readonly ('value' | 'averageValue' | 'averageUtilization')[];
  readonly detail: string;
}

interface Demands {
  readonly some: Demand;
  readonly notAll?: Demand;
}

const OF_USAGE: Demands = {
  some: { fields: ['averageValue', 'averageUtilization'], detail: 'must set either a target raw value or a target utilization' },
  notAll: { fields: ['averageUtilization', 'averageValue'], detail: 'may not set both a target raw value and a target utilization' },
};

/** Which fields of a target one must set, and which not together. */
const DEMANDS: { readonly [source in SourceName]: Demands } = {
  object: { some: { fields: ['value', 'averageValue'], detail: 'must set either a target value or averageValue' } },
  external: {
    some: { fields: ['value', 'averageValue'], detail: 'must set either a target value for metric or a per-pod target' },
    notAll: { fields: ['averageValue', 'value'], detail: 'may not set both a target value for metric and a per-pod target' },
  },
  pods: { some: { fields: ['averageValue'], detail: 'must specify a positive target averageValue' } },
  resource: OF_USAGE,
  containerResource: OF_USAGE,
};

function checkTarget(target: Partial<MetricTarget> = {}, path: string, findings: Findings): void {
  const { type = '', averageUtilization } = target;
  if (type === '') findings.push(required(`${path}.type`, 'must specify a metric target type'));
  if (type !== 'Utilization' && type !== 'Value' && type !== 'AverageValue') {
    findings.push(invalid(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue'));
  }
  for (const field of ['value', 'averageValue'] as const) {
    const amount = target[field];
    if (amount !== undefined && compareQuantities(amount, '0') <= 0) findings.push(invalid(`${path}.${field}`, amount, 'must be positive'));
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    findings.push(invalid(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0'));
  }
}

const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;

function checkRules(rules: HPAScalingRules, path: string, findings: Findings): void {
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
  if (window !== undefined && window < 0) {
    findings.push(invalid(`${path}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero'));
  }
  if (window !== undefined && window > MAX_WINDOW_SECONDS) {
    findings.push(invalid(`${path}.stabilizationWindowSeconds`, window, `must be less than or equal to ${MAX_WINDOW_SECONDS}`));
  }
  if (selectPolicy !== undefined && !['Disabled', 'Max', 'Min'].includes(selectPolicy)) {
    findings.push(notSupported(`${path}.selectPolicy`, selectPolicy, ['Disabled', 'Max', 'Min']));
  }
  if (policies.length === 0) findings.push(required(`${path}.policies`, 'must specify at least one Policy'));
  for (const [index, policy] of policies.entries()) checkPolicy(policy, `${path}.policies[${index}]`, findings);
  if (tolerance !== undefined && compareQuantities(tolerance, '0') < 0)
    findings.push(invalid(`${path}.tolerance`, tolerance, NOT_NEGATIVE));
}

function checkPolicy({ type = '', value = 0, periodSeconds = 0 }: Partial<HPAScalingPolicy>, path: string, findings: Findings): void {
  if (type !== 'Pods' && type !== 'Percent') findings.push(notSupported(`${path}.type`, type, ['Percent', 'Pods']));
  if (value <= 0) findings.push(invalid(`${path}.value`, value, 'must be greater than zero'));
  if (periodSeconds <= 0) findings.push(invalid(`${path}.periodSeconds`, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > MAX_PERIOD_SECONDS) {
    findings.push(invalid(`${path}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`));
  }
}
