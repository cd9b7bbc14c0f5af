import { duplicate, type FieldError, invalid, notSupported, required } from '../../field-error.ts';
import type { JsonValue } from '../../scalars.ts';
import type { AppArmorProfile, PodSecurityContext, PodSpec, SeccompProfile, SecurityContext, Sysctl } from '../../types.gen.ts';
import { type Findings, MAX_INT32, checkOneOf, checkRange, isUnset, remembered } from '../checks.ts';
import { checkDescendingPath } from './validate-mounts.ts';

/** Security contexts of containers and pods. */
export const checkSecurityContext = remembered<SecurityContext>((context, path, findings) => {
  checkId(context.runAsUser, `${path}.runAsUser`, findings);
  checkId(context.runAsGroup, `${path}.runAsGroup`, findings);
  if (context.procMount !== undefined) checkOneOf(context.procMount, ['Default', 'Unmasked'], `${path}.procMount`, findings);
  if (context.seccompProfile !== undefined) checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, findings);
  checkEscalation(context, path, findings);
  if (context.appArmorProfile !== undefined) checkAppArmor(context.appArmorProfile, `${path}.appArmorProfile`, findings);
});

/** All of /proc is for pods that have users of their own. */
export function checkProcMount({ procMount }: SecurityContext, { hostUsers }: PodSpec, path: string, findings: Findings): void {
  if (procMount === 'Unmasked' && hostUsers !== false)
    findings.push(invalid(path, procMount, '`hostUsers` must be false to use `Unmasked`'));
}

function checkId(id: number | undefined, path: string, findings: Findings): void {
  checkRange(id, 0, MAX_INT32, path, findings);
}

function checkEscalation(context: SecurityContext, path: string, findings: Findings): void {
  if (context.allowPrivilegeEscalation !== false) return;
  const clash = (what: string): FieldError =>
    invalid(path, goSecurityContext(context), `cannot set \`allowPrivilegeEscalation\` to false and ${what}`);
  if (context.privileged === true) findings.push(clash('`privileged` to true'));
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN') === true) findings.push(clash('`capabilities.Add` CAP_SYS_ADMIN'));
}

/** As Kubernetes' internal type prints. */
function goSecurityContext(context: SecurityContext): JsonValue {
  const { capabilities } = context;
  return {
    Capabilities: capabilities === undefined ? null : { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null },
    Privileged: context.privileged ?? null,
    SELinuxOptions: null,
    WindowsOptions: null,
    RunAsUser: context.runAsUser ?? null,
    RunAsGroup: context.runAsGroup ?? null,
    RunAsNonRoot: context.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: context.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: context.allowPrivilegeEscalation ?? null,
    ProcMount: context.procMount ?? null,
    SeccompProfile: null,
    AppArmorProfile: null,
  };
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

function checkSeccomp(profile: SeccompProfile, path: string, findings: Findings): void {
  if (isUnset(profile.type)) findings.push(required(`${path}.type`, 'type is required when seccompProfile is set'));
  else checkOneOf(profile.type, PROFILE_TYPES, `${path}.type`, findings);
  const local = profile.localhostProfile;
  if (profile.type !== 'Localhost') {
    if (local === undefined) return;
    const shown = { Type: profile.type, LocalhostProfile: local };
    findings.push(invalid(`${path}.localhostProfile`, shown, 'can only be set when seccomp type is Localhost'));
  } else if (local === undefined) findings.push(required(`${path}.localhostProfile`, 'must be set when seccomp type is Localhost'));
  else checkDescendingPath(local, `${path}.localhostProfile`, findings);
}

function checkAppArmor(profile: AppArmorProfile, path: string, findings: Findings): void {
  const at = `${path}.localhostProfile`;
  const local = profile.localhostProfile;
  if (profile.type === 'Localhost') {
    if (local === undefined || local.trim() === '') return void findings.push(required(at, 'must be set when AppArmor type is Localhost'));
    if (local !== local.trim()) findings.push(invalid(at, local, 'must not be padded with whitespace'));
    return;
  }
  if (isUnset(profile.type)) findings.push(required(`${path}.type`, 'type is required when appArmorProfile is set'));
  else if (!PROFILE_TYPES.includes(profile.type)) findings.push(notSupported(`${path}.type`, profile.type, PROFILE_TYPES));
  else if (local !== undefined) findings.push(invalid(at, local, 'can only be set when AppArmor type is Localhost'));
}

export function checkPodSecurity(spec: PodSpec, path: string, findings: Findings): void {
  const { securityContext } = spec;
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
    findings.push(invalid(`${path}.shareProcessNamespace`, true, detail));
  }
  if (securityContext !== undefined) checkPodSecurityContext(securityContext, path, findings);
}

const checkPodSecurityContext = remembered<PodSecurityContext>((context, path, findings) => {
  checkId(context.fsGroup, `${path}.fsGroup`, findings);
  checkId(context.runAsUser, `${path}.runAsUser`, findings);
  checkId(context.runAsGroup, `${path}.runAsGroup`, findings);
  for (const [index, group] of (context.supplementalGroups ?? []).entries())
    checkId(group, `${path}.supplementalGroups[${index}]`, findings);
  checkSysctls(context.sysctls ?? [], `${path}.sysctls`, findings);
  checkPolicy(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${path}.fsGroupChangePolicy`, findings);
  if (context.seccompProfile !== undefined) checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, findings);
  if (context.appArmorProfile !== undefined) checkAppArmor(context.appArmorProfile, `${path}.appArmorProfile`, findings);
  checkPolicy(context.supplementalGroupsPolicy, ['Merge', 'Strict'], `${path}.supplementalGroupsPolicy`, findings);
  checkPolicy(context.seLinuxChangePolicy, ['Recursive'], `${path}.seLinuxChangePolicy`, findings);
});

function checkPolicy(value: string | undefined, supported: readonly string[], path: string, findings: Findings): void {
  if (value !== undefined) checkOneOf(value, supported, path, findings);
}

function checkSysctls(sysctls: readonly Sysctl[], path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, { name }] of sysctls.entries()) {
    const at = `${path}[${index}].name`;
    if (isUnset(name)) findings.push(required(at));
    else if (!SYSCTL.test(name)) findings.push(invalid(at, name, SYSCTL_TEXT));
    else if (seen.has(name)) findings.push(duplicate(at, name));
    seen.add(name);
  }
}

const SYSCTL = /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/;
const SYSCTL_TEXT =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';
