import type { Fidelity } from '../../fidelity.ts';

/** Fields of features that 1.36 has switched off are dropped, as the server does. */
export const resourceSliceFidelity: Fidelity = {
  ResourceSlice: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  ResourceSliceSpec: { kept: 'allNodes devices driver nodeName nodeSelector perDeviceNodeSelection pool sharedCounters' },
  ResourcePool: { kept: 'generation name resourceSliceCount' },
  Device: {
    kept: 'allNodes allowMultipleAllocations attributes bindingConditions bindingFailureConditions bindsToNode capacity consumesCounters name nodeName nodeSelector taints',
    refused: 'nodeAllocatableResourceMappings',
  },
  DeviceAttribute: { kept: 'bool int string version', refused: 'bools ints strings versions' },
  NodeAllocatableResourceMapping: { refused: 'allocationMultiplier capacityKey' },
  DeviceCapacity: { kept: 'requestPolicy value' },
  CapacityRequestPolicy: { kept: 'default validRange validValues' },
  CapacityRequestPolicyRange: { kept: 'max min step' },
  DeviceTaint: { simulated: 'timeAdded', kept: 'effect key value' },
  DeviceCounterConsumption: { kept: 'counterSet counters' },
  CounterSet: { kept: 'counters name' },
  Counter: { kept: 'value' },
};
