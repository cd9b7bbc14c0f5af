/** Texts of Warning headers about pods and templates (`pkg/api/pod/warnings.go`): allowed, but probably not meant. */
import { labelValue } from '../../../names.ts';
import { quantityMilli } from '../../../quantity.ts';
import type { ContainerPort, EnvVar, NodeSelectorTerm, PodAffinity, PodSpec, ResourceRequirements, Volume } from '../../../types.gen.ts';
import { ipWarnings } from '../../cidr.ts';
import { claimSpecWarnings } from '../../claim-spec.ts';
import { deprecation, labelWarnings, nodeTermWarnings } from '../../deprecated-labels.ts';
import { isUnset } from '../../checks.ts';
import type { Annotations, WarningPaths } from '../late.ts';
import { templateAppArmorWarnings } from './app-armor.ts';
import { containersWithPaths } from './platform.ts';
import { overlapWarnings } from './warnings-of-paths.ts';

type Warnings = readonly string[];

export function podSpecWarnings(annotations: Annotations, spec: PodSpec, paths: WarningPaths): Warnings {
  const { spec: path, metadata } = paths;
  return [
    ...placementWarnings(spec, path),
    ...annotationWarnings(annotations, `${metadata}.annotations`),
    ...(spec.volumes ?? []).flatMap((volume, index) => volumeWarnings(volume, `${path}.volumes[${index}]`)),
    ...overlapWarnings(spec.volumes ?? []),
    ...repeated((spec.hostAliases ?? []).map(({ ip }) => ip)).map(
      ([ip, index]) => `${path}.hostAliases[${index}].ip: duplicate ip "${ip}"`,
    ),
    ...pullSecretWarnings(spec, `${path}.imagePullSecrets`),
    ...fractionWarnings(spec.overhead, `${path}.overhead`, ['memory', 'ephemeral-storage']),
    ...profileWarnings(annotations, spec, paths),
    ...portWarnings(spec, path),
    ...portNameWarnings(spec, path),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...podAffinityWarnings(spec.affinity?.podAffinity, `${path}.affinity.podAffinity`),
    ...podAffinityWarnings(spec.affinity?.podAntiAffinity, `${path}.affinity.podAntiAffinity`),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((ip, index) => ipWarnings(ip, `${path}.dnsConfig.nameservers[${index}]`)),
    ...(spec.hostAliases ?? []).flatMap(({ ip }, index) => ipWarnings(ip, `${path}.hostAliases[${index}].ip`)),
  ];
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const MATCHES_NOTHING = 'a null labelSelector results in matching no pod';

function placementWarnings({ nodeSelector = {}, affinity, topologySpreadConstraints = [] }: PodSpec, path: string): Warnings {
  const at = `${path}.affinity.nodeAffinity`;
  const { nodeAffinity } = affinity ?? {};
  return [
    ...Object.keys(nodeSelector)
      .sort()
      .flatMap((key) => labelWarnings(key, `${path}.nodeSelector[${key}]`)),
    ...(nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      nodeTermWarnings(term, `${at}.${REQUIRED}.nodeSelectorTerms[${index}]`),
    ),
    ...(nodeAffinity?.[PREFERRED] ?? []).flatMap(({ preference }, index) =>
      preferenceWarnings(preference ?? {}, `${at}.${PREFERRED}[${index}].preference`),
    ),
    ...topologySpreadConstraints.flatMap(({ topologyKey, labelSelector }, index) => {
      const constraint = `${path}.topologySpreadConstraints[${index}]`;
      return [
        ...oldKeyWarnings(topologyKey, `${constraint}.topologyKey`),
        ...(labelSelector === undefined ? [`${constraint}.labelSelector: ${MATCHES_NOTHING}`] : []),
      ];
    }),
  ];
}

function oldKeyWarnings(key: string, path: string): Warnings {
  const text = deprecation(key);
  return text === undefined ? [] : [`${path}: ${key} is ${text}`];
}

/** The scheduler passes over values that no label can have. */
function preferenceWarnings(term: NodeSelectorTerm, path: string): Warnings {
  const values = (term.matchExpressions ?? []).flatMap((expression, index) =>
    (expression.values ?? []).flatMap((value, valueIndex) =>
      labelValue(value).map((text) => `${path}.matchExpressions[${index}].values[${valueIndex}]: ${value} is invalid, ${text}`),
    ),
  );
  return [...nodeTermWarnings(term, path), ...values];
}

function podAffinityWarnings(affinity: PodAffinity | undefined, path: string): Warnings {
  const required = (affinity?.[REQUIRED] ?? []).flatMap(({ labelSelector }, index) =>
    labelSelector === undefined ? [`${path}.${REQUIRED}[${index}].labelSelector: ${MATCHES_NOTHING}`] : [],
  );
  const preferred = (affinity?.[PREFERRED] ?? []).flatMap(({ podAffinityTerm }, index) =>
    podAffinityTerm?.labelSelector === undefined
      ? [`${path}.${PREFERRED}[${index}].podAffinityTerm.labelSelector: ${MATCHES_NOTHING}`]
      : [],
  );
  return [...required, ...preferred];
}

const OLD_ANNOTATIONS: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
};

function annotationWarnings(annotations: Annotations, path: string): Warnings {
  return Object.entries(OLD_ANNOTATIONS).flatMap(([key, text]) => (annotations[key] === undefined ? [] : [`${path}[${key}]: ${text}`]));
}

/** In the order in which they are looked for; one is told under another name. */
const OLD_SOURCES: readonly (readonly [source: keyof Volume, text: string, name?: string])[] = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

