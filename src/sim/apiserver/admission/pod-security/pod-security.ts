/**
 * PodSecurity (plugin/pkg/admission/security/podsecurity): pods are held to the level that their namespace enforces; of templates,
 * and of pods that stood before, people are only warned. Nobody is exempt, which is the default configuration.
 */
import { invalidError } from '../../../../api/errors.ts';
import { type KubeObject, controllerOf, nameOf } from '../../../../api/object.ts';
import type { CronJob, ObjectMeta, Pod, PodSpec, PodTemplate, PodTemplateSpec } from '../../../../api/types.gen.ts';
import { deepEqual } from '../../../../base/equal.ts';
import { readObject, scanObjects } from '../../../store/store.ts';
import type { RequestScope } from '../../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.ts';
import { refusal } from '../refuse.ts';
import { evaluatePod, violationsText } from './checks.ts';
import { POD_SECURITY_LABELS, type Policed, type Policy, isStricter, policedText, policyOf } from './policy.ts';

export const podSecurity: AdmissionPlugin = {
  name: 'PodSecurity',
  validate(scope, object, attributes) {
    if (attributes.operation !== 'CREATE' && attributes.operation !== 'UPDATE') return;
    if (object.kind === 'Pod') validatePod(scope, object as Pod, attributes);
    else if (attributes.subresource !== '') return;
    else if (object.kind === 'Namespace') validateNamespace(scope, object, attributes);
    else if (TEMPLATED.has(object.kind)) tellOfTemplate(scope, object, attributes.namespace);
  },
};

const TEMPLATED: ReadonlySet<string> = new Set([
  'ReplicationController',
  'PodTemplate',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
]);

const HELD_SUBRESOURCES: ReadonlySet<string> = new Set(['', 'ephemeralcontainers', 'resize']);

function validatePod(scope: RequestScope, pod: Pod, { operation, subresource, namespace, stored }: AdmissionAttributes): void {
  if (!HELD_SUBRESOURCES.has(subresource)) return;
  if (operation === 'UPDATE' && !changesContainers(pod.spec, (stored as Pod | undefined)?.spec)) return;
  const policy = namespacePolicy(scope, namespace);
  const { enforce } = policy;
  scope.annotations?.set(`${POD_SECURITY_LABELS}enforce-policy`, policedText(enforce));
  const spec = pod.spec ?? { containers: [] };
  noteForAudit(scope, policy.audit, spec, pod.metadata);
  const violations = evaluatePod(enforce, spec, pod.metadata);
  if (violations.length > 0) {
    throw refusal(scope, pod, `violates PodSecurity "${policedText(enforce)}": ${violationsText(violations)}`);
  }
  warnOf(scope, policy.warn, spec, pod.metadata);
}

function tellOfTemplate(scope: RequestScope, object: KubeObject, namespace: string): void {
  if (scope.warnings === undefined && scope.annotations === undefined) return;
  const { spec, metadata = {} } = templateOf(object) ?? {};
  if (spec === undefined) return;
  const { audit, warn } = namespacePolicy(scope, namespace);
  noteForAudit(scope, audit, spec, metadata);
  warnOf(scope, warn, spec, metadata);
}

function warnOf({ warnings }: RequestScope, warn: Policed, spec: PodSpec, metadata: ObjectMeta): void {
  const text = warnings === undefined ? '' : wouldViolate(warn, spec, metadata);
  if (text !== '') warnings?.push(text);
}

function noteForAudit({ annotations }: RequestScope, audit: Policed, spec: PodSpec, metadata: ObjectMeta): void {
  const text = annotations === undefined ? '' : wouldViolate(audit, spec, metadata);
  if (text !== '') annotations?.set(`${POD_SECURITY_LABELS}audit-violations`, text);
}

function wouldViolate(policed: Policed, spec: PodSpec, metadata: ObjectMeta): string {
  const violations = evaluatePod(policed, spec, metadata);
  return violations.length === 0 ? '' : `would violate PodSecurity "${policedText(policed)}": ${violationsText(violations)}`;
}

function namespacePolicy(scope: RequestScope, namespace: string): Policy {
  return policyOf(readObject(scope.server.store, 'namespaces', namespace)?.metadata.labels);
}

