import { type KubeObject, nameOf } from '../../../api/object.ts';
import type { Pod, PodSpec, PriorityClass } from '../../../api/types.gen.ts';
import { extend } from '../../../base/extend.ts';
import { type StoreState, hasWritten, readObject, scanObjects } from '../../store/store.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { refusal } from './refuse.ts';

const CLASSES = 'priorityclasses.scheduling.k8s.io';

/** Turns a pod's priority class into its number (plugin/pkg/admission/priority). */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  mutate(scope, object, { operation, subresource, stored }) {
    if (object.kind !== 'Pod' || subresource !== '') return object;
    return operation === 'CREATE' ? prioritised(scope, object as Pod) : keptPriority(object as Pod, stored as Pod | undefined);
  },
};

type Verdict = Pick<PodSpec, 'priorityClassName' | 'priority' | 'preemptionPolicy'>;

/** Of a cluster without a default class. */
const ORDINARY: Verdict = { priority: 0, preemptionPolicy: 'PreemptLowerPriority' };

/** The classes that every cluster has (pkg/apis/scheduling): pods of the first boot come before the objects. */
export const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

function prioritised(scope: RequestScope, pod: Pod): KubeObject {
  const { spec } = pod;
  if (spec === undefined) return pod;
  const verdict = priorityOf(scope.server.store, spec);
  if (verdict === undefined) throw refusal(scope, pod, `no PriorityClass with name ${spec.priorityClassName ?? ''} was found`);
  const wrong = disagreement(spec, verdict);
  if (wrong !== undefined) throw refusal(scope, pod, wrong);
  const { priority: value = 0, preemptionPolicy = 'PreemptLowerPriority', priorityClassName } = verdict;
  const admitted: Pod =
    priorityClassName === undefined
      ? { ...pod, spec: extend(spec, { priority: value, preemptionPolicy }) }
      : { ...pod, spec: { ...spec, ...verdict } };
  return admitted;
}

/** What the class of a pod makes of it; undefined when there is no such class. */
export function priorityOf(store: StoreState, { priorityClassName: name }: PodSpec): Verdict | undefined {
  if (!name) return ofDefaultClass(store);
  const found = readObject(store, CLASSES, name) as PriorityClass | undefined;
  if (found !== undefined) return verdictOf(found);
  const value = SYSTEM_CLASSES.get(name);
  return value === undefined ? undefined : { priorityClassName: name, priority: value, preemptionPolicy: 'PreemptLowerPriority' };
}

/** A pod may say itself what its class makes of it, but nothing else. */
export function disagreement(spec: PodSpec, { priority: value, preemptionPolicy: policy }: Verdict): string | undefined {
  if (spec.priority !== undefined && spec.priority !== value) {
    return mismatch('integer value of priority', String(spec.priority), String(value));
  }
  if (policy === undefined || spec.preemptionPolicy === undefined || spec.preemptionPolicy === policy) return undefined;
  return mismatch('string value of PreemptionPolicy', spec.preemptionPolicy, policy);
}

/** None of the classes that every cluster is born with is the default. */
function ofDefaultClass(store: StoreState): Verdict {
  if (!hasWritten(store, CLASSES)) return ORDINARY;
  const found = defaultClass(store);
  return found === undefined ? ORDINARY : verdictOf(found);
}

function verdictOf(found: PriorityClass): Verdict {
  const { value = 0, preemptionPolicy } = found;
  return { priorityClassName: nameOf(found), priority: value, ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }) };
}

/** Of several the lowest. */
export function defaultClass(store: StoreState): PriorityClass | undefined {
  let found: PriorityClass | undefined;
  for (const [, object] of scanObjects(store, CLASSES, '')) {
    const candidate = object as PriorityClass;
    if (candidate.globalDefault && (found === undefined || (found.value ?? 0) > (candidate.value ?? 0))) found = candidate;
  }
  return found;
}

function mismatch(what: string, given: string, computed: string): string {
  return `the ${what} (${given}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`;
}

/** An update that leaves out what was computed means no change of it. */
function keptPriority(pod: Pod, stored: Pod | undefined): KubeObject {
  const { spec } = pod;
  if (spec === undefined || spec === stored?.spec) return pod;
  const { priority: value, preemptionPolicy: policy } = stored?.spec ?? {};
  const lost = {
    ...(spec.priority === undefined && value !== undefined ? { priority: value } : {}),
    ...(spec.preemptionPolicy === undefined && policy !== undefined ? { preemptionPolicy: policy } : {}),
  };
  if (Object.keys(lost).length === 0) return pod;
  const admitted: Pod = { ...pod, spec: { ...spec, ...lost } };
  return admitted;
}
