/** Texts of Warning headers about pods and templates (`pkg/api/pod/warnings.go`): allowed, but probably not meant. */
import { labelValue } from '../../../names.ts';
import { quantityMilli } from '../../../quantity.ts';
import type {
  ContainerPort,
  EnvVar,
  HostAlias,
  NodeSelectorTerm,
  PodAffinity,
  PodSpec,
  ResourceRequirements,
  Volume,
} from '../../../types.gen.ts';
import { ipWarnings } from '../../cidr.ts';
import { claimSpecWarnings } from '../../claim-spec.ts';
import { deprecation, labelWarnings, nodeTermWarnings } from '../../deprecated-labels.ts';
import { isUnset } from '../../checks.ts';
import type { Annotations, WarningPaths } from '../late.ts';
import { templateAppArmorWarnings } from './app-armor.ts';
import { containersWithPaths } from './platform.ts';
import { overlapWarnings } from './warnings-of-paths.ts';

type Warnings = readonly string[];
type Containers = ReturnType<typeof containersWithPaths>;

export function podSpecWarnings(annotations: Annotations, spec: PodSpec, paths: WarningPaths): Warnings {
  const { spec: path, metadata } = paths;
  const { volumes, hostAliases, affinity, dnsConfig } = spec;
  const found: string[] = [];
  if (isPlaced(spec)) found.push(...placementWarnings(spec, path));
  annotationWarnings(annotations, `${metadata}.annotations`, found);
  if (volumes !== undefined) {
    for (const [index, volume] of volumes.entries()) volumeWarnings(volume, `${path}.volumes[${index}]`, found);
    for (const volume of volumes) overlapWarnings(volume, found);
  }
  if (hostAliases !== undefined) found.push(...aliasWarnings(hostAliases, path));
  if (spec.imagePullSecrets !== undefined) found.push(...pullSecretWarnings(spec.imagePullSecrets, `${path}.imagePullSecrets`));
  if (spec.overhead !== undefined) fractionWarnings(spec.overhead, `${path}.overhead`, found);
  const containers = containersWithPaths(spec, path);
  profileWarnings(annotations, spec, containers, paths, found);
  portWarnings(portsOf(containers), found);
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) {
    found.push(`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`);
  }
  if (affinity !== undefined) {
    found.push(...podAffinityWarnings(affinity.podAffinity, `${path}.affinity.podAffinity`));
    found.push(...podAffinityWarnings(affinity.podAntiAffinity, `${path}.affinity.podAntiAffinity`));
  }
  for (const [index, ip] of (dnsConfig?.nameservers ?? NONE).entries())
    found.push(...ipWarnings(ip, `${path}.dnsConfig.nameservers[${index}]`));
  for (const [index, { ip }] of (hostAliases ?? []).entries()) found.push(...ipWarnings(ip, `${path}.hostAliases[${index}].ip`));
  return found;
}

const NONE: Warnings = [];

function isPlaced({ nodeSelector, affinity, topologySpreadConstraints }: PodSpec): boolean {
  return nodeSelector !== undefined || affinity !== undefined || topologySpreadConstraints !== undefined;
}

