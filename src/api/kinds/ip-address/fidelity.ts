import type { Fidelity } from '../../fidelity.ts';

export const ipAddressFidelity: Fidelity = {
  IPAddress: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  IPAddressSpec: { kept: 'parentRef' },
  ParentReference: { kept: 'group name namespace resource' },
};
