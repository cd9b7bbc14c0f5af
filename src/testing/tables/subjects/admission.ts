/** Admission: the Pod Security Standards, limit ranges, priorities, tolerations, and what counts against a quota. */
import type { Pod, PodSpec } from '../../../api/types.gen.ts';
import { BASELINE, RESTRICTED, evaluatePod, formAt } from '../../../sim/apiserver/admission/pod-security/checks.ts';
import type { Policed } from '../../../sim/apiserver/admission/pod-security/policy.ts';
import { type Outcome, type Subject, like, subject } from '../subject.ts';
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
  const check = [...BASELINE, ...RESTRICTED].find(({ id }) => [id, `${id}_baseline`].some((own) => own.toLowerCase() === name.toLowerCase()));
  if (check === undefined) throw new Error(`no check ${name}`);
  const minor = NEWEST.has(check.id) ? Number.POSITIVE_INFINITY : Math.max(said, check.forms[0]?.[0] ?? 0);
  const violation = formAt(check, minor)?.(pod.spec ?? NO_SPEC, pod.metadata ?? {});
  return { allowed: violation === undefined, reason: violation?.reason ?? '', detail: violation?.detail ?? '' };
}

export const ADMISSION: readonly Subject[] = [...POD_SECURITY];
