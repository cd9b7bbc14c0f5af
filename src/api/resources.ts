import type { KubeObject, ResourceType } from './object.ts';
import type {
  APIService,
  Binding,
  CertificateSigningRequest,
  ClusterRole,
  ClusterRoleBinding,
  ComponentStatus,
  ConfigMap,
  ControllerRevision,
  CronJob,
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  CustomResourceDefinition,
  DaemonSet,
  Deployment,
  DeviceClass,
  Endpoints,
  EndpointSlice,
  Event,
  EventsEvent,
  FlowSchema,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerV1,
  Ingress,
  IngressClass,
  IPAddress,
  Job,
  Lease,
  LimitRange,
  LocalSubjectAccessReview,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  MutatingWebhookConfiguration,
  Namespace,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PodTemplate,
  PriorityClass,
  PriorityLevelConfiguration,
  ReplicaSet,
  ReplicationController,
  ResourceClaimTemplate,
  ResourceQuota,
  ResourceResourceClaim,
  ResourceSlice,
  Role,
  RoleBinding,
  RuntimeClass,
  Secret,
  SelfSubjectAccessReview,
  SelfSubjectReview,
  SelfSubjectRulesReview,
  Service,
  ServiceAccount,
  ServiceCIDR,
  StatefulSet,
  StorageClass,
  SubjectAccessReview,
  TokenReview,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
  VolumeAttachment,
  VolumeAttributesClass,
} from './types.gen.ts';

/** Typed handles of the built-in resources. Their whole definitions stand in `kinds/`. */
function core<T extends KubeObject>(kind: string, resource: string, namespaced = true): ResourceType<T> {
  return { group: '', version: 'v1', kind, resource, namespaced };
}
function grouped<T extends KubeObject>(group: string, kind: string, resource: string, namespaced = true): ResourceType<T> {
  return { group, version: 'v1', kind, resource, namespaced };
}

export const NAMESPACE = core<Namespace>('Namespace', 'namespaces', false);
export const NODE = core<Node>('Node', 'nodes', false);
export const POD = core<Pod>('Pod', 'pods');
export const EVENT = core<Event>('Event', 'events');
export const CONFIG_MAP = core<ConfigMap>('ConfigMap', 'configmaps');
export const SECRET = core<Secret>('Secret', 'secrets');
export const SERVICE_ACCOUNT = core<ServiceAccount>('ServiceAccount', 'serviceaccounts');
export const REPLICATION_CONTROLLER = core<ReplicationController>('ReplicationController', 'replicationcontrollers');
export const SERVICE = core<Service>('Service', 'services');
export const ENDPOINTS = core<Endpoints>('Endpoints', 'endpoints');
export const LEASE = grouped<Lease>('coordination.k8s.io', 'Lease', 'leases');
export const REPLICA_SET = grouped<ReplicaSet>('apps', 'ReplicaSet', 'replicasets');
export const DEPLOYMENT = grouped<Deployment>('apps', 'Deployment', 'deployments');
export const ENDPOINT_SLICE = grouped<EndpointSlice>('discovery.k8s.io', 'EndpointSlice', 'endpointslices');

