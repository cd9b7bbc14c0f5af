/** The checks of the baseline level. */
import type { Lifecycle, ObjectMeta, PodSpec, Probe, SELinuxOptions } from '../../../../api/types.gen.ts';
import {
  type AnyContainer,
  type PodCheck,
  type Violation,
  containersOf,
  counted,
  distinct,
  list,
  listUsing,
  namesWhere,
  quoted,
  setters,
} from './finding.ts';

const APPARMOR_ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export function appArmorProfile(spec: PodSpec, { annotations = {} }: ObjectMeta): Violation | undefined {
  const { who, types } = badProfiles(spec, 'appArmorProfile');
  const inAnnotations = Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(APPARMOR_ANNOTATION) && !/^$|^runtime\/default$|^localhost\//.test(value))
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .sort();
  const setBy = [who, inAnnotations.length > 0 ? counted('annotation', inAnnotations) : ''].filter((text) => text !== '');
  const values = [...types, ...inAnnotations];
  if (setBy.length === 0) return undefined;
  return {
    reason: counted('forbidden AppArmor profile', values),
    detail: `${setBy.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
  };
}

/** Who asks for a profile that is neither the runtime's nor a local one, and for which. */
function badProfiles(spec: PodSpec, field: 'appArmorProfile' | 'seccompProfile'): { who: string; types: readonly string[] } {
  const badType = ({ securityContext }: Pick<PodSpec | AnyContainer, 'securityContext'>) => {
    const type = securityContext?.[field]?.type;
    return type === undefined || type === 'RuntimeDefault' || type === 'Localhost' ? [] : [type];
  };
  const containers = namesWhere(spec, (container) => badType(container).length > 0);
  return { who: setters(badType(spec).length > 0, containers), types: distinct([spec, ...containersOf(spec)].flatMap(badType)) };
}

const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

export function addedCapabilities(spec: PodSpec): Violation | undefined {
  const detail = capabilitiesBeyond(DEFAULT_CAPABILITIES, spec);
  return detail === undefined ? undefined : { reason: 'non-default capabilities', detail };
}

/** `container "a" must not include "X" in …`, when a container adds a capability that is not allowed. */
export function capabilitiesBeyond(allowed: ReadonlySet<string>, spec: PodSpec): string | undefined {
  const added = ({ securityContext }: AnyContainer) => (securityContext?.capabilities?.add ?? []).filter((name) => !allowed.has(name));
  const containers = namesWhere(spec, (container) => added(container).length > 0);
  if (containers.length === 0) return undefined;
  const names = distinct(containersOf(spec).flatMap(added));
  return `${list('container', containers)} must not include ${quoted(names)} in securityContext.capabilities.add`;
}

export function hostNamespaces(spec: PodSpec): Violation | undefined {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  return shared.length === 0 ? undefined : { reason: 'host namespaces', detail: shared.map((field) => `${field}=true`).join(', ') };
}

export function hostPathVolumes({ volumes = [] }: PodSpec): Violation | undefined {
  const names = volumes.flatMap(({ name, hostPath }) => (hostPath === undefined ? [] : [name]));
  return names.length === 0 ? undefined : { reason: 'hostPath volumes', detail: list('volume', names) };
}

export function hostPorts(spec: PodSpec): Violation | undefined {
  const used = ({ ports = [] }: AnyContainer) => ports.flatMap(({ hostPort }) => (hostPort ? [String(hostPort)] : []));
  const containers = namesWhere(spec, (container) => used(container).length > 0);
  if (containers.length === 0) return undefined;
  const ports = distinct(containersOf(spec).flatMap(used));
  return { reason: 'hostPort', detail: `${listUsing('container', containers)} ${counted('hostPort', ports)} ${ports.join(', ')}` };
}

type Handler = Pick<Probe, 'httpGet' | 'tcpSocket'> | undefined;

/** Probes and hooks that could make the kubelet call another machine. */
export function hostProbes(spec: PodSpec): Violation | undefined {
  const hosts = ({ livenessProbe, readinessProbe, startupProbe, lifecycle }: AnyContainer) =>
    [livenessProbe, readinessProbe, startupProbe, ...handlersOf(lifecycle)].flatMap(hostsOf);
  const containers = distinct(namesWhere(spec, (container) => hosts(container).length > 0));
  if (containers.length === 0) return undefined;
  const names = distinct(containersOf(spec).flatMap(hosts));
  const reason = 'probe or lifecycle host';
  return { reason, detail: `${listUsing('container', containers)} ${list(reason, names)}` };
}

function handlersOf(lifecycle: Lifecycle | undefined): readonly Handler[] {
  return [lifecycle?.postStart, lifecycle?.preStop];
}

function hostsOf(handler: Handler): readonly string[] {
  return [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? ''].filter((host) => host !== '');
}

export function privileged(spec: PodSpec): Violation | undefined {
  const containers = namesWhere(spec, ({ securityContext }) => securityContext?.privileged === true);
  if (containers.length === 0) return undefined;
  return { reason: 'privileged', detail: `${list('container', containers)} must not set securityContext.privileged=true` };
}

export function procMount(spec: PodSpec): Violation | undefined {
  const mounts = ({ securityContext }: AnyContainer) => [securityContext?.procMount ?? 'Default'].filter((type) => type !== 'Default');
  const containers = namesWhere(spec, (container) => mounts(container).length > 0);
  if (containers.length === 0) return undefined;
  const types = distinct(containersOf(spec).flatMap(mounts));
  return { reason: 'procMount', detail: `${list('container', containers)} must not set securityContext.procMount to ${quoted(types)}` };
}

const FIRST_TYPES = ['container_t', 'container_init_t', 'container_kvm_t'];
export const SELINUX_TYPES: readonly (readonly [sinceMinor: number, types: readonly string[]])[] = [
  [0, FIRST_TYPES],
  [31, [...FIRST_TYPES, 'container_engine_t']],
];

export function seLinuxOptions(types: readonly string[]): PodCheck {
  const isBadType = ({ type = '' }: SELinuxOptions) => type !== '' && !types.includes(type);
  const isBad = (options: SELinuxOptions) => isBadType(options) || Boolean(options.user) || Boolean(options.role);
  return (spec) => {
    const bad = [spec, ...containersOf(spec)].flatMap(({ securityContext }) => {
      const options = securityContext?.seLinuxOptions;
      return options !== undefined && isBad(options) ? [options] : [];
    });
    if (bad.length === 0) return undefined;
    const byPod = bad[0] === spec.securityContext?.seLinuxOptions;
    const who = setters(
      byPod,
      namesWhere(spec, ({ securityContext }) => securityContext?.seLinuxOptions !== undefined && isBad(securityContext.seLinuxOptions)),
    );
    const badTypes = distinct(bad.filter(isBadType).map(({ type = '' }) => type));
    const what = [
      ...(badTypes.length > 0 ? [list('type', badTypes)] : []),
      ...(bad.some(({ user }) => user) ? ['user may not be set'] : []),
      ...(bad.some(({ role }) => role) ? ['role may not be set'] : []),
    ];
    return { reason: 'seLinuxOptions', detail: `${who} set forbidden securityContext.seLinuxOptions: ${what.join('; ')}` };
  };
}

const SECCOMP_ANNOTATIONS = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_ANNOTATION = 'container.seccomp.security.alpha.kubernetes.io/';

/** Before the field there were annotations. */
export function seccompAnnotations(spec: PodSpec, { annotations = {} }: ObjectMeta): Violation | undefined {
  const keys = [SECCOMP_ANNOTATIONS, ...containersOf(spec).map(({ name }) => SECCOMP_ANNOTATION + name)];
  const bad = distinct(
    keys.flatMap((key) => {
      const value = annotations[key];
      const passes = value === undefined || /^(runtime\/default|docker\/default)$|^localhost\//.test(value);
      return passes ? [] : [`${key}=${JSON.stringify(value)}`];
    }),
  );
  return bad.length === 0 ? undefined : { reason: 'seccompProfile', detail: `forbidden ${counted('annotation', bad)} ${bad.join(', ')}` };
}

export function seccompProfile(spec: PodSpec): Violation | undefined {
  const { who, types } = badProfiles(spec, 'seccompProfile');
  if (types.length === 0) return undefined;
  return { reason: 'seccompProfile', detail: `${who} must not set securityContext.seccompProfile.type to ${quoted(types)}` };
}

/** What each version added to the harmless kernel parameters. */
const SYSCTLS_ADDED: readonly (readonly [sinceMinor: number, names: readonly string[]])[] = [
  [
    0,
    [
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ],
  ],
  [27, ['net.ipv4.ip_local_reserved_ports']],
  [29, ['net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes']],
  [32, ['net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']],
];

export const SYSCTLS = SYSCTLS_ADDED.map(
  ([since], index) => [since, new Set(SYSCTLS_ADDED.slice(0, index + 1).flatMap(([, names]) => names))] as const,
);

export function sysctls(allowed: ReadonlySet<string>): PodCheck {
  return ({ securityContext }) => {
    const names = (securityContext?.sysctls ?? []).flatMap(({ name }) => (allowed.has(name) ? [] : [name]));
    return names.length === 0 ? undefined : { reason: 'forbidden sysctls', detail: names.join(', ') };
  };
}

export function windowsHostProcess(spec: PodSpec): Violation | undefined {
  const containers = namesWhere(spec, ({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true);
  const who = setters(spec.securityContext?.windowsOptions?.hostProcess === true, containers);
  return who === '' ? undefined : { reason: 'hostProcess', detail: `${who} must not set securityContext.windowsOptions.hostProcess=true` };
}
