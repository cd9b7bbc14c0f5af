import type { Fidelity } from '../../fidelity.ts';

export const deviceClassFidelity: Fidelity = {
  DeviceClass: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  DeviceClassSpec: { kept: 'config extendedResourceName selectors' },
  DeviceClassConfiguration: { kept: 'opaque' },
};
