import { ENDPOINT_SLICE } from '../../../api/resources.ts';
import type { EndpointSlice, Service, ServicePort } from '../../../api/types.gen.ts';
import { resolveType } from '../../parse/types.ts';
import { listObjects } from '../../session.ts';
import { defineDescriber } from '../describer.ts';
import { annotationLines, field, labelLines, optional, selectorLine } from '../text.ts';

const MOST_ENDPOINTS = 3;

export const serviceDescriber = defineDescriber<Service>({
  kind: 'Service',
  async describe(session, { metadata, spec, status }) {
    const resource = await resolveType(session, `${ENDPOINT_SLICE.resource}.${ENDPOINT_SLICE.group}`);
    const labelSelector = `kubernetes.io/service-name=${metadata.name ?? ''}`;
    const { items } = await listObjects(session, { resource, namespace: metadata.namespace ?? '' }, { labelSelector });
    const ingress = (status?.loadBalancer?.ingress ?? []).map(
      ({ ip, hostname, ipMode }) => `${ip ?? hostname ?? ''}${ip === undefined ? '' : ` (${ipMode ?? 'VIP'})`}`,
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
      ...(spec?.ports ?? []).map((port) => portLines(port, items as readonly EndpointSlice[])),
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

/** Ready endpoints behind a port, the first three of them. */
function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap(({ ports = [], endpoints = [] }) =>
    ports
      .filter(({ name = '' }) => name === portName)
      .flatMap(({ port }) =>
        endpoints.filter(({ conditions }) => conditions?.ready !== false).map(({ addresses }) => `${addresses[0] ?? ''}:${port ?? 0}`),
      ),
  );
  const shown = all.slice(0, MOST_ENDPOINTS).join(',');
  return all.length > MOST_ENDPOINTS ? `${shown} + ${all.length - MOST_ENDPOINTS} more...` : shown;
}
