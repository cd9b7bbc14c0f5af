/** What kube-controller-manager's flag --controllers calls those controllers that sign their Events otherwise. */
export const CONTROLLER_NAMES: Readonly<Record<string, string>> = {
  controllermanager: 'disruption-controller',
  'endpoint-controller': 'endpoints-controller',
  'endpoint-slice-controller': 'endpointslice-controller',
  'endpoint-slice-mirroring-controller': 'endpointslice-mirroring-controller',
  ephemeral_volume: 'ephemeral-volume-controller',
  'horizontal-pod-autoscaler': 'horizontal-pod-autoscaler-controller',
  'node-controller': 'node-lifecycle-controller',
  'persistentvolume-controller': 'persistentvolume-binder-controller',
  'pod-garbage-collector': 'pod-garbage-collector-controller',
  'pv-protection-controller': 'persistentvolume-protection-controller',
  'pvc-protection-controller': 'persistentvolumeclaim-protection-controller',
  'replication-controller': 'replicationcontroller-controller',
  'root-ca-certificate-publisher': 'root-ca-certificate-publisher-controller',
  'service-cidrs-controller': 'service-cidr-controller',
  'tokens-controller': 'serviceaccount-token-controller',
};
