/**
 * The controls of the Pod Security Standards (k8s.io/pod-security-admission/policy), each with the minor versions since which
 * it holds in the form given. The newest form that is not newer than the policy counts.
 */
import type { ObjectMeta, PodSpec } from '../../../../api/types.gen.ts';
import * as baseline from './baseline.ts';
import type { PodCheck, Violation } from './finding.ts';
import type { Policed } from './policy.ts';
import * as restricted from './restricted.ts';

export interface Check {
  readonly id: string;
  readonly forms: readonly (readonly [sinceMinor: number, check: PodCheck])[];
  /** The baseline check that this restricted one includes. */
  readonly replaces?: string;
}

/** In the order in which violations are told, as are the restricted ones after them. */
export const BASELINE: readonly Check[] = [
  { id: 'appArmorProfile', forms: [[0, baseline.appArmorProfile]] },
  { id: 'capabilities_baseline', forms: [[0, baseline.addedCapabilities]] },
  { id: 'hostNamespaces', forms: [[0, baseline.hostNamespaces]] },
  { id: 'hostPathVolumes', forms: [[0, baseline.hostPathVolumes]] },
  { id: 'hostPorts', forms: [[0, baseline.hostPorts]] },
  { id: 'hostProbesAndHostLifecycle', forms: [[34, baseline.hostProbes]] },
  { id: 'privileged', forms: [[0, baseline.privileged]] },
  { id: 'procMount', forms: relaxed(0, baseline.procMount, 35, ownsUserNamespace) },
  { id: 'seLinuxOptions', forms: baseline.SELINUX_TYPES.map(([since, types]) => [since, baseline.seLinuxOptions(types)]) },
  {
    id: 'seccompProfile_baseline',
    forms: [
      [0, baseline.seccompAnnotations],
      [19, baseline.seccompProfile],
    ],
  },
  { id: 'sysctls', forms: baseline.SYSCTLS.map(([since, names]) => [since, baseline.sysctls(names)]) },
  { id: 'windowsHostProcess', forms: [[0, baseline.windowsHostProcess]] },
];

export const RESTRICTED: readonly Check[] = [
  { id: 'allowPrivilegeEscalation', forms: relaxed(8, restricted.privilegeEscalation, 25, isWindows) },
  { id: 'capabilities_restricted', forms: relaxed(22, restricted.capabilities, 25, isWindows), replaces: 'capabilities_baseline' },
  { id: 'procMount_restricted', forms: [[35, baseline.procMount]], replaces: 'procMount' },
  { id: 'restrictedVolumes', forms: [[0, restricted.volumeTypes]], replaces: 'hostPathVolumes' },
  { id: 'runAsNonRoot', forms: relaxed(0, restricted.runAsNonRoot, 35, ownsUserNamespace) },
  { id: 'runAsUser', forms: relaxed(23, restricted.runAsUser, 35, ownsUserNamespace) },
  { id: 'seccompProfile_restricted', forms: relaxed(19, restricted.seccompProfile, 25, isWindows), replaces: 'seccompProfile_baseline' },
];

/** What is wrong with a pod at a level of the standards. */
export function evaluatePod(policed: Policed, spec: PodSpec, metadata: ObjectMeta): readonly Violation[] {
  return checksAt(policed).flatMap((check) => check(spec, metadata) ?? []);
}

/** `reason (detail), reason (detail)`. */
export function violationsText(violations: readonly Violation[]): string {
  return violations.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
}

/** The form of a check that holds at a version, if it is that old. */
export function formAt({ forms }: Check, minor: number): PodCheck | undefined {
  return forms.findLast(([since]) => since <= minor)?.[1];
}

const CHECKS = new Map<string, readonly PodCheck[]>();

function checksAt({ level, minor }: Policed): readonly PodCheck[] {
  const key = `${level} ${minor}`;
  const known = CHECKS.get(key);
  if (known !== undefined) return known;
  const fresh = checksOf(level).flatMap((check) => formAt(check, minor) ?? []);
  CHECKS.set(key, fresh);
  return fresh;

  function checksOf(named: Policed['level']): readonly Check[] {
    if (named === 'privileged') return [];
    if (named === 'baseline') return BASELINE;
    const replaced = new Set(RESTRICTED.filter((check) => formAt(check, minor) !== undefined).map(({ replaces }) => replaces));
    return [...BASELINE.filter(({ id }) => !replaced.has(id)), ...RESTRICTED];
  }
}

/** A check that since a later version lets certain pods pass. */
function relaxed(since: number, check: PodCheck, laterSince: number, passes: (spec: PodSpec) => boolean): Check['forms'] {
  return [
    [since, check],
    [laterSince, (spec, metadata) => (passes(spec) ? undefined : check(spec, metadata))],
  ];
}

function isWindows({ os }: PodSpec): boolean {
  return os?.name === 'windows';
}

function ownsUserNamespace({ hostUsers }: PodSpec): boolean {
  return hostUsers === false;
}
