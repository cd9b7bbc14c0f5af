import { nameOf, namespaceOf } from '../../../api/object.ts';
import { ENDPOINTS } from '../../../api/resources.ts';
import type { DiscoveryEndpointPort, Endpoint, EndpointAddress, EndpointPort, EndpointSlice, Endpoints } from '../../../api/types.gen.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import { SLICE_MANAGER, SLICE_SERVICE, TRIGGER_TIME } from '../../client/service-pods.ts';

export const MIRRORING = 'endpointslicemirroring-controller.k8s.io';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Addresses of one subset that are mirrored (--mirroring-max-endpoints-per-subset). */
export const MOST_ADDRESSES = 1000;

export interface DesiredSlice {
  /** Its family and ports: slices with the same key stand for the same part of the Endpoints. */
  readonly key: string;
  readonly slice: EndpointSlice;
}

/** The slices that mirror Endpoints, and how many addresses are too many. */
export function desiredSlices(endpoints: Endpoints): { readonly wanted: readonly DesiredSlice[]; readonly skipped: number } {
  const groups = new Map<
    string,
    { readonly type: 'IPv4' | 'IPv6'; readonly ports: DiscoveryEndpointPort[]; readonly members: Endpoint[] }
  >();
  let skipped = 0;
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of endpoints.subsets ?? []) {
    const all = [
      ...addresses.map((address) => endpointOf(address, true)),
      ...notReadyAddresses.map((address) => endpointOf(address, false)),
    ];
    skipped += Math.max(0, all.length - MOST_ADDRESSES);
    const mirrored = ports.map(portOf);
    for (const endpoint of all.slice(0, MOST_ADDRESSES)) {
      const type = endpoint.addresses[0]?.includes(':') === true ? 'IPv6' : 'IPv4';
      const key = portKey(type, mirrored);
      const group = groups.get(key) ?? { type, ports: mirrored, members: [] };
      group.members.push(endpoint);
      groups.set(key, group);
    }
  }
  const wanted = [...groups].map(([key, { type, ports, members }]) => ({ key, slice: sliceOf(endpoints, type, ports, members) }));
  return { wanted, skipped };
}

export function portKey(type: string | undefined, ports: readonly DiscoveryEndpointPort[]): string {
  const texts = ports.map(({ name = '', port = 0, protocol = 'TCP', appProtocol = '' }) => `${name}/${protocol}/${port}/${appProtocol}`);
  return [type ?? '', ...texts.toSorted()].join(' ');
}

function portOf({ name = '', port, protocol = 'TCP', appProtocol }: EndpointPort): DiscoveryEndpointPort {
  return { name, port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) };
}

function endpointOf({ ip, hostname = '', nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname === '' ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  };
}

function sliceOf(
  endpoints: Endpoints,
  addressType: 'IPv4' | 'IPv6',
  ports: readonly DiscoveryEndpointPort[],
  members: readonly Endpoint[],
): EndpointSlice {
  const { [TRIGGER_TIME]: _trigger, [LAST_APPLIED]: _applied, ...annotations } = endpoints.metadata.annotations ?? {};
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${nameOf(endpoints)}-`,
      namespace: namespaceOf(endpoints),
      labels: { ...endpoints.metadata.labels, [SLICE_SERVICE]: nameOf(endpoints), [SLICE_MANAGER]: MIRRORING },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [controllerRef(ENDPOINTS, endpoints)],
    },
    addressType,
    ports,
    endpoints: members,
  };
}
