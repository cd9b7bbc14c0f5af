import { HORIZONTAL_POD_AUTOSCALER } from '../../../api/resources.ts';
import type {
  HPAScalingRules,
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../../api/types.gen.ts';
import { type Session, send } from '../../session.ts';
import { defineDescriber } from '../describer.ts';
import { field, heading, longTime, tableLines } from '../text.ts';

const UNKNOWN = '<unknown>';
/** How Go prints a quantity that isn't there. */
const ABSENT = '<nil>';

export const horizontalPodAutoscalerDescriber = defineDescriber<HorizontalPodAutoscaler>({
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  async describe(session, found) {
    const autoscaler = await inVersion2(session, found);
    const { metadata, spec, status } = autoscaler;
    const { scaleTargetRef: target, metrics = [], behavior } = spec;
    return [
      heading(autoscaler),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      field('Reference', `${target.kind}/${target.name}`),
      field('Metrics', '( current / target )'),
      ...metrics.map((metric, i) => `  ${metricLine(metric, status?.currentMetrics?.[i])}\n`),
      field('Min replicas', spec.minReplicas ?? '<unset>'),
      field('Max replicas', spec.maxReplicas),
      behavior === undefined ? '' : `Behavior:\n${rulesLines('Scale Up', behavior.scaleUp)}${rulesLines('Scale Down', behavior.scaleDown)}`,
      field(`${target.kind} pods`, `${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`),
      conditionLines(autoscaler),
    ].join('');
  },
});

/** Version 1 tells less than kubectl shows. */
async function inVersion2(session: Session, autoscaler: HorizontalPodAutoscaler): Promise<HorizontalPodAutoscaler> {
  const { apiVersion, metadata } = autoscaler;
  const { group, version, resource } = HORIZONTAL_POD_AUTOSCALER;
  if (apiVersion === `${group}/${version}`) return autoscaler;
  const { name = '', namespace = '' } = metadata;
  return (await send(session, { verb: 'get', group, version, resource, namespace, name })) as HorizontalPodAutoscaler;
}

function metricLine({ type, external, pods, object, resource, containerResource }: MetricSpec, now: MetricStatus | undefined): string {
  if (external !== undefined) return `${JSON.stringify(external.metric.name)} ${valueText(external.target, now?.external?.current, true)}`;
  if (pods !== undefined) return `${JSON.stringify(pods.metric.name)} on pods:\t${average(pods.target, now?.pods?.current)}`;
  if (object !== undefined) {
    const { metric, describedObject, target } = object;
    return `"${metric.name}" on ${describedObject.kind}/${describedObject.name} ${valueText(target, now?.object?.current, false)}`;
  }
  if (resource !== undefined) return `resource ${resource.name} on pods${shareText(resource.target, now?.resource?.current)}`;
  if (containerResource === undefined) return `<unknown metric type ${JSON.stringify(type)}>`;
  const { name, container, target } = containerResource;
  return `resource ${name} of container "${container}" on pods${shareText(target, now?.containerResource?.current)}`;
}

/** An external metric without a current average is unknown; one of an object says that there is none. */
function valueText(target: MetricTarget, now: MetricValueStatus | undefined, unknownIfAbsent: boolean): string {
  const isAverage = unknownIfAbsent ? target.averageValue !== undefined : target.type === 'AverageValue';
  if (!isAverage) return `(target value):\t${now === undefined ? UNKNOWN : (now.value ?? ABSENT)} / ${target.value ?? ABSENT}`;
  const current = unknownIfAbsent && now?.averageValue === undefined ? undefined : now;
  return `(target average value):\t${average(target, current)}`;
}

function average(target: MetricTarget, now: MetricValueStatus | undefined): string {
  return `${now === undefined ? UNKNOWN : (now.averageValue ?? ABSENT)} / ${target.averageValue ?? ABSENT}`;
}

function shareText(target: MetricTarget, now: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined) return `:\t${average(target, now)}`;
  const current = now?.averageUtilization === undefined ? UNKNOWN : `${now.averageUtilization}% (${now.averageValue ?? ABSENT})`;
  const wanted = target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`;
  return `  (as a percentage of request):\t${current} / ${wanted}`;
}

function rulesLines(direction: string, rules: HPAScalingRules | undefined): string {
  if (rules === undefined) return '';
  const { stabilizationWindowSeconds: window, policies = [], selectPolicy = 'Max' } = rules;
  const lines = policies.map(
    ({ type, value, periodSeconds }) => `      - Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds\n`,
  );
  return [
    `  ${direction}:\n`,
    window === undefined ? '' : `    Stabilization Window: ${window} seconds\n`,
    lines.length === 0 ? '' : `    Select Policy: ${selectPolicy}\n    Policies:\n${lines.join('')}`,
  ].join('');
}

function conditionLines({ status }: HorizontalPodAutoscaler): string {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return '';
  const rows = conditions.map(({ type, status: value, reason = '', message = '' }) => [type, value, reason, message]);
  return `Conditions:\n${tableLines('  ', ['Type', 'Status', 'Reason', 'Message'], rows)}`;
}
