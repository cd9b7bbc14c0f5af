import { controllerOf } from '../../../api/object.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { containerLines, resourceLines, seccompLines } from '../containers.ts';
import { defineDescriber } from '../describer.ts';
import { groupLines, spreadLines, tolerationLines } from '../pod-template.ts';
import { annotationLines, field, labelLines, longTime, optional, since } from '../text.ts';
import { volumeLines } from '../volumes.ts';

export const podDescriber = defineDescriber<Pod>({
  kind: 'Pod',
  describe(_session, pod, now) {
    const { metadata, spec, status } = pod;
    const { initContainers: init = [], ephemeralContainers: ephemeral = [] } = spec ?? {};
    return [
      field('Name', metadata.name ?? ''),
      field('Namespace', metadata.namespace ?? ''),
      optional('Priority', spec?.priority),
      optional('Priority Class Name', spec?.priorityClassName),
      optional('Runtime Class Name', spec?.runtimeClassName),
      optional('Service Account', spec?.serviceAccountName),
      field('Node', spec?.nodeName ? `${spec.nodeName}/${status?.hostIP ?? ''}` : '<none>'),
      status?.startTime === undefined ? '' : field('Start Time', longTime(status.startTime)),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      statusLines(pod, now),
      ipLines(pod),
      controlledBy(pod),
      optional('NominatedNodeName', status?.nominatedNodeName),
      spec?.resources === undefined ? '' : `Resources:\n${resourceLines(spec.resources, '  ')}`,
      init.length === 0 ? '' : containerLines('Init Containers', init, pod, ''),
      containerLines('Containers', spec?.containers, pod, ''),
      ephemeral.length === 0 ? '' : containerLines('Ephemeral Containers', ephemeral, pod, ''),
      gateLines(pod),
      conditionLines(pod),
      volumeLines(spec?.volumes, ''),
      optional('QoS Class', status?.qosClass),
      labelLines('Node-Selectors', spec?.nodeSelector),
      tolerationLines('Tolerations', spec?.tolerations),
      spreadLines('', spec?.topologySpreadConstraints),
      groupLines(spec?.schedulingGroup, ''),
    ].join('');
  },
});

function statusLines({ metadata, spec, status }: Pod, now: number): string {
  const terminating = metadata.deletionTimestamp !== undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
  const shown = terminating
    ? field('Status', `Terminating (lasts ${since(metadata.deletionTimestamp, now)})`) +
      field('Termination Grace Period', `${metadata.deletionGracePeriodSeconds ?? 0}s`)
    : field('Status', status?.phase ?? '');
  const profile = seccompLines(spec?.securityContext?.seccompProfile, '', '');
  return shown + optional('Reason', status?.reason) + optional('Message', status?.message) + profile;
}

function ipLines({ status }: Pod): string {
  const ips = status?.podIPs ?? [];
  const list = ips.length === 0 ? 'IPs:\t<none>\n' : `IPs:\n${ips.map(({ ip }) => field('  IP', ip)).join('')}`;
  return field('IP', status?.podIP ?? '') + list;
}

export function controlledBy(object: Pick<Pod, 'metadata'>): string {
  const owner = controllerOf({ apiVersion: '', kind: '', metadata: object.metadata });
  return owner === undefined ? '' : field('Controlled By', `${owner.kind}/${owner.name}`);
}

function gateLines({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return '';
  const rows = gates.map(({ conditionType }) => {
    const condition = status?.conditions?.find(({ type }) => type === conditionType);
    return `  ${conditionType} \t${condition?.status ?? '<none>'} \n`;
  });
  return `Readiness Gates:\n  Type\tStatus\n${rows.join('')}`;
}

function conditionLines({ status }: Pod): string {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return '';
  return `Conditions:\n  Type\tStatus\n${conditions.map(({ type, status: value }) => `  ${type} \t${value} \n`).join('')}`;
}
