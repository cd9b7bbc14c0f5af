import type { Fidelity } from '../../fidelity.ts';

export const endpointSliceFidelity: Fidelity = {
  EndpointSlice: { simulated: 'addressType apiVersion endpoints kind metadata ports' },
  Endpoint: { simulated: 'addresses conditions hints hostname nodeName targetRef zone', refused: 'deprecatedTopology' },
  DiscoveryEndpointPort: { simulated: 'appProtocol name port protocol' },
  EndpointConditions: { simulated: 'ready serving terminating' },
  EndpointHints: { simulated: 'forNodes forZones' },
  ForNode: { simulated: 'name' },
  ForZone: { simulated: 'name' },
};
