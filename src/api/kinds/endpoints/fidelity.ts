import type { Fidelity } from '../../fidelity.ts';

export const endpointsFidelity: Fidelity = {
  Endpoints: { simulated: 'apiVersion kind metadata subsets' },
  EndpointSubset: { simulated: 'addresses notReadyAddresses ports' },
  EndpointAddress: { simulated: 'hostname ip nodeName targetRef' },
  EndpointPort: { simulated: 'appProtocol name port protocol' },
};
