import { describe, expect, it } from 'vitest';
import type { Container, DiscoveryEndpointPort, Endpoint, Node, Pod, Service } from '../../../api/types.gen.ts';
import types from '../../../testing/data/tables/endpointslice-address-types.json' with { type: 'json' };
import findPorts from '../../../testing/data/tables/endpointslice-find-port.json' with { type: 'json' };
import hints from '../../../testing/data/tables/endpointslice-hints-enabled.json' with { type: 'json' };
import endpoints from '../../../testing/data/tables/endpointslice-pod-to-endpoint.json' with { type: 'json' };
import portTable from '../../../testing/data/tables/endpointslice-ports.json' with { type: 'json' };
import { findPort } from '../../../api/pod/ports.ts';
import { addressTypes, endpointPorts, hintsEnabled, podToEndpoint } from './endpoint.ts';

/** Cases of upstream's own tests. */
type Cases<In, Out> = readonly { readonly name: string; readonly in: In; readonly out: Out }[];

describe('endpoint of a pod', () => {
  it.each(endpoints.cases as unknown as Cases<{ pod: Pod; svc: Service; node?: Node }, { endpoint: Endpoint }>)(
    '$name',
    ({ in: given, out }) => {
      const { targetRef, ...endpoint } = podToEndpoint(given.pod, given.svc, given.node, 'IPv4');
      const { uid: _uid, ...target } = targetRef ?? {};
      expect({ ...endpoint, targetRef: target }).toEqual(out.endpoint);
    },
  );
});

describe('ports of a pod', () => {
  it.each(portTable.cases as unknown as Cases<{ service: Service; pod: Pod }, { ports: DiscoveryEndpointPort[] }>)(
    '$name',
    ({ in: given, out }) => {
      expect(endpointPorts(given.service, given.pod)).toEqual(out.ports);
    },
  );

  type In = { containers?: Container[]; initContainers?: Container[]; port: number | string };
  it.each(findPorts.cases as unknown as Cases<In, { result: number; found: boolean }>)('$name', ({ in: given, out }) => {
    const spec = { containers: given.containers ?? [], ...(given.initContainers ? { initContainers: given.initContainers } : {}) };
    const pod: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec };
    expect(findPort(pod, { port: 0, protocol: 'TCP', targetPort: given.port })).toBe(out.found ? out.result : undefined);
  });
});

describe('address types of a Service', () => {
  it.each(types.cases as unknown as Cases<{ service: Service }, { addressTypes: string[] }>)('$name', ({ in: given, out }) => {
    expect(addressTypes(given.service).sort()).toEqual(out.addressTypes.sort());
  });
});

describe('hints by annotation', () => {
  it.each(hints.cases as unknown as Cases<{ annotations: Record<string, string> }, { enabled: boolean }>)('$name', ({ in: given, out }) => {
    expect(hintsEnabled(given.annotations)).toBe(out.enabled);
  });
});
