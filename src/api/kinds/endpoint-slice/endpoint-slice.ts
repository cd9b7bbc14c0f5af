import { deepEqual } from '../../../base/equal.ts';
import { ENDPOINT_SLICE } from '../../resources.ts';
import type { DiscoveryEndpointPort, EndpointSlice } from '../../types.gen.ts';
import { AGE, NAME, column, listed } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';
import { alter, drop, fillAbsent, mapShared, memoised } from '../sharing.ts';

/** `pkg/apis/discovery/v1/defaults`, `pkg/registry/discovery/endpointslice`; rules in `rules.ts`. */
export const endpointSliceKind = plainKind<EndpointSlice>(ENDPOINT_SLICE, {
  hasGeneration: true,
  default: (slice) => withoutTopology(alter(slice, 'ports', (ports) => mapShared(ports, defaultPort))),
  generationChanged: (next, stored) => !sameContent(next, stored),
  ...lateRules(ENDPOINT_SLICE),
  columns: [
    NAME,
    column<EndpointSlice>('AddressType', 'string', ({ addressType }) => addressType),
    column<EndpointSlice>('Ports', 'string', portsText),
    column<EndpointSlice>(
      'Endpoints',
      'string',
      ({ endpoints }) => listed((endpoints ?? []).flatMap(({ addresses }) => addresses ?? [])) || '<unset>',
    ),
    AGE,
  ],
});

const defaultPort: (port: DiscoveryEndpointPort) => DiscoveryEndpointPort = memoised((port) =>
  fillAbsent(port, { name: '', protocol: 'TCP' }),
);

/** Topology is of an older version; this one takes it from no request. */
function withoutTopology(slice: EndpointSlice): EndpointSlice {
  if (slice.endpoints?.some(({ deprecatedTopology }) => deprecatedTopology !== undefined) !== true) return slice;
  return alter(slice, 'endpoints', (endpoints) => mapShared(endpoints, (endpoint) => drop(endpoint, 'deprecatedTopology')));
}

/** Everything but the metadata counts, and of that the labels. */
function sameContent(next: EndpointSlice, stored: EndpointSlice): boolean {
  return (
    (next.endpoints === stored.endpoints || deepEqual(next.endpoints, stored.endpoints)) &&
    (next.ports === stored.ports || deepEqual(next.ports, stored.ports)) &&
    next.addressType === stored.addressType &&
    deepEqual(next.metadata.labels, stored.metadata.labels)
  );
}

function portsText({ ports }: EndpointSlice): string {
  return listed((ports ?? []).map(({ port, name }) => (port === undefined ? (name ?? '*') : `${port}`))) || '<unset>';
}
