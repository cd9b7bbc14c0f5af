import { compareQuantities } from '../../../api/quantity.ts';
import type { ResourceList } from '../../../api/pod/resources.ts';
import type { Pod, PodSpec, RuntimeClass, Toleration } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { readObject } from '../../store/store.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

/** A pod's runtime class says what running it costs, and where it can run (plugin/pkg/admission/runtimeclass). */
export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  mutate(scope, object, attributes) {
    const pod = object as Pod;
    if (!isCreatedPod(pod, attributes) || pod.spec?.runtimeClassName === undefined) return object;
    const found = classOf(scope, pod, pod.spec.runtimeClassName);
    const { overhead, scheduling } = found;
    let spec = pod.spec;
    if (overhead !== undefined) spec = withOverhead(scope, pod, spec, overhead.podFixed ?? {});
    if (scheduling !== undefined) spec = withScheduling(scope, pod, spec, scheduling);
    return spec === pod.spec ? pod : { ...pod, spec };
  },
  validate(scope, object, attributes) {
    const pod = object as Pod;
    if (!isCreatedPod(pod, attributes)) return;
    const { runtimeClassName: name, overhead } = pod.spec ?? {};
    if (name === undefined && overhead === undefined) return;
    const wanted = name === undefined ? undefined : classOf(scope, pod, name).overhead;
    if (wanted !== undefined) assertSameOverhead(scope, pod, wanted.podFixed ?? {}, overhead ?? {});
    else if (overhead !== undefined) {
      throw refusal(scope, pod, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead');
    }
  },
};

function isCreatedPod(pod: Pod, { operation, subresource }: AdmissionAttributes): boolean {
  return pod.kind === 'Pod' && operation === 'CREATE' && subresource === '';
}

function classOf(scope: RequestScope, pod: Pod, name: string): RuntimeClass {
  const found = readObject(scope.server.store, 'runtimeclasses.node.k8s.io', name);
  if (found === undefined) throw refusal(scope, pod, `pod rejected: RuntimeClass ${JSON.stringify(name)} not found`);
  return found as RuntimeClass;
}

function withOverhead(scope: RequestScope, pod: Pod, spec: PodSpec, fixed: ResourceList): PodSpec {
  if (Object.keys(spec.overhead ?? {}).length > 0) assertSameOverhead(scope, pod, fixed, spec.overhead ?? {});
  return { ...spec, overhead: fixed };
}

function assertSameOverhead(scope: RequestScope, pod: Pod, wanted: ResourceList, given: ResourceList): void {
  const names = Object.keys(wanted);
  const same =
    names.length === Object.keys(given).length &&
    names.every((name) => given[name] !== undefined && compareQuantities(given[name], wanted[name] ?? '0') === 0);
  if (!same) throw refusal(scope, pod, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
}

function withScheduling(scope: RequestScope, pod: Pod, spec: PodSpec, scheduling: NonNullable<RuntimeClass['scheduling']>): PodSpec {
  const own = spec.nodeSelector ?? {};
  const wanted = scheduling.nodeSelector ?? {};
  for (const [key, value] of Object.entries(wanted)) {
    if (own[key] === undefined || own[key] === value) continue;
    const places = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`;
    throw refusal(scope, pod, `conflict: ${places}`);
  }
  const nodeSelector = { ...own, ...wanted };
  const tolerations = merged([...(spec.tolerations ?? []), ...(scheduling.tolerations ?? [])]);
  return {
    ...spec,
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
}

/** Without those that another one covers; of two equal ones the first stays (pkg/util/tolerations). */
function merged(all: readonly Toleration[]): readonly Toleration[] {
  const kept: Toleration[] = [];
  for (const [index, toleration] of all.entries()) {
    const later = all.slice(index + 1).filter((other) => !deepEqual(other, toleration));
    if (![...kept, ...later].some((other) => covers(other, toleration))) kept.push(toleration);
  }
  return kept;
}

function covers(wide: Toleration, narrow: Toleration): boolean {
  if (deepEqual(wide, narrow)) return true;
  const { key = '', operator = 'Equal', effect = '', value = '', tolerationSeconds } = wide;
  if ((narrow.key ?? '') !== key && (key !== '' || operator !== 'Exists')) return false;
  if (effect !== '' && narrow.effect !== effect) return false;
  const isBrief = effect === 'NoExecute' && tolerationSeconds !== undefined;
  if (isBrief && (narrow.tolerationSeconds ?? Number.POSITIVE_INFINITY) > tolerationSeconds) return false;
  return operator === 'Exists' || (narrow.operator === 'Equal' && (narrow.value ?? '') === value);
}
