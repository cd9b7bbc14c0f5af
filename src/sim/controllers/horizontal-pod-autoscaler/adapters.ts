/** Metrics that only adapters serve, of which there is none: what an autoscaler is told of each, as in any cluster without them. */
import { goSelector } from '../../../api/go-selector.ts';
import type { MetricSpec } from '../../../api/types.gen.ts';

/** A metric that could not be had. */
export interface MetricFailure {
  /** Reason of the event and of ScalingActive. */
  readonly reason: string;
  /** What both of them say. */
  readonly message: string;
  /** The same for whoever counts all metrics together. */
  readonly outer: string;
}

const NO_CUSTOM_METRICS = 'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** Undefined for what needs no adapter. */
export function failureWithoutAdapter({ pods, object, external }: MetricSpec, namespace: string): MetricFailure | undefined {
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
  if (external === undefined) return undefined;
  const { name, selector } = external.metric;
  const missing = `the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
  const message = `unable to get external metric ${namespace}/${name}/${goSelector(selector)}: unable to fetch metrics from external metrics API: ${missing}`;
  const way = external.target.averageValue === undefined ? `external metric ${name}` : `${name} external metric`;
  return failure('FailedGetExternalMetric', message, `failed to get ${name} external metric value: failed to get ${way}`);
}

function failure(reason: string, message: string, prefix: string): MetricFailure {
  return { reason, message, outer: `${prefix}: ${message}` };
}
