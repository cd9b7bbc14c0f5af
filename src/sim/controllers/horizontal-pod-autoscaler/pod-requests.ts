/** What pods ask for, to which their use is compared (replica_calculator.go). */
import { nameOf } from '../../../api/object.ts';
import { isPodLevelResource, isSidecar, podRequestList } from '../../../api/pod/resources.ts';
import { quantityMilli } from '../../../api/quantity.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { MetricError } from './metric-error.ts';

/** By the names of pods, in thousandths. `container`: of that one alone; '' for whole pods. Throws if a request is missing. */
export function requestsOf(pods: readonly Pod[], container: string, resource: string): ReadonlyMap<string, number> {
  const ofPod = (pod: Pod) => (container === '' && asksAsAWhole(pod) ? wholeRequest(pod, resource) : sumOf(pod, container, resource));
  return new Map(pods.map((pod) => [nameOf(pod), ofPod(pod)]));
}

function asksAsAWhole({ spec }: Pod): boolean {
  return Object.keys(spec?.resources?.requests ?? {}).some(isPodLevelResource);
}

function wholeRequest(pod: Pod, resource: string): number {
  const request = pod.spec === undefined ? undefined : podRequestList(pod.spec)[resource];
  if (request === undefined) throw new MetricError(`missing pod-level request for ${resource} in Pod ${nameOf(pod)}`);
  return quantityMilli(request);
}

function sumOf(pod: Pod, container: string, resource: string): number {
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const all = [...containers, ...initContainers.filter(isSidecar)];
  const counted = container === '' ? all : all.filter(({ name }) => name === container);
  if (container !== '' && counted.length === 0) throw new MetricError(`container ${container} not found in Pod ${nameOf(pod)}`);
  return counted.reduce((sum, { name, resources }) => {
    const request = resources?.requests?.[resource];
    if (request === undefined) throw new MetricError(`missing request for ${resource} in container ${name} of Pod ${nameOf(pod)}`);
    return sum + quantityMilli(request);
  }, 0);
}
