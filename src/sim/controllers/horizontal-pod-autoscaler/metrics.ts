/**
 * What an autoscaler is told of its metrics. The controller here asks none of the metrics APIs, whoever serves them: it is told what one
 * without metrics-server and adapters is told, in the same words.
 */
import { goQuote } from '../../../api/go-number.ts';
import type { LabelSelector, MetricSpec } from '../../../api/types.gen.ts';

/** A metric that could not be had. */
export interface MetricFailure {
  /** Reason of the event and of ScalingActive. */
  readonly reason: string;
  /** What both of them say. */
  readonly message: string;
  /** The same for whoever counts all metrics together. */
  readonly outer: string;
}

const NO_RESOURCE_METRICS =
  'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
const NO_CUSTOM_METRICS = 'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

export function failureOf(metric: MetricSpec, namespace: string): MetricFailure {
  const { resource, containerResource, pods, object, external } = metric;
  if (resource !== undefined) {
    const message = ofResource(resource.name, resource.target.averageValue !== undefined);
    return failure('FailedGetResourceMetric', message, `failed to get ${resource.name} resource metric value`);
  }
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource;
    const message = ofResource(name, target.averageValue !== undefined);
    return failure('FailedGetContainerResourceMetric', message, `failed to get ${container} container metric value`);
  }
  if (pods !== undefined) {
    const message = `unable to get metric ${pods.metric.name}: ${NO_CUSTOM_METRICS}`;
    return failure('FailedGetPodsMetric', message, 'failed to get pods metric value');
  }
  if (object !== undefined) {
    const { kind, name } = object.describedObject;
    const message = `unable to get metric ${object.metric.name}: ${NO_CUSTOM_METRICS} on ${kind} ${namespace}/${name}`;
    const average = object.target.type === 'AverageValue' ? `: failed to get ${object.metric.name} object metric` : '';
    return failure('FailedGetObjectMetric', message, `failed to get object metric value${average}`);
  }
  if (external !== undefined) {
    const { name, selector } = external.metric;
    const missing = `the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
    const message = `unable to get external metric ${namespace}/${name}/${goSelector(selector)}: unable to fetch metrics from external metrics API: ${missing}`;
    const way = external.target.averageValue === undefined ? `external metric ${name}` : `${name} external metric`;
    return failure('FailedGetExternalMetric', message, `failed to get ${name} external metric value: failed to get ${way}`);
  }
  const message = `unknown metric source type ${goQuote(metric.type)}`;
  return { reason: 'InvalidMetricSourceType', message, outer: message };
}

function ofResource(name: string, isValue: boolean): string {
  return `failed to get ${name} ${isValue ? 'usage' : 'utilization'}: unable to get metrics for resource ${name}: ${NO_RESOURCE_METRICS}`;
}

function failure(reason: string, message: string, prefix: string): MetricFailure {
  return { reason, message, outer: `${prefix}: ${message}` };
}

/** As Go prints a pointer to a selector. */
function goSelector(selector: LabelSelector | undefined): string {
  if (selector === undefined) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  const map = labels.map(([key, value]) => `${key}: ${value},`).join('');
  return `&LabelSelector{MatchLabels:map[string]string{${map}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