export const PERSISTENT_VOLUME = /* @__PURE__ */ core<PersistentVolume>('PersistentVolume', 'persistentvolumes', false);
export const PERSISTENT_VOLUME_CLAIM = /* @__PURE__ */ core<PersistentVolumeClaim>('PersistentVolumeClaim', 'persistentvolumeclaims');
export const LIMIT_RANGE = /* @__PURE__ */ core<LimitRange>('LimitRange', 'limitranges');
export const RESOURCE_QUOTA = /* @__PURE__ */ core<ResourceQuota>('ResourceQuota', 'resourcequotas');
export const EVENTS_EVENT = /* @__PURE__ */ grouped<EventsEvent>('events.k8s.io', 'Event', 'events');
export const INGRESS = /* @__PURE__ */ grouped<Ingress>('networking.k8s.io', 'Ingress', 'ingresses');
export const INGRESS_CLASS = /* @__PURE__ */ grouped<IngressClass>('networking.k8s.io', 'IngressClass', 'ingressclasses', false);
export const IP_ADDRESS = /* @__PURE__ */ grouped<IPAddress>('networking.k8s.io', 'IPAddress', 'ipaddresses', false);
export const NETWORK_POLICY = /* @__PURE__ */ grouped<NetworkPolicy>('networking.k8s.io', 'NetworkPolicy', 'networkpolicies');
export const SERVICE_CIDR = /* @__PURE__ */ grouped<ServiceCIDR>('networking.k8s.io', 'ServiceCIDR', 'servicecidrs', false);
export const RUNTIME_CLASS = /* @__PURE__ */ grouped<RuntimeClass>('node.k8s.io', 'RuntimeClass', 'runtimeclasses', false);
export const PRIORITY_CLASS = /* @__PURE__ */ grouped<PriorityClass>('scheduling.k8s.io', 'PriorityClass', 'priorityclasses', false);
export const CSI_DRIVER = /* @__PURE__ */ grouped<CSIDriver>('storage.k8s.io', 'CSIDriver', 'csidrivers', false);
export const CSI_NODE = /* @__PURE__ */ grouped<CSINode>('storage.k8s.io', 'CSINode', 'csinodes', false);
export const CSI_STORAGE_CAPACITY = /* @__PURE__ */ grouped<CSIStorageCapacity>(
  'storage.k8s.io',
  'CSIStorageCapacity',
  'csistoragecapacities',
);
export const STORAGE_CLASS = /* @__PURE__ */ grouped<StorageClass>('storage.k8s.io', 'StorageClass', 'storageclasses', false);
export const VOLUME_ATTACHMENT = /* @__PURE__ */ grouped<VolumeAttachment>(
  'storage.k8s.io',
  'VolumeAttachment',
  'volumeattachments',
  false,
);
export const VOLUME_ATTRIBUTES_CLASS = /* @__PURE__ */ grouped<VolumeAttributesClass>(
  'storage.k8s.io',
  'VolumeAttributesClass',
  'volumeattributesclasses',
  false,
);

export const BINDING = /* @__PURE__ */ core<Binding>('Binding', 'bindings');
export const COMPONENT_STATUS = /* @__PURE__ */ core<ComponentStatus>('ComponentStatus', 'componentstatuses', false);
export const API_SERVICE = /* @__PURE__ */ grouped<APIService>('apiregistration.k8s.io', 'APIService', 'apiservices', false);
export const SELF_SUBJECT_REVIEW = /* @__PURE__ */ grouped<SelfSubjectReview>(
  'authentication.k8s.io',
  'SelfSubjectReview',
  'selfsubjectreviews',
  false,
);
export const TOKEN_REVIEW = /* @__PURE__ */ grouped<TokenReview>('authentication.k8s.io', 'TokenReview', 'tokenreviews', false);
export const LOCAL_SUBJECT_ACCESS_REVIEW = /* @__PURE__ */ grouped<LocalSubjectAccessReview>(
  'authorization.k8s.io',
  'LocalSubjectAccessReview',
  'localsubjectaccessreviews',
);
export const SELF_SUBJECT_ACCESS_REVIEW = /* @__PURE__ */ grouped<SelfSubjectAccessReview>(
  'authorization.k8s.io',
  'SelfSubjectAccessReview',
  'selfsubjectaccessreviews',
  false,
);
export const SELF_SUBJECT_RULES_REVIEW = /* @__PURE__ */ grouped<SelfSubjectRulesReview>(
  'authorization.k8s.io',
  'SelfSubjectRulesReview',
  'selfsubjectrulesreviews',
  false,
);
export const SUBJECT_ACCESS_REVIEW = /* @__PURE__ */ grouped<SubjectAccessReview>(
  'authorization.k8s.io',
  'SubjectAccessReview',
  'subjectaccessreviews',
  false,
);
export const CERTIFICATE_SIGNING_REQUEST = /* @__PURE__ */ grouped<CertificateSigningRequest>(
  'certificates.k8s.io',
  'CertificateSigningRequest',
  'certificatesigningrequests',
  false,
);
export const FLOW_SCHEMA = /* @__PURE__ */ grouped<FlowSchema>('flowcontrol.apiserver.k8s.io', 'FlowSchema', 'flowschemas', false);
export const PRIORITY_LEVEL_CONFIGURATION = /* @__PURE__ */ grouped<PriorityLevelConfiguration>(
  'flowcontrol.apiserver.k8s.io',
  'PriorityLevelConfiguration',
  'prioritylevelconfigurations',
  false,
);
export const CLUSTER_ROLE = /* @__PURE__ */ grouped<ClusterRole>('rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles', false);
export const CLUSTER_ROLE_BINDING = /* @__PURE__ */ grouped<ClusterRoleBinding>(
  'rbac.authorization.k8s.io',
  'ClusterRoleBinding',
  'clusterrolebindings',
  false,
);
export const ROLE = /* @__PURE__ */ grouped<Role>('rbac.authorization.k8s.io', 'Role', 'roles');
export const ROLE_BINDING = /* @__PURE__ */ grouped<RoleBinding>('rbac.authorization.k8s.io', 'RoleBinding', 'rolebindings');
export const DEVICE_CLASS = /* @__PURE__ */ grouped<DeviceClass>('resource.k8s.io', 'DeviceClass', 'deviceclasses', false);
export const RESOURCE_CLAIM = /* @__PURE__ */ grouped<ResourceResourceClaim>('resource.k8s.io', 'ResourceClaim', 'resourceclaims');
export const RESOURCE_CLAIM_TEMPLATE = /* @__PURE__ */ grouped<ResourceClaimTemplate>(
  'resource.k8s.io',
  'ResourceClaimTemplate',
  'resourceclaimtemplates',
);
export const RESOURCE_SLICE = /* @__PURE__ */ grouped<ResourceSlice>('resource.k8s.io', 'ResourceSlice', 'resourceslices', false);
export const CUSTOM_RESOURCE_DEFINITION = /* @__PURE__ */ grouped<CustomResourceDefinition>(
  'apiextensions.k8s.io',
  'CustomResourceDefinition',
  'customresourcedefinitions',
  false,
);

