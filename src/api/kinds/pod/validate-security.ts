import { duplicate, type FieldError, invalid, notSupported, required } from '../../field-error.ts';
import type { AppArmorProfile, PodSecurityContext, PodSpec, SeccompProfile, SecurityContext, Sysctl } from '../../types.gen.ts';
import { type Findings, MAX_INT32, checkOneOf, checkRange, isUnset, remembered } from '../checks.ts';
import { internalValue, latePodRules } from './late.ts';
import { checkDescendingPath } from './validate-mounts.ts';

/** Security contexts of containers and pods. */
export const checkSecurityContext = remembered<SecurityContext>((context, path, findings) => {
  checkId(context.runAsUser, `${path}.runAsUser`, findings);
  checkId(context.runAsGroup, `${path}.runAsGroup`, findings);
  if (context.procMount !== undefined) checkOneOf(context.procMount, ['Default', 'Unmasked'], `${path}.procMount`, findings);
  if (context.seccompProfile !== undefined) checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, findings);
  checkEscalation(context, path, findings);
  if (context.windowsOptions !== undefined) latePodRules()?.checkWindowsOptions(context.windowsOptions, `${path}.windowsOptions`, findings);
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
    invalid(path, internalValue('core.SecurityContext', context), `cannot set \`allowPrivilegeEscalation\` to false and ${what}`);
  if (context.privileged === true) findings.push(clash('`privileged` to true'));
  if (context.capabilities?.add?.includes('CAP_SYS_ADMIN') === true) findings.push(clash('`capabilities.Add` CAP_SYS_ADMIN'));
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
  const sharesAll = spec.shareProcessNamespace === true && spec.hostPID === true;
  if (securityContext !== undefined && !sharesAll && spec.hostNetwork !== true && spec.hostIPC !== true) {
    return checkAlone(securityContext, path, findings);
  }
  if (securityContext !== undefined) checkGroups(securityContext, path, findings);
  if (sharesAll) {
    findings.push(invalid(`${path}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  }
  if (securityContext !== undefined) checkRest(securityContext, spec, path, findings);
}

/** Most pods share nothing with their node, and then the verdict depends on the context alone. */
const checkAlone = remembered<PodSecurityContext>((context, path, findings) => {
  checkGroups(context, path, findings);
  checkRest(context, {}, path, findings);
});

function checkGroups(context: PodSecurityContext, path: string, findings: Findings): void {
  checkId(context.fsGroup, `${path}.fsGroup`, findings);
  checkId(context.runAsUser, `${path}.runAsUser`, findings);
  checkId(context.runAsGroup, `${path}.runAsGroup`, findings);
  for (const [index, group] of (context.supplementalGroups ?? []).entries())
    checkId(group, `${path}.supplementalGroups[${index}]`, findings);
}

function checkRest(context: PodSecurityContext, host: Partial<PodSpec>, path: string, findings: Findings): void {
  checkSysctls(context.sysctls ?? [], host, `${path}.sysctls`, findings);
  checkPolicy(context.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${path}.fsGroupChangePolicy`, findings);
  if (context.seccompProfile !== undefined) checkSeccomp(context.seccompProfile, `${path}.seccompProfile`, findings);
  if (context.windowsOptions !== undefined) {
    latePodRules()?.checkWindowsOptions(context.windowsOptions, `${path}.windowsOptions`, findings);
  }
  if (context.appArmorProfile !== undefined) checkAppArmor(context.appArmorProfile, `${path}.appArmorProfile`, findings);
  checkPolicy(context.supplementalGroupsPolicy, ['Merge', 'Strict'], `${path}.supplementalGroupsPolicy`, findings);
  checkPolicy(context.seLinuxChangePolicy, ['Recursive'], `${path}.seLinuxChangePolicy`, findings);
}

function checkPolicy(value: string | undefined, supported: readonly string[], path: string, findings: Findings): void {
  if (value !== undefined) checkOneOf(value, supported, path, findings);
}

function checkSysctls(sysctls: readonly Sysctl[], host: Partial<PodSpec>, path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, { name }] of sysctls.entries()) {
    const at = `${path}[${index}].name`;
    if (isUnset(name)) findings.push(required(at));
    else if (name.length > MAX_SYSCTL || !SYSCTL.test(name)) findings.push(invalid(at, name, SYSCTL_TEXT));
    else if (seen.has(name)) findings.push(duplicate(at, name));
    seen.add(name);
    const shared =
      host.hostNetwork === true && OF_NETWORK.test(name) ? 'hostNetwork' : host.hostIPC === true && OF_IPC.test(name) ? 'hostIPC' : '';
    if (shared !== '') findings.push(invalid(at, name, `may not be specified when '${shared}' is true`));
  }
}

const MAX_SYSCTL = 253;
/** What the namespaces of Linux keep apart; names may be written with slashes. */
const OF_NETWORK = /^net[./]/;
const OF_IPC = /^(?:kernel[./](?:sem|shm(?:all|max|mni|_rmid_forced)?|msg(?:max|mnb|mni)?)$|fs[./]mqueue[./])/;
const SYSCTL = /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?(?:[./][a-z0-9](?:[-_a-z0-9]*[a-z0-9])?)*$/;
const SYSCTL_TEXT =
  'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';
