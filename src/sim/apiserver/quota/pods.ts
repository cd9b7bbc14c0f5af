/** What pods count for (pkg/quota/v1/evaluator/core/pods.go). */
import type { KubeObject } from '../../../api/object.ts';
import { qosClassOf } from '../../../api/pod/qos.ts';
import { grantedSpec } from '../../../api/pod/granted.ts';
import { type ResourceList, podLimitList, podRequestList } from '../../../api/pod/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Container, Pod, PodAffinityTerm, PodSpec } from '../../../api/types.gen.ts';
import { type Evaluator, selectsName } from './evaluator.ts';

export const POD_EVALUATOR: Evaluator = {
  handles({ operation, subresource, stored }, object) {
    if (subresource === 'resize') return operation === 'UPDATE';
    if (subresource !== '') return false;
    return operation === 'CREATE' || (operation === 'UPDATE' && hasDeadline(object) !== hasDeadline(stored));
  },
  counts: (name) => NAMES.has(name) || /^(requests\.)?hugepages-/.test(name) || isExtended(name),
  usage: (object, now) => podUsage(object as Pod, now),
  inScope({ scopeName, ...scope }, object) {
    const { spec = NO_SPEC } = object as Pod;
    switch (scopeName) {
      case 'Terminating':
        return hasDeadline(object);
      case 'NotTerminating':
        return !hasDeadline(object);
      case 'BestEffort':
        return qosClassOf(spec) === 'BestEffort';
      case 'NotBestEffort':
        return qosClassOf(spec) !== 'BestEffort';
      case 'PriorityClass':
        return selectsName({ scopeName, ...scope }, spec.priorityClassName ? [spec.priorityClassName] : []);
      case 'CrossNamespacePodAffinity':
        return affinityTerms(spec).some(
          ({ namespaces = [], namespaceSelector }) => namespaces.length > 0 || namespaceSelector !== undefined,
        );
      default:
        return false;
    }
  },
  missing: (names, object) => missingAmounts(names, (object as Pod).spec ?? NO_SPEC),
};

const NO_SPEC: PodSpec = { containers: [] };
const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'] as const;
const NAMES: ReadonlySet<string> = new Set([
  'count/pods',
  'pods',
  ...COMPUTE.flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);

/** `requests.example.com/gpu`: a resource that is not Kubernetes' own. */
function isExtended(name: string): boolean {
  if (!name.startsWith('requests.')) return false;
  return isForeign(name.slice('requests.'.length)) || name.startsWith('requests.deviceclass.resource.kubernetes.io/');
}

function isForeign(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function podUsage(pod: Pod, now: number): ResourceList {
  if (isGone(pod, now)) return { 'count/pods': '1' };
  const spec = grantedSpec(pod);
  const usage: { [name: string]: string } = { 'count/pods': '1', pods: '1' };
  const requests = podRequestList(spec);
  for (const [name, amount] of Object.entries(requests)) {
    if (isCompute(name) || name.startsWith('hugepages-')) usage[name] = usage[`requests.${name}`] = amount;
    else if (isForeign(name) || name.startsWith('deviceclass.resource.kubernetes.io/')) usage[`requests.${name}`] = amount;
  }
  for (const [name, amount] of Object.entries(podLimitList(spec))) if (isCompute(name)) usage[`limits.${name}`] = amount;
  return usage;
}

function isCompute(name: string): boolean {
  return (COMPUTE as readonly string[]).includes(name);
}

/** Pods that have ended, or whose node did not confirm their end within twice the time they had, use nothing. */
function isGone({ metadata, status }: Pod, now: number): boolean {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return true;
  const { deletionTimestamp, deletionGracePeriodSeconds: grace } = metadata;
  return deletionTimestamp !== undefined && grace !== undefined && now > parseTime(deletionTimestamp) + grace * 1000;
}

function hasDeadline(object: KubeObject | undefined): boolean {
  return ((object as Pod | undefined)?.spec?.activeDeadlineSeconds ?? -1) >= 0;
}

function affinityTerms({ affinity }: PodSpec): readonly PodAffinityTerm[] {
  return [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap((own) => [
    ...(own?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
    ...(own?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ podAffinityTerm }) => podAffinityTerm),
  ]);
}

/** What every container has to say once a quota limits it, unless the pod says it for all of them. */
const REQUIRED: ReadonlySet<string> = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']);

function missingAmounts(names: readonly string[], spec: PodSpec): string | undefined {
  if (saysForAll(spec)) return undefined;
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  const texts = names.toSorted().flatMap((name) => {
    const silent = REQUIRED.has(name) ? containers.filter((container) => !says(container, name)).map((container) => container.name) : [];
    return silent.length === 0 ? [] : [`${name} for: ${[...new Set(silent)].sort().join(',')}`];
  });
  return texts.length === 0 ? undefined : `must specify ${texts.join('; ')}`;
}

function saysForAll({ resources }: PodSpec): boolean {
  const own = { ...resources?.requests, ...resources?.limits };
  return Object.keys(own).some((name) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-'));
}

function says({ resources }: Container, name: string): boolean {
  const [field, own] = name.startsWith('limits.')
    ? (['limits', name.slice(7)] as const)
    : (['requests', name.replace('requests.', '')] as const);
  return resources?.[field]?.[own] !== undefined;
}
