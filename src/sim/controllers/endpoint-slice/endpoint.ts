/** A pod as an endpoint of a Service (k8s.io/endpointslice utils.go). */
import { isPodReady, isPodTerminal } from '../../../api/pod/conditions.ts';
import { findPort } from '../../../api/pod/ports.ts';
import { nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import type { DiscoveryEndpointPort, Endpoint, EndpointHints, Node, Pod, Service } from '../../../api/types.gen.ts';

export type AddressType = 'IPv4' | 'IPv6';

const ZONE = 'topology.kubernetes.io/zone';

/** Terminating pods belong in slices, so that connections to them can be drained. */
export function belongsInSlices(pod: Pod): boolean {
  return !isPodTerminal(pod) && (pod.status?.podIP ?? pod.status?.podIPs?.[0]?.ip ?? '') !== '';
}

/** The pod's addresses of one family. */
export function podAddresses(pod: Pod, type: AddressType): string[] {
  const { podIP, podIPs } = pod.status ?? {};
  const all = podIPs?.map(({ ip }) => ip) ?? (podIP === undefined ? [] : [podIP]);
  return all.filter((ip) => ip.includes(':') === (type === 'IPv6'));
}

export function podToEndpoint(pod: Pod, service: Service, node: Node | undefined, type: AddressType): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec?.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.[ZONE];
  const hints = ready && zone !== undefined ? trafficHints(service, zone, pod.spec?.nodeName) : undefined;
  const hostname = hasHostname(pod, service) ? pod.spec?.hostname : undefined;
  return {
    addresses: podAddresses(pod, type),
    conditions: { ready, serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    ...(pod.spec?.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    ...(zone === undefined ? {} : { zone }),
    ...(hints === undefined ? {} : { hints }),
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod), uid: uidOf(pod) },
  };
}

/** The ports that a Service leads to on this pod; a named one that the pod lacks is left out. */
export function endpointPorts(service: Service, pod: Pod): DiscoveryEndpointPort[] {
  const ports: DiscoveryEndpointPort[] = [];
  for (const servicePort of service.spec?.ports ?? []) {
    const port = findPort(pod, servicePort);
    if (port === undefined) continue;
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    ports.push({ name, protocol, port, ...(appProtocol === undefined ? {} : { appProtocol }) });
  }
  return ports;
}

/** All pods have the same ports when none is asked for by name. */
export function hasNamedTarget(service: Service): boolean {
  return service.spec?.ports?.some(({ targetPort }) => typeof targetPort === 'string') ?? false;
}

/** Slices hold one family each. A headless Service from before families had names may be of both. */
export function addressTypes(service: Service): AddressType[] {
  const { ipFamilies = [], clusterIP = '' } = service.spec ?? {};
  if (ipFamilies.length > 0) return ipFamilies.map((family) => (family === 'IPv6' ? 'IPv6' : 'IPv4'));
  if (clusterIP !== '' && clusterIP !== 'None') return [clusterIP.includes(':') ? 'IPv6' : 'IPv4'];
  return ['IPv4', 'IPv6'];
}

/** Topology-aware routing was asked for by annotation (the older one counts first), which overrules trafficDistribution. */
export function hintsEnabled(annotations: { readonly [key: string]: string } | undefined): boolean {
  const value = annotations?.['service.kubernetes.io/topology-aware-hints'] ?? annotations?.['service.kubernetes.io/topology-mode'];
  return value === 'Auto' || value === 'auto';
}

function trafficHints(service: Service, zone: string, node: string | undefined): EndpointHints | undefined {
  if (hintsEnabled(service.metadata.annotations)) return undefined;
  const distribution = service.spec?.trafficDistribution;
  const forZones = [{ name: zone }];
  if (distribution === 'PreferClose' || distribution === 'PreferSameZone') return { forZones };
  if (distribution !== 'PreferSameNode') return undefined;
  return { forZones, ...(node === undefined ? {} : { forNodes: [{ name: node }] }) };
}

function hasHostname(pod: Pod, service: Service): boolean {
  return (pod.spec?.hostname ?? '') !== '' && pod.spec?.subdomain === service.metadata.name;
}
