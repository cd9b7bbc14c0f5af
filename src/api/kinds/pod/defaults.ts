import { containersList, isPodLevelResource } from '../../pod/resources.ts';
import type { Quantity } from '../../scalars.ts';
import type { Container, ContainerPort, Pod, PodSpec, ResourceRequirements } from '../../types.gen.ts';
import { alter, drop, fill, mapShared, memoised, put } from '../sharing.ts';
import { defaultContainer } from './default-container.ts';
import { defaultVolume } from './default-volume.ts';

/**
 * Defaults of pods and pod templates (`pkg/apis/core/v1/defaults.go`). Rules that hold in templates too stand in
 * `defaultPodSpec`; requests copied from limits, service links and host ports are given to pods alone.
 */
export function defaultPod(pod: Pod): Pod {
  return alter(fill<Pod>(pod, { spec: NO_CONTAINERS }), 'spec', defaultSpecOfPod);
}

/** What a missing spec counts as. */
export const NO_CONTAINERS: PodSpec = { containers: [] };

export const defaultPodSpec: (spec: PodSpec) => PodSpec = memoised((spec) => {
  let next = fill(spec, SPEC_DEFAULTS);
  next = alter(next, 'containers', (containers) => mapShared(containers, defaultContainer));
  next = alter(next, 'initContainers', (containers) => mapShared(containers, defaultContainer));
  next = alter(next, 'ephemeralContainers', (containers) => mapShared(containers, defaultContainer));
  next = alter(next, 'volumes', (volumes) => mapShared(volumes, defaultVolume));
  return mirrorServiceAccount(next);
});

const SPEC_DEFAULTS: Partial<PodSpec> = {
  containers: [],
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  securityContext: {},
  schedulerName: 'default-scheduler',
};

const defaultSpecOfPod: (spec: PodSpec) => PodSpec = memoised((spec) => {
  let next = fill(spec, { containers: [], enableServiceLinks: true });
  // Of pods alone: a template keeps what it was given.
  if ((next.terminationGracePeriodSeconds ?? 0) < 0) next = { ...next, terminationGracePeriodSeconds: 1 };
  next = alter(next, 'containers', (containers) => mapShared(containers, requestsFromLimits));
  next = alter(next, 'initContainers', (containers) => mapShared(containers, requestsFromLimits));
  if (next.resources?.limits !== undefined) next = defaultPodLevelRequests(next);
  if (next.hostNetwork === true) next = defaultHostPorts(next);
  return defaultPodSpec(next);
});

/** The deprecated `serviceAccount` and `serviceAccountName` always say the same. */
function mirrorServiceAccount(spec: PodSpec): PodSpec {
  const name = spec.serviceAccountName || spec.serviceAccount || '';
  if (name === '') return drop(drop(spec, 'serviceAccountName'), 'serviceAccount');
  return put(put(spec, 'serviceAccountName', name), 'serviceAccount', name);
}

function requestsFromLimits(container: Container): Container {
  return container.resources?.limits === undefined ? container : alter(container, 'resources', copyLimits);
}

function copyLimits(resources: ResourceRequirements): ResourceRequirements {
  const { limits = {}, requests = {} } = resources;
  const requested = fill(requests, limits);
  return Object.keys(requested).length === 0 ? resources : put(resources, 'requests', requested);
}

/** Pod-level requests that are missing take what the containers request together, else the pod-level limit. */
function defaultPodLevelRequests(spec: PodSpec): PodSpec {
  return alter(spec, 'resources', (resources) => {
    const requests: { [name: string]: Quantity } = { ...resources.requests };
    for (const [name, requested] of Object.entries(containersList(spec, 'requests'))) {
      if (isPodLevelResource(name) && !name.startsWith('hugepages-')) requests[name] ??= requested;
    }
    for (const [name, limit] of Object.entries(resources.limits ?? {})) if (isPodLevelResource(name)) requests[name] ??= limit;
    return Object.keys(requests).length === Object.keys(resources.requests ?? {}).length ? resources : { ...resources, requests };
  });
}

function defaultHostPorts(spec: PodSpec): PodSpec {
  const onHost = (container: Container): Container => alter(container, 'ports', (ports) => mapShared(ports, hostPort));
  return alter(
    alter(spec, 'containers', (containers) => mapShared(containers, onHost)),
    'initContainers',
    (containers) => mapShared(containers, onHost),
  );
}

function hostPort(port: ContainerPort): ContainerPort {
  return (port.hostPort ?? 0) === 0 ? put(port, 'hostPort', port.containerPort) : port;
}