function templateOf(object: KubeObject): PodTemplateSpec | undefined {
  if (object.kind === 'PodTemplate') return (object as PodTemplate).template;
  if (object.kind === 'CronJob') return (object as CronJob).spec?.jobTemplate.spec?.template;
  return (object as KubeObject & { spec?: { template?: PodTemplateSpec } }).spec?.template;
}

interface Imaged {
  readonly name: string;
  readonly image?: string;
}

/** Of a standing pod only images can become worse, or containers that are added. */
function changesContainers(next: PodSpec | undefined, stored: PodSpec | undefined): boolean {
  if (next === stored) return false;
  const byPlace = (a: readonly Imaged[] = [], b: readonly Imaged[] = []) =>
    a.length !== b.length || a.some(({ image }, index) => image !== b[index]?.image);
  const before = new Map((stored?.ephemeralContainers ?? []).map(({ name, image }) => [name, image]));
  return (
    byPlace(next?.containers, stored?.containers) ||
    byPlace(next?.initContainers, stored?.initContainers) ||
    (next?.ephemeralContainers ?? []).some(({ name, image }) => !before.has(name) || before.get(name) !== image)
  );
}

function validateNamespace(scope: RequestScope, namespace: KubeObject, { operation, stored }: AdmissionAttributes): void {
  const next = policyOf(namespace.metadata.labels);
  const before = operation === 'UPDATE' ? policyOf(stored?.metadata.labels) : undefined;
  if (next.errors.length > 0 && (before === undefined || !deepEqual(next.errors, before.errors))) {
    throw invalidError(scope.kind.type, nameOf(namespace), next.errors);
  }
  if (before === undefined || scope.warnings === undefined || !isTightened(next.enforce, before.enforce)) return;
  scope.warnings.push(...existingViolations(scope, nameOf(namespace), next.enforce));
}

function isTightened(next: Policed, before: Policed): boolean {
  if (next.level === 'privileged') return false;
  return next.minor !== before.minor || isStricter(next, before);
}

const MAX_PODS_CHECKED = 3000;

/** What the pods that are there already do against a new level: one line for each sort of offence. */
function existingViolations(scope: RequestScope, namespace: string, enforce: Policed): readonly string[] {
  const pods = oneOfEachFirst(Array.from(scanObjects(scope.server.store, 'pods', `${namespace}/`), ([, pod]) => pod as Pod));
  const offenders = new Map<string, string[]>();
  for (const pod of pods.slice(0, MAX_PODS_CHECKED)) {
    const reasons = evaluatePod(enforce, pod.spec ?? { containers: [] }, pod.metadata)
      .map(({ reason }) => reason)
      .join(', ');
    const alike = offenders.get(reasons);
    if (alike !== undefined) alike.push(nameOf(pod));
    else if (reasons !== '') offenders.set(reasons, [nameOf(pod)]);
  }
  const partly =
    pods.length > MAX_PODS_CHECKED
      ? [`new PodSecurity enforce level only checked against the first ${MAX_PODS_CHECKED} of ${pods.length} existing pods`]
      : [];
  if (offenders.size === 0) return partly;
  const heading = `existing pods in namespace "${namespace}" violate the new PodSecurity enforce level "${policedText(enforce)}"`;
  return [...partly, heading, ...Array.from(offenders, ([reasons, names]) => `${namedText(names)}: ${reasons}`).sort()];
}

/** Pods of one controller are alike: the second and later ones come last. */
function oneOfEachFirst(pods: readonly Pod[]): readonly Pod[] {
  const seen = new Set<string>();
  const isFirst = (pod: Pod) => {
    const owner = controllerOf(pod)?.uid;
    return owner === undefined || (!seen.has(owner) && seen.add(owner).size > 0);
  };
  const first = new Set(pods.filter(isFirst));
  return [...first, ...pods.filter((pod) => !first.has(pod))];
}

function namedText(names: readonly string[]): string {
  const [first = ''] = names.toSorted();
  const others = names.length - 1;
  return others === 0 ? first : `${first} (and ${others} other pod${others === 1 ? '' : 's'})`;
}
