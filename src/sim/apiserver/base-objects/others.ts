/** Flow control, system priority classes, and the API services of the server's own groups, as a new cluster has them. */
import { type ResourceType, apiVersionOf } from '../../../api/object.ts';
import {
  API_SERVICE,
  CSI_DRIVER,
  FLOW_SCHEMA,
  PRIORITY_CLASS,
  PRIORITY_LEVEL_CONFIGURATION,
  SERVICE_CIDR,
  STORAGE_CLASS,
} from '../../../api/resources.ts';
import type { ObjectMeta } from '../../../api/types.gen.ts';
import { VOLUME_DRIVER } from '../../kernel/spec.ts';
import type { Born } from './born.ts';
import facts from './objects.gen.json' with { type: 'json' };

/** `at` is the time of the birth. */
export function otherObjects(at: string, serviceCidr: string): readonly Born[] {
  return [...priorityLevels(), ...flowSchemas(at), ...priorityClasses(), serviceCidrs(at, serviceCidr), ...apiServices(at)];
}

/** What tells of the storage that a cluster with provisioned volumes has: its class, and its driver. */
export function standardStorage(): readonly Born[] {
  return [standardStorageClass(), storageDriver()];
}

function storageDriver(): Born {
  const spec = {
    attachRequired: true,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    podInfoOnMount: false,
    requiresRepublish: false,
    seLinuxMount: false,
    storageCapacity: false,
    volumeLifecycleModes: ['Persistent'],
  };
  return born(CSI_DRIVER, VOLUME_DRIVER, {}, { spec });
}

function standardStorageClass(): Born {
  const metadata: ObjectMeta = { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } };
  const rest = { provisioner: VOLUME_DRIVER, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', allowVolumeExpansion: true };
  return born(STORAGE_CLASS, 'standard', metadata, rest);
}

export function born(type: ResourceType, key: string, metadata: ObjectMeta, rest: object): Born {
  return { type, key, object: { apiVersion: apiVersionOf(type), kind: type.kind, metadata, ...rest } };
}

const AUTO_UPDATED: ObjectMeta = { generation: 1, annotations: { 'apf.kubernetes.io/autoupdate-spec': 'true' } };

function priorityLevels(): readonly Born[] {
  return Object.entries(facts.priorityLevels).map(([name, spec]) =>
    born(PRIORITY_LEVEL_CONFIGURATION, name, AUTO_UPDATED, { spec, status: {} }),
  );
}

function flowSchemas(at: string): readonly Born[] {
  return Object.entries(facts.flowSchemas).map(([name, spec]) => {
    const message = `This FlowSchema references the PriorityLevelConfiguration object named "${spec.priorityLevelConfiguration.name}" and it exists`;
    const condition = { type: 'Dangling', status: 'False', lastTransitionTime: at, reason: 'Found', message };
    return born(FLOW_SCHEMA, name, AUTO_UPDATED, { spec, status: { conditions: [condition] } });
  });
}

function priorityClasses(): readonly Born[] {
  return Object.entries(facts.priorityClasses).map(([name, { value, description }]) =>
    born(PRIORITY_CLASS, name, { generation: 1 }, { value, description, preemptionPolicy: 'PreemptLowerPriority' }),
  );
}

/** The range of `--service-cluster-ip-range`. */
function serviceCidrs(at: string, cidr: string): Born {
  const message = 'Kubernetes default Service CIDR is ready';
  const ready = { type: 'Ready', status: 'True', lastTransitionTime: at, reason: '', message };
  const metadata: ObjectMeta = { finalizers: ['networking.k8s.io/service-cidr-finalizer'] };
  return born(SERVICE_CIDR, 'kubernetes', metadata, { spec: { cidrs: [cidr] }, status: { conditions: [ready] } });
}

/** Group, version, priority of the group, priority of the version (cmd/kube-apiserver/app/aggregator.go). */
const GROUP_VERSIONS: readonly (readonly [string, string, number, number])[] = [
  ['', 'v1', 18000, 1],
  ['apps', 'v1', 17800, 15],
  ['events.k8s.io', 'v1', 17750, 15],
  ['authentication.k8s.io', 'v1', 17700, 15],
  ['authorization.k8s.io', 'v1', 17600, 15],
  ['autoscaling', 'v1', 17500, 15],
  ['autoscaling', 'v2', 17500, 30],
  ['batch', 'v1', 17400, 15],
  ['certificates.k8s.io', 'v1', 17300, 15],
  ['networking.k8s.io', 'v1', 17200, 15],
  ['policy', 'v1', 17100, 15],
  ['rbac.authorization.k8s.io', 'v1', 17000, 15],
  ['storage.k8s.io', 'v1', 16800, 15],
  ['apiextensions.k8s.io', 'v1', 16700, 15],
  ['admissionregistration.k8s.io', 'v1', 16700, 15],
  ['scheduling.k8s.io', 'v1', 16600, 15],
  ['coordination.k8s.io', 'v1', 16500, 15],
  ['node.k8s.io', 'v1', 16300, 15],
  ['discovery.k8s.io', 'v1', 16200, 15],
  ['resource.k8s.io', 'v1', 16200, 21],
  ['flowcontrol.apiserver.k8s.io', 'v1', 16100, 21],
];

function apiServices(at: string): readonly Born[] {
  const condition = {
    type: 'Available',
    status: 'True',
    lastTransitionTime: at,
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
  const metadata: ObjectMeta = { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } };
  return GROUP_VERSIONS.map(([group, version, groupPriorityMinimum, versionPriority]) => {
    const spec = { ...(group === '' ? {} : { group }), version, groupPriorityMinimum, versionPriority };
    return born(API_SERVICE, `${version}.${group}`, metadata, { spec, status: { conditions: [condition] } });
  });
}
