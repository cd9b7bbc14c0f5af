import type { Fidelity } from '../../fidelity.ts';

export const nodeFidelity: Fidelity = {
  Node: { simulated: 'apiVersion kind metadata spec status' },
  NodeSpec: { simulated: 'podCIDR podCIDRs taints unschedulable', kept: 'externalID providerID', refused: 'configSource' },
  NodeStatus: {
    simulated: 'addresses allocatable capacity conditions daemonEndpoints images nodeInfo volumesAttached volumesInUse',
    kept: 'declaredFeatures features phase runtimeHandlers',
    refused: 'config',
  },
  NodeConfigSource: { refused: 'configMap' },
  ConfigMapNodeConfigSource: { refused: 'kubeletConfigKey name namespace resourceVersion uid' },
  NodeConfigStatus: { refused: 'active assigned error lastKnownGood' },
  Taint: { simulated: 'effect key timeAdded value' },
  NodeAddress: { simulated: 'address type' },
  NodeCondition: { simulated: 'lastHeartbeatTime lastTransitionTime message reason status type' },
  NodeDaemonEndpoints: { simulated: 'kubeletEndpoint' },
  DaemonEndpoint: { simulated: 'Port' },
  NodeFeatures: { kept: 'supplementalGroupsPolicy' },
  ContainerImage: { simulated: 'names sizeBytes' },
  NodeSystemInfo: {
    simulated:
      'architecture bootID containerRuntimeVersion kernelVersion kubeProxyVersion kubeletVersion machineID operatingSystem osImage systemUUID',
    kept: 'swap',
  },
  NodeSwapStatus: { kept: 'capacity' },
  NodeRuntimeHandler: { kept: 'features name' },
  NodeRuntimeHandlerFeatures: { kept: 'recursiveReadOnlyMounts userNamespaces' },
  AttachedVolume: { simulated: 'devicePath name' },
};
