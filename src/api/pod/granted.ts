import type { Container, ContainerStatus, Pod, PodSpec, PodStatus, ResourceRequirements } from '../types.gen.ts';
import { type ResourceList, isSidecar, mostOf } from './resources.ts';

/**
 * A pod's spec with what counts while a resize is under way: the most of what is asked for, granted and in force. A request
 * that its node can never grant does not count (component-helpers/resource with UseStatusResources).
 */
export function grantedSpec({ spec = NO_SPEC, status }: Pod): PodSpec {
  if (status === undefined || !reportsResources(status)) return spec;
  const statuses = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  const granted = grantedBy(status, statuses);
  const own = spec.resources;
  return {
    ...spec,
    containers: spec.containers.map(granted),
    ...(spec.initContainers && { initContainers: spec.initContainers.map((each) => (isSidecar(each) ? granted(each) : each)) }),
    ...(own && status.resources && { resources: inForce(own, status.resources, status.allocatedResources, isInfeasible(status)) }),
  };
}

const NO_SPEC: PodSpec = { containers: [] };

function reportsResources({ resources, containerStatuses = [], initContainerStatuses = [] }: PodStatus): boolean {
  return resources !== undefined || containerStatuses.some(hasResources) || initContainerStatuses.some(hasResources);
}

function hasResources({ resources }: ContainerStatus): boolean {
  return resources !== undefined;
}

function grantedBy(status: PodStatus, statuses: readonly ContainerStatus[]): (container: Container) => Container {
  const infeasible = isInfeasible(status);
  return (container) => {
    const { resources, allocatedResources } = statuses.find(({ name }) => name === container.name) ?? {};
    if (resources === undefined) return container;
    return { ...container, resources: inForce(container.resources ?? {}, resources, allocatedResources, infeasible) };
  };
}

function inForce(
  asked: ResourceRequirements,
  actual: ResourceRequirements,
  allocated: ResourceList | undefined,
  infeasible: boolean,
): ResourceRequirements {
  return {
    ...asked,
    requests: mostOf(infeasible ? undefined : asked.requests, actual.requests, allocated),
    limits: mostOf(infeasible ? undefined : asked.limits, actual.limits),
  };
}

function isInfeasible({ conditions = [] }: PodStatus): boolean {
  return conditions.find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';
}
