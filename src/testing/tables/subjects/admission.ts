/** Admission: the Pod Security Standards, limit ranges, priorities, tolerations, and what counts against a quota. */
import type { LimitRange, PersistentVolumeClaim, Pod, PodSpec, PriorityClass, Service } from '../../../api/types.gen.ts';
import { tolerant } from '../../../sim/apiserver/admission/default-toleration-seconds.ts';
import { limitErrors, withDefaults } from '../../../sim/apiserver/admission/limit-ranger.ts';
import { BASELINE, RESTRICTED, evaluatePod, formAt } from '../../../sim/apiserver/admission/pod-security/checks.ts';
import type { Policed } from '../../../sim/apiserver/admission/pod-security/policy.ts';
import { disagreement, priorityOf } from '../../../sim/apiserver/admission/priority.ts';
import type { Scope } from '../../../sim/apiserver/quota/evaluator.ts';
import { CLAIM_EVALUATOR, SERVICE_EVALUATOR } from '../../../sim/apiserver/quota/others.ts';
import { POD_EVALUATOR } from '../../../sim/apiserver/quota/pods.ts';
import { createStore, ensureTable, putObject } from '../../../sim/store/store.ts';
import { type Subject, like, subject } from '../subject.ts';
import { defaulted } from './manifests.ts';

const POD_SECURITY: readonly Subject[] = [
  subject<Fixture>('podsecurity/fixtures', /^Pod Security Standards/, ({ in: { file, level, version }, out, table }) => {
    const pod = defaulted({ file, document: 0 }, table.file).object as Pod;
    const policed = { level, minor: minorOf(version) };
    return like(out, { allowed: evaluatePod(policed, pod.spec ?? NO_SPEC, pod.metadata).length === 0 });
  }),
  subject<CheckCase>('podsecurity/check-messages', /^Pod Security checks/, ({ in: { check, sinceVersion, pod }, out }) =>
    like(out, verdictOf(check, minorOf(sinceVersion), pod)),
  ),
];

const NO_SPEC: PodSpec = { containers: [] };

interface Fixture {
  readonly file: string;
  readonly level: Policed['level'];
  readonly version: string;
}

interface CheckCase {
  readonly check: string;
  readonly sinceVersion: string;
  readonly pod: Partial<Pod>;
}

function minorOf(version: string): number {
  return version === 'latest' ? Number.POSITIVE_INFINITY : Number(version.slice(version.indexOf('.') + 1));
}

/** Upstream's tests of these checks call the newest form; what their table says of the version is not so. */
const NEWEST: ReadonlySet<string> = new Set(['procMount', 'runAsNonRoot', 'runAsUser', 'seLinuxOptions']);

/** A check that came later than the version that is said is looked at in its first form. */
function verdictOf(name: string, said: number, pod: Partial<Pod>): object {
  const check = [...BASELINE, ...RESTRICTED].find(({ id }) =>
    [id, `${id}_baseline`].some((own) => own.toLowerCase() === name.toLowerCase()),
  );
  if (check === undefined) throw new Error(`no check ${name}`);
  const minor = NEWEST.has(check.id) ? Number.POSITIVE_INFINITY : Math.max(said, check.forms[0]?.[0] ?? 0);
  const violation = formAt(check, minor)?.({ ...NO_SPEC, ...pod.spec }, pod.metadata ?? {});
  return { allowed: violation === undefined, reason: violation?.reason ?? '', detail: violation?.detail ?? '' };
}

/** When the tables were recorded. */
const RECORDED = Date.UTC(2026, 10, 20, 20, 47, 24);

const QUOTA: readonly Subject[] = [
  subject<{ pod: Pod }>('quota/pod-usage', /^quota usage of a pod/, ({ in: { pod }, out }) =>
    like(out, { usage: POD_EVALUATOR.usage(complete(pod), RECORDED) }),
  ),
  subject<{ service: Service }>('quota/service-usage', /^quota usage of a service/, ({ in: { service }, out }) =>
    like(out, { usage: SERVICE_EVALUATOR.usage(service, RECORDED) }),
  ),
  subject<{ pvc: PersistentVolumeClaim }>('quota/pvc-usage', /^quota usage of a claim/, ({ in: { pvc }, out }) =>
    like(out, { usage: CLAIM_EVALUATOR.usage(pvc, RECORDED) }),
  ),
  subject<{ pod: Pod; selectors?: readonly Scope[] }>(
    'quota/scopes',
    /^quota scopes a pod matches/,
    ({ in: { pod, selectors = SCOPES }, out }) =>
      like(out, { selectors: selectors.filter((scope) => POD_EVALUATOR.inScope?.(scope, complete(pod))) }),
  ),
];

/** Asked for where a case names none. */
const SCOPES: readonly Scope[] = [
  ...['Terminating', 'NotTerminating', 'BestEffort', 'NotBestEffort'].map((scopeName) => ({ scopeName, operator: '' })),
  { scopeName: 'PriorityClass', operator: 'In', values: ['class1'] },
  { scopeName: 'CrossNamespacePodAffinity', operator: '' },
];

const DEFAULTS_AND_LIMITS: readonly Subject[] = [
  subject<{ limitRange: LimitRange; pod: Pod }>('admission/limitrange-pods', /^LimitRanger: pods/, ({ in: { limitRange, pod }, out }) =>
    like(out, { allowed: limitErrors(limitRange, withDefaults(pod, limitRange)).length === 0 }),
  ),
  subject<{ limitRange: LimitRange; pvc: PersistentVolumeClaim }>(
    'admission/limitrange-pvcs',
    /^LimitRanger: claims/,
    ({ in: { limitRange, pvc }, out }) => like(out, { allowed: limitErrors(limitRange, pvc).length === 0 }),
  ),
  subject<{ existingClasses?: readonly PriorityClass[]; pod: Pod }, { error: boolean }>(
    'admission/priority',
    /^Priority admission/,
    ({ in: { existingClasses = [], pod }, out }) => {
      const spec = pod.spec ?? NO_SPEC;
      const verdict = priorityOf(storeOf(existingClasses), spec);
      const error = verdict === undefined || disagreement(spec, verdict) !== undefined;
      // What the table says of the priority of a refused pod is what the pod had.
      return like(out, error ? { error } : { error, priority: verdict.priority, ...policyIn(out, verdict) });
    },
  ),
  subject<{ requestedPod: Pod }>('admission/default-tolerations', /^DefaultTolerationSeconds/, ({ in: { requestedPod }, out }) =>
    like(out, { pod: tolerant(requestedPod) }),
  ),
];

/** The tables leave empty lists out. */
function complete(pod: Pod): Pod {
  return { ...pod, metadata: pod.metadata ?? {}, spec: { ...NO_SPEC, ...pod.spec } };
}

function policyIn(out: object, { preemptionPolicy }: Pick<PodSpec, 'preemptionPolicy'>): object {
  return 'preemptionPolicy' in out ? { preemptionPolicy } : {};
}

function storeOf(classes: readonly PriorityClass[]) {
  const store = createStore();
  const resource = 'priorityclasses.scheduling.k8s.io';
  ensureTable(store, resource, '/registry/priorityclasses');
  for (const one of classes) putObject(store, resource, one.metadata.name ?? '', one, 0, 0);
  return store;
}

export const ADMISSION: readonly Subject[] = [...POD_SECURITY, ...QUOTA, ...DEFAULTS_AND_LIMITS];