function volumeWarnings(volume: Volume, path: string): Warnings {
  return [
    ...OLD_SOURCES.flatMap(([source, text, name = source]) => (volume[source] === undefined ? [] : [`${path}.${name}: ${text}`])),
    ...claimSpecWarnings(volume.ephemeral?.volumeClaimTemplate?.spec, `${path}.ephemeral.volumeClaimTemplate.spec`),
  ];
}

/** Texts that came before, with their places. */
function repeated(texts: readonly string[]): readonly (readonly [text: string, index: number])[] {
  return texts.flatMap((text, index) => (texts.indexOf(text) < index ? [[text, index] as const] : []));
}

function pullSecretWarnings({ imagePullSecrets = [] }: PodSpec, path: string): Warnings {
  const names = imagePullSecrets.map(({ name }) => name ?? '');
  return [
    ...repeated(names).map(([name, index]) => `${path}[${index}].name: duplicate name "${name}"`),
    ...names.flatMap((name, index) => (name === '' ? [`${path}[${index}].name: invalid empty name ""`] : [])),
  ];
}

type Amounts = NonNullable<ResourceRequirements['limits']>;

function fractionWarnings(amounts: Amounts | undefined, path: string, names: readonly string[]): Warnings {
  return names.flatMap((name) => {
    const quantity = amounts?.[name];
    if (quantity === undefined || quantityMilli(quantity) % 1000 === 0) return [];
    return [`${path}[${name}]: fractional byte value "${quantity}" is invalid, must be an integer`];
  });
}

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

/** Annotations of old that no field has replaced, and with each container what else is odd about it. */
function profileWarnings(annotations: Annotations, spec: PodSpec, { metadata, spec: path, isTemplate }: WarningPaths): Warnings {
  const old = (key: string, text: string): Warnings => (annotations[key] === undefined ? [] : [`${metadata}.annotations[${key}]: ${text}`]);
  const seccomp = 'non-functional in v1.27+; use the "seccompProfile" field instead';
  return [
    ...(spec.securityContext?.seccompProfile === undefined ? old(SECCOMP_POD, seccomp) : []),
    ...containersWithPaths(spec, path).flatMap(([container, at]) => {
      const { name, securityContext, resources, env } = container;
      return [
        ...(securityContext?.seccompProfile === undefined ? old(SECCOMP_CONTAINER + name, seccomp) : []),
        ...(isTemplate ? templateAppArmorWarnings(container, annotations, spec, `${metadata}.annotations`) : []),
        ...resourceWarnings(resources, `${at}.resources`),
        ...envWarnings(env ?? [], `${at}.env`),
      ];
    }),
  ];
}

function resourceWarnings({ limits, requests }: ResourceRequirements = {}, path: string): Warnings {
  return ['memory', 'ephemeral-storage'].flatMap((name) => [
    ...fractionWarnings(limits, `${path}.limits`, [name]),
    ...fractionWarnings(requests, `${path}.requests`, [name]),
  ]);
}

/** A name may come again only if its value builds on the earlier one. */
function envWarnings(env: readonly EnvVar[], path: string): Warnings {
  return env.flatMap(({ name, value = '', valueFrom }, index) => {
    const reference = `$(${name})`;
    const builds = valueFrom === undefined && value !== reference && value.includes(reference);
    if (builds || env.findIndex((other) => other.name === name) === index) return [];
    return [`${path}[${index}]: hides previous definition of "${name}", which may be dropped when using apply`];
  });
}

interface PlacedPort {
  readonly port: ContainerPort;
  readonly at: string;
}

function portsOf(spec: PodSpec, path: string): readonly PlacedPort[] {
  return containersWithPaths(spec, path).flatMap(([{ ports = [] }, at]) =>
    ports.map((port, index) => ({ port, at: `${at}.ports[${index}]` })),
  );
}

function portWarnings(spec: PodSpec, path: string): Warnings {
  const ports = portsOf(spec, path);
  return ports.flatMap(({ port, at }, index) => [
    ...(port.hostIP && !port.hostPort ? [`${at}: hostIP set without hostPort: ${goPort(port)}`] : []),
    ...ports.slice(0, index).flatMap((other) => {
      const clash = clashOf(port, other.port);
      return clash === undefined ? [] : [`${at}: ${clash} port definition with ${other.at}`];
    }),
  ]);
}

/** As Go prints the struct. */
function goPort({ name = '', hostPort = 0, containerPort, protocol, hostIP = '' }: ContainerPort): string {
  return `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol ?? ''} HostIP:${hostIP}}`;
}

function clashOf(a: ContainerPort, b: ContainerPort): string | undefined {
  if (a.containerPort !== b.containerPort || (a.protocol ?? '') !== (b.protocol ?? '')) return undefined;
  const [hostA, hostB, ipA, ipB] = [a.hostPort ?? 0, b.hostPort ?? 0, a.hostIP ?? '', b.hostIP ?? ''];
  if (hostA === hostB && ipA === ipB) return 'duplicate';
  if (hostA === 0 || hostB === 0) return 'overlapping';
  return hostA === hostB && (ipA === '') !== (ipB === '') ? 'dangerously ambiguous' : undefined;
}

/** Services and probes find a port by its name in the first container that has it. */
function portNameWarnings(spec: PodSpec, path: string): Warnings {
  const named = portsOf(spec, path).filter(({ port }) => !isUnset(port.name));
  return named.flatMap(({ port: { name }, at }, index) => {
    const first = named.find(({ port }) => port.name === name)?.at ?? '';
    if (named.findIndex(({ port }) => port.name === name) === index) return [];
    return [`${at}: duplicate port name "${name}" with ${first}, services and probes that select ports by name will use ${first}`];
  });
}
