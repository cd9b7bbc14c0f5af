/** What each metric of an autoscaler asks for, and the status that tells of it (computeStatusFor… in horizontal.go). */
import { ApiError } from '../../../api/errors.ts';
import { goQuote } from '../../../api/go-number.ts';
import type { PodMetrics } from '../../../api/metrics.ts';
import { formatQuantity, quantityMilli } from '../../../api/quantity.ts';
import type { Quantity } from '../../../api/scalars.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../../api/types.gen.ts';
import { type MetricFailure, failureWithoutAdapter } from './adapters.ts';
import { MetricError } from './metric-error.ts';
import { type Measured, type Proposal, type Workload, replicasForAverage, replicasForUtilization } from './replica-calculator.ts';
import { samplesOf } from './samples.ts';

export interface MetricProposal {
  readonly replicas: number;
  /** What it is called where it decides. */
  readonly name: string;
  readonly status: MetricStatus;
}

/** `fetch` asks the resource metrics API for the workload's pods. It throws an ApiError. */
export function propose(
  metric: MetricSpec,
  namespace: string,
  workload: Workload,
  fetch: () => readonly PodMetrics[],
): MetricProposal | MetricFailure {
  const { resource, containerResource, type } = metric;
  if (resource !== undefined) {
    const { name, target } = resource;
    return asked('FailedGetResourceMetric', `failed to get ${name} resource metric value`, () => {
      const { replicas, current, called } = proposal(workload, fetch, name, '', target);
      return { replicas, name: called, status: { type: 'Resource', resource: { name, current } } };
    });
  }
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource;
    return asked('FailedGetContainerResourceMetric', `failed to get ${container} container metric value`, () => {
      const { replicas, current, called } = proposal(workload, fetch, name, container, target);
      return { replicas, name: called, status: { type: 'ContainerResource', containerResource: { name, container, current } } };
    });
  }
  const failure = failureWithoutAdapter(metric, namespace);
  if (failure !== undefined) return failure;
  const message = `unknown metric source type ${goQuote(type)}`;
  return { reason: 'InvalidMetricSourceType', message, outer: message };
}

export function isFailure(outcome: MetricProposal | MetricFailure): outcome is MetricFailure {
  return 'outer' in outcome;
}

function asked(reason: string, prefix: string, ask: () => MetricProposal): MetricProposal | MetricFailure {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof MetricError)) throw error;
    return { reason, message: error.message, outer: `${prefix}: ${error.message}` };
  }
}

interface Answer {
  readonly replicas: number;
  readonly current: MetricValueStatus;
  readonly called: string;
}

function proposal(
  workload: Workload,
  fetch: () => readonly PodMetrics[],
  resource: string,
  container: string,
  { averageValue, averageUtilization }: MetricTarget,
): Answer {
  const measured = () => measure(fetch, resource, container);
  if (averageValue !== undefined) {
    const { replicas, milli } = called('usage', resource, () => replicasForAverage(workload, measured(), quantityMilli(averageValue)));
    return { replicas, current: { averageValue: amount(milli) }, called: `${resource} resource` };
  }
  if (averageUtilization === undefined)
    throw new MetricError(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  const { replicas, milli, utilization } = called('utilization', resource, () =>
    replicasForUtilization(workload, measured(), averageUtilization),
  );
  return {
    replicas,
    current: { averageValue: amount(milli), ...(utilization === undefined ? {} : { averageUtilization: utilization }) },
    called: `${resource} ${container === '' ? '' : 'container '}resource utilization (percentage of request)`,
  };
}

function called(what: 'usage' | 'utilization', resource: string, reckon: () => Proposal): Proposal {
  try {
    return reckon();
  } catch (error) {
    if (!(error instanceof MetricError)) throw error;
    throw new MetricError(`failed to get ${resource} ${what}: ${error.message}`);
  }
}

function measure(fetch: () => readonly PodMetrics[], resource: string, container: string): Measured {
  const metrics = fetched(fetch, `unable to get metrics for resource ${resource}`);
  return { samples: samplesOf(metrics, resource, container), resource, container };
}

function fetched(fetch: () => readonly PodMetrics[], prefix: string): readonly PodMetrics[] {
  try {
    const metrics = fetch();
    if (metrics.length > 0) return metrics;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new MetricError(`${prefix}: unable to fetch metrics from resource metrics API: ${clientText(error)}`);
  }
  throw new MetricError(`${prefix}: no metrics returned from resource metrics API`);
}

/** Answers that are no Status are told by a client in words of its own, with what it had asked for. */
function clientText({ code, message }: ApiError): string {
  const isGeneric = code === 503 || (code === 404 && message === 'the server could not find the requested resource');
  return isGeneric ? `${message} (get pods.metrics.k8s.io)` : message;
}

/** Of memory as well, of which everybody else speaks in powers of two. */
function amount(milli: number): Quantity {
  return formatQuantity({ nano: BigInt(milli) * 1_000_000n, format: 'DecimalSI' });
}
