import type { Fidelity } from '../../fidelity.ts';

/** Nothing allocates devices: claims wait for ever. */
export const resourceClaimFidelity: Fidelity = {
  ResourceResourceClaim: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  ResourceClaimSpec: { kept: 'devices' },
  ResourceClaimStatus: { kept: 'allocation devices reservedFor' },
  ResourceClaimConsumerReference: { kept: 'apiGroup name resource uid' },
  AllocationResult: { kept: 'allocationTimestamp devices nodeSelector' },
  AllocatedDeviceStatus: { kept: 'conditions data device driver networkData pool shareID' },
  NetworkDeviceData: { kept: 'hardwareAddress interfaceName ips' },
  DeviceAllocationResult: { kept: 'config results' },
  DeviceAllocationConfiguration: { kept: 'opaque requests source' },
  DeviceRequestAllocationResult: {
    kept: 'adminAccess bindingConditions bindingFailureConditions consumedCapacity device driver pool request shareID tolerations',
  },
  DeviceClaim: { kept: 'config constraints requests' },
  DeviceClaimConfiguration: { kept: 'opaque requests' },
  DeviceConstraint: { kept: 'distinctAttribute matchAttribute requests' },
  DeviceRequest: { kept: 'exactly firstAvailable name' },
  ExactDeviceRequest: { kept: 'adminAccess allocationMode capacity count deviceClassName selectors tolerations' },
  DeviceSubRequest: { kept: 'allocationMode capacity count deviceClassName name selectors tolerations' },
  DeviceToleration: { kept: 'effect key operator tolerationSeconds value' },
  CapacityRequirements: { kept: 'requests' },
  DeviceSelector: { kept: 'cel' },
  CELDeviceSelector: { kept: 'expression' },
  OpaqueDeviceConfiguration: { kept: 'driver parameters' },
};
