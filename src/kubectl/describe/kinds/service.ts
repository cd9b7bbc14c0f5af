import type { EndpointSlice, Service, ServicePort } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { endpointsText, slicesOf } from '../endpoints-text.ts';
import { annotationLines, field, labelLines, optional, selectorLine } from '../text.ts';

export const serviceDescriber = defineDescriber<Service>({
  kind: 'Service',
  async describe(session, { metadata, spec, status }) {
    const slices = await slicesOf(session, metadata.namespace ?? '', metadata.name ?? '');
    const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname, ipMode }) =>
      ip ? `${ip}${ipMode === undefined ? '' : ` (${ipMode})`}` : (hostname ?? ''),
    );
    return [
      field('Name', metadata.name ?? ''),
      field('Namespace', metadata.namespace ?? ''),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('Selector', selectorLine(spec?.selector)),
      field('Type', spec?.type ?? ''),
      optional('IP Family Policy', spec?.ipFamilyPolicy),
      field('IP Families', spec?.ipFamilies?.join(',') || '<none>'),
      field('IP', spec?.clusterIP ?? ''),
      field('IPs', spec?.clusterIPs?.join(',') || '<none>'),
      optional('External IPs', spec?.externalIPs?.join(',')),
      optional('Desired LoadBalancer IP', spec?.loadBalancerIP),
      optional('External Name', spec?.externalName),
      optional('LoadBalancer Ingress', ingress.join(', ')),
      ...(spec?.ports ?? []).map((port) => portLines(port, slices)),
      field('Session Affinity', spec?.sessionAffinity ?? ''),
      optional('External Traffic Policy', spec?.externalTrafficPolicy),
      optional('Internal Traffic Policy', spec?.internalTrafficPolicy),
      optional('HealthCheck NodePort', spec?.healthCheckNodePort === 0 ? undefined : spec?.healthCheckNodePort),
      optional('LoadBalancer Source Ranges', spec?.loadBalancerSourceRanges?.join(',')),
      optional('Traffic Distribution', spec?.trafficDistribution),
    ].join('');
  },
});

function portLines(
  { name, port, protocol = 'TCP', targetPort, nodePort = 0, appProtocol }: ServicePort,
  slices: readonly EndpointSlice[],
): string {
  const shown = name === undefined || name === '' ? '<unset>' : name;
  return [
    `Port:\t${shown}\t${port}/${protocol}\n`,
    `TargetPort:\t${targetPort ?? port}/${protocol}\n`,
    optional('AppProtocol', appProtocol),
    nodePort === 0 ? '' : `NodePort:\t${shown}\t${nodePort}/${protocol}\n`,
    field('Endpoints', endpointsText(slices, name ?? '')),
  ].join('');
}
