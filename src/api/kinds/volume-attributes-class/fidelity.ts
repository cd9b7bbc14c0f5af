import type { Fidelity } from '../../fidelity.ts';

export const volumeAttributesClassFidelity: Fidelity = {
  VolumeAttributesClass: { simulated: 'apiVersion kind metadata', kept: 'driverName parameters' },
};