export const POD_TEMPLATE = /* @__PURE__ */ core<PodTemplate>('PodTemplate', 'podtemplates');
export const DAEMON_SET = /* @__PURE__ */ grouped<DaemonSet>('apps', 'DaemonSet', 'daemonsets');
export const STATEFUL_SET = /* @__PURE__ */ grouped<StatefulSet>('apps', 'StatefulSet', 'statefulsets');
export const CONTROLLER_REVISION = /* @__PURE__ */ grouped<ControllerRevision>('apps', 'ControllerRevision', 'controllerrevisions');
export const JOB = /* @__PURE__ */ grouped<Job>('batch', 'Job', 'jobs');
export const CRON_JOB = /* @__PURE__ */ grouped<CronJob>('batch', 'CronJob', 'cronjobs');
export const POD_DISRUPTION_BUDGET = /* @__PURE__ */ grouped<PodDisruptionBudget>('policy', 'PodDisruptionBudget', 'poddisruptionbudgets');
export const HORIZONTAL_POD_AUTOSCALER: ResourceType<HorizontalPodAutoscaler> = {
  group: 'autoscaling',
  version: 'v2',
  kind: 'HorizontalPodAutoscaler',
  resource: 'horizontalpodautoscalers',
  namespaced: true,
};
export const HORIZONTAL_POD_AUTOSCALER_V1: ResourceType<HorizontalPodAutoscalerV1> = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'HorizontalPodAutoscaler',
  resource: 'horizontalpodautoscalers',
  namespaced: true,
};
export const MUTATING_ADMISSION_POLICY = /* @__PURE__ */ grouped<MutatingAdmissionPolicy>(
  'admissionregistration.k8s.io',
  'MutatingAdmissionPolicy',
  'mutatingadmissionpolicies',
  false,
);
export const MUTATING_ADMISSION_POLICY_BINDING = /* @__PURE__ */ grouped<MutatingAdmissionPolicyBinding>(
  'admissionregistration.k8s.io',
  'MutatingAdmissionPolicyBinding',
  'mutatingadmissionpolicybindings',
  false,
);
export const MUTATING_WEBHOOK_CONFIGURATION = /* @__PURE__ */ grouped<MutatingWebhookConfiguration>(
  'admissionregistration.k8s.io',
  'MutatingWebhookConfiguration',
  'mutatingwebhookconfigurations',
  false,
);
export const VALIDATING_ADMISSION_POLICY = /* @__PURE__ */ grouped<ValidatingAdmissionPolicy>(
  'admissionregistration.k8s.io',
  'ValidatingAdmissionPolicy',
  'validatingadmissionpolicies',
  false,
);
export const VALIDATING_ADMISSION_POLICY_BINDING = /* @__PURE__ */ grouped<ValidatingAdmissionPolicyBinding>(
  'admissionregistration.k8s.io',
  'ValidatingAdmissionPolicyBinding',
  'validatingadmissionpolicybindings',
  false,
);
export const VALIDATING_WEBHOOK_CONFIGURATION = /* @__PURE__ */ grouped<ValidatingWebhookConfiguration>(
  'admissionregistration.k8s.io',
  'ValidatingWebhookConfiguration',
  'validatingwebhookconfigurations',
  false,
);