function aliasWarnings(aliases: readonly HostAlias[], path: string): Warnings {
  return repeated(aliases.map(({ ip }) => ip)).map(([ip, index]) => `${path}.hostAliases[${index}].ip: duplicate ip "${ip}"`);
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

const OLD_ANNOTATIONS: readonly (readonly [key: string, text: string])[] = [
  ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
];

function annotationWarnings(annotations: Annotations, path: string, found: string[]): void {
  for (const [key, text] of OLD_ANNOTATIONS) if (annotations[key] !== undefined) found.push(`${path}[${key}]: ${text}`);
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

function volumeWarnings(volume: Volume, path: string, found: string[]): void {
  for (const [source, text, name = source] of OLD_SOURCES) if (volume[source] !== undefined) found.push(`${path}.${name}: ${text}`);
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
  if (claim !== undefined) found.push(...claimSpecWarnings(claim, `${path}.ephemeral.volumeClaimTemplate.spec`));
}

/** Texts that came before, with their places. */
function repeated(texts: readonly string[]): readonly (readonly [text: string, index: number])[] {
  return texts.flatMap((text, index) => (texts.indexOf(text) < index ? [[text, index] as const] : []));
}

function pullSecretWarnings(secrets: NonNullable<PodSpec['imagePullSecrets']>, path: string): Warnings {
  const names = secrets.map(({ name }) => name ?? '');
  return [
    ...repeated(names).map(([name, index]) => `${path}[${index}].name: duplicate name "${name}"`),
    ...names.flatMap((name, index) => (name === '' ? [`${path}[${index}].name: invalid empty name ""`] : [])),
  ];
}

type Amounts = NonNullable<ResourceRequirements['limits']>;

function fractionWarnings(amounts: Amounts, path: string, found: string[]): void {
  for (const name of IN_BYTES) fractionWarning(amounts, name, path, found);
}

const IN_BYTES = ['memory', 'ephemeral-storage'] as const;

function fractionWarning(amounts: Amounts | undefined, name: string, path: string, found: string[]): void {
  const quantity = amounts?.[name];
  if (quantity === undefined || quantityMilli(quantity) % 1000 === 0) return;
  found.push(`${path}[${name}]: fractional byte value "${quantity}" is invalid, must be an integer`);
}

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';

/** Annotations of old that no field has replaced, and with each container what else is odd about it. */
function profileWarnings(
  annotations: Annotations,
  spec: PodSpec,
  containers: Containers,
  { metadata, isTemplate }: WarningPaths,
  found: string[],
): void {
  const at = `${metadata}.annotations`;
  if (spec.securityContext?.seccompProfile === undefined) oldProfileWarning(annotations, SECCOMP_POD, at, found);
  for (const [container, place] of containers) {
    const { name, securityContext, resources, env } = container;
    if (securityContext?.seccompProfile === undefined) oldProfileWarning(annotations, SECCOMP_CONTAINER + name, at, found);
    if (isTemplate) found.push(...templateAppArmorWarnings(container, annotations, spec, at));
    if (resources !== undefined) resourceWarnings(resources, `${place}.resources`, found);
    if (env !== undefined) envWarnings(env, `${place}.env`, found);
  }
}

function oldProfileWarning(annotations: Annotations, key: string, path: string, found: string[]): void {
  if (annotations[key] === undefined) return;
  found.push(`${path}[${key}]: non-functional in v1.27+; use the "seccompProfile" field instead`);
}

function resourceWarnings({ limits, requests }: ResourceRequirements, path: string, found: string[]): void {
  for (const name of IN_BYTES) {
    fractionWarning(limits, name, `${path}.limits`, found);
    fractionWarning(requests, name, `${path}.requests`, found);
  }
}

/** A name may come again only if its value builds on the earlier one. */
function envWarnings(env: readonly EnvVar[], path: string, found: string[]): void {
  for (const [index, { name, value = '', valueFrom }] of env.entries()) {
    if (env.findIndex((other) => other.name === name) === index) continue;
    const reference = `$(${name})`;
    if (valueFrom === undefined && value !== reference && value.includes(reference)) continue;
    found.push(`${path}[${index}]: hides previous definition of "${name}", which may be dropped when using apply`);
  }
}

interface PlacedPort {
  readonly port: ContainerPort;
  readonly at: string;
}

function portsOf(containers: Containers): readonly PlacedPort[] {
  const placed: PlacedPort[] = [];
  for (const [{ ports }, at] of containers) {
    for (const [index, port] of (ports ?? []).entries()) placed.push({ port, at: `${at}.ports[${index}]` });
  }
  return placed;
}

function portWarnings(ports: readonly PlacedPort[], found: string[]): void {
  for (const [index, { port, at }] of ports.entries()) {
    if (port.hostIP && !port.hostPort) found.push(`${at}: hostIP set without hostPort: ${goPort(port)}`);
    for (let earlier = 0; earlier < index; earlier += 1) {
      const other = ports[earlier];
      const clash = other && clashOf(port, other.port);
      if (other !== undefined && clash !== undefined) found.push(`${at}: ${clash} port definition with ${other.at}`);
    }
  }
  if (ports.length > 1) found.push(...portNameWarnings(ports));
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
function portNameWarnings(ports: readonly PlacedPort[]): Warnings {
  const named = ports.filter(({ port }) => !isUnset(port.name));
  return named.flatMap(({ port: { name }, at }, index) => {
    const first = named.find(({ port }) => port.name === name)?.at ?? '';
    if (named.findIndex(({ port }) => port.name === name) === index) return [];
    return [`${at}: duplicate port name "${name}" with ${first}, services and probes that select ports by name will use ${first}`];
  });
}
