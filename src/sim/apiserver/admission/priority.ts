import { forbiddenError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { type RequestScope, admissionName } from '../server.ts';
import type { AdmissionPlugin } from './plugin.ts';

/** The classes that every cluster has (pkg/apis/scheduling). */
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
]);

/** Turns a pod's priority class into its number (plugin/pkg/admission/priority). */
export const priority: AdmissionPlugin = {
  name: 'Priority',
  mutate: (scope, object, { operation, subresource }) =>
    operation === 'CREATE' && subresource === '' && object.kind === 'Pod' ? prioritised(scope, object as Pod) : object,
};

function prioritised(scope: RequestScope, pod: Pod): KubeObject {
  const { spec } = pod;
  if (spec === undefined) return pod;
  const value = spec.priorityClassName ? SYSTEM_CLASSES.get(spec.priorityClassName) : 0;
  if (value === undefined) throw refused(scope, pod, `no PriorityClass with name ${spec.priorityClassName ?? ''} was found`);
  const { priority: given, preemptionPolicy: policy = 'PreemptLowerPriority' } = spec;
  if (given !== undefined && given !== value) {
    throw refused(scope, pod, mismatch('integer value of priority', String(given), String(value)));
  }
  if (policy !== 'PreemptLowerPriority')
    throw refused(scope, pod, mismatch('string value of PreemptionPolicy', policy, 'PreemptLowerPriority'));
  const admitted: Pod = { ...pod, spec: { ...spec, priority: value, preemptionPolicy: policy } };
  return admitted;
}

function mismatch(what: string, given: string, computed: string): string {
  return `the ${what} (${given}) must not be provided in pod spec; priority admission controller computed ${computed} from the given PriorityClass name`;
}

function refused(scope: RequestScope, pod: Pod, why: string): Error {
  return forbiddenError(scope.kind.type, admissionName(pod), why);
}
