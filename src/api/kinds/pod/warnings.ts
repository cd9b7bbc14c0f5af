import { type KubeObject, nameOf } from '../../object.ts';
import { quantityMilli } from '../../quantity.ts';
import type { Container, ContainerPort, Pod, PodSpec, PodTemplateSpec, Volume } from '../../types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { isUnset } from '../checks.ts';

/** Texts of Warning headers about pods and templates (`pkg/api/pod/warnings.go`): allowed, but probably not meant. */
export function podWarnings(next: Pod, stored?: Pod): readonly string[] {
  if (stored !== undefined && (next.spec === stored.spec || deepEqual(next.spec, stored.spec))) return [];
  const own = stored === undefined ? nameWarnings(next, "the Pod's hostname") : [];
  return [...own, ...warningsOf(next.metadata.annotations ?? {}, next.spec, 'metadata', 'spec')];
}

/** `path` leads to the template. */
export function templateWarnings(template: PodTemplateSpec | undefined, path: string): readonly string[] {
  return warningsOf(template?.metadata?.annotations ?? {}, template?.spec, `${path}.metadata`, `${path}.spec`);
}

/** A name that will not do as a host name. */
export function nameWarnings(object: KubeObject, use: string): readonly string[] {
  const name = nameOf(object);
  const texts = [
    ...(name.length > 63 ? ['must be no more than 63 characters'] : []),
    ...(name.includes('.') ? ['must not contain dots'] : []),
  ];
  if (texts.length === 0) return [];
  return [
    `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${texts.join(' ')}]`,
  ];
}

function warningsOf(annotations: { readonly [key: string]: string }, spec: PodSpec | undefined, meta: string, path: string): string[] {
  if (spec === undefined) return [];
  return [
    ...labelWarnings(spec, path),
    ...annotationWarnings(annotations, `${meta}.annotations`),
    ...referenceWarnings(spec, path),
    ...(spec.volumes ?? []).flatMap((volume, index) => volumeWarnings(volume, `${path}.volumes[${index}]`)),
    ...graceWarnings(spec, path),
    ...containersOf(spec, path).flatMap(([container, at]) => [
      ...profileWarnings(container, annotations, `${meta}.annotations`),
      ...containerWarnings(container, at),
    ]),
    ...portNameWarnings(spec, path),
  ];
}

const DEPRECATED_LABELS: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
]);

function labelWarnings(spec: PodSpec, path: string): string[] {
  const warnings: string[] = [];
  const warn = (label: string, at: string): void => {
    const text = DEPRECATED_LABELS.get(label);
    if (text !== undefined) warnings.push(`${at}: ${text}`);
  };
  for (const label of Object.keys(spec.nodeSelector ?? {}).sort()) warn(label, `${path}.nodeSelector[${label}]`);
  for (const [key, at] of affinityKeys(spec, `${path}.affinity.nodeAffinity`)) warn(key, at);
  for (const [index, constraint] of (spec.topologySpreadConstraints ?? []).entries()) {
    const at = `${path}.topologySpreadConstraints[${index}]`;
    warn(constraint.topologyKey, `${at}.topologyKey`);
    if (constraint.labelSelector === undefined) warnings.push(`${at}.labelSelector: a null labelSelector results in matching no pod`);
  }
  return warnings;
}

function affinityKeys(spec: PodSpec, path: string): [key: string, at: string][] {
  const affinity = spec.affinity?.nodeAffinity;
  const required = (affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []).map(
    (term, index) => [term, `${path}.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[${index}]`] as const,
  );
  const preferred = (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
    ({ preference }, index) => [preference ?? {}, `${path}.preferredDuringSchedulingIgnoredDuringExecution[${index}].preference`] as const,
  );
  return [...required, ...preferred].flatMap(([term, at]) =>
    (term.matchExpressions ?? []).map(({ key }, index): [string, string] => [key, `${at}.matchExpressions[${index}].key`]),
  );
}

function annotationWarnings(annotations: { readonly [key: string]: string }, path: string): string[] {
  const texts: ReadonlyMap<string, string> = new Map([
    ['scheduler.alpha.kubernetes.io/critical-pod', 'non-functional in v1.16+; use the "priorityClassName" field instead'],
    ['seccomp.security.alpha.kubernetes.io/pod', 'non-functional in v1.27+; use the "seccompProfile" field instead'],
    ['security.alpha.kubernetes.io/sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
    ['security.alpha.kubernetes.io/unsafe-sysctls', 'non-functional in v1.11+; use the "sysctls" field instead'],
  ]);
  return [...texts].filter(([key]) => annotations[key] !== undefined).map(([key, text]) => `${path}[${key}]: ${text}`);
}

const CONTAINER_ANNOTATIONS = [
  ['container.seccomp.security.alpha.kubernetes.io/', 'non-functional in v1.27+; use the "seccompProfile" field instead', 'seccompProfile'],
  ['container.apparmor.security.beta.kubernetes.io/', 'deprecated since v1.30; use the "appArmorProfile" field instead', 'appArmorProfile'],
] as const;

/** Annotations that name a container count only where the container's own field is not set. */
function profileWarnings({ name, securityContext }: Container, annotations: { readonly [key: string]: string }, path: string): string[] {
  return CONTAINER_ANNOTATIONS.flatMap(([prefix, text, field]) =>
    annotations[prefix + name] === undefined || securityContext?.[field] !== undefined ? [] : [`${path}[${prefix}${name}]: ${text}`],
  );
}

function referenceWarnings(spec: PodSpec, path: string): string[] {
  const aliases = (spec.hostAliases ?? []).map(({ ip }) => ip);
  const repeated = aliases.flatMap((ip, index) =>
    aliases.indexOf(ip) < index
      ? [`${path}.hostAliases[${index}].ip: duplicate ip "${ip}" with ${path}.hostAliases[${aliases.indexOf(ip)}].ip`]
      : [],
  );
  const secrets = (spec.imagePullSecrets ?? []).flatMap(({ name }, index) =>
    isUnset(name) ? [`${path}.imagePullSecrets[${index}].name: invalid empty name ${JSON.stringify(name ?? '')}`] : [],
  );
  return [...repeated, ...secrets];
}

const OLD_SOURCES: { readonly [source: string]: string } = {
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
};

/** Sources that the warning knows of; it takes newer ones for none. */
const FILE_SOURCES = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'];

function volumeWarnings(volume: Volume, path: string): string[] {
  const old = Object.keys(volume).flatMap((source) =>
    OLD_SOURCES[source] === undefined ? [] : [`${path}.${source}: ${OLD_SOURCES[source]}`],
  );
  const isBare = volume.projected?.sources?.some((source) => !Object.keys(source).some((type) => FILE_SOURCES.includes(type))) === true;
  return isBare ? [...old, `volume "${volume.name}" (Projected) has no sources provided`] : old;
}

function graceWarnings(spec: PodSpec, path: string): string[] {
  if ((spec.terminationGracePeriodSeconds ?? 0) >= 0) return [];
  return [`${path}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`];
}

function containersOf(spec: PodSpec, path: string): (readonly [Container, string])[] {
  return [
    ...(spec.initContainers ?? []).map((container, index) => [container, `${path}.initContainers[${index}]`] as const),
    ...(spec.containers ?? []).map((container, index) => [container, `${path}.containers[${index}]`] as const),
    ...(spec.ephemeralContainers ?? []).map((container, index) => [container, `${path}.ephemeralContainers[${index}]`] as const),
  ];
}

function containerWarnings(container: Container, path: string): string[] {
  return [...fractionWarnings(container, path), ...envWarnings(container, path), ...portWarnings(container, path)];
}

function fractionWarnings({ resources = {} }: Container, path: string): string[] {
  return (['requests', 'limits'] as const).flatMap((list) =>
    ['memory', 'ephemeral-storage'].flatMap((name) => {
      const quantity = resources[list]?.[name];
      if (quantity === undefined || quantityMilli(quantity) % 1000 === 0) return [];
      return [`${path}.resources.${list}[${name}]: fractional byte value "${quantity}" is invalid, must be an integer`];
    }),
  );
}

/** A name may come again only if its value builds on the earlier one. */
function envWarnings({ env = [] }: Container, path: string): string[] {
  return env.flatMap(({ name, value = '' }, index) => {
    const isHiding = env.findIndex((other) => other.name === name) < index && !value.includes(`$(${name})`);
    return isHiding ? [`${path}.env[${index}]: hides previous definition of "${name}", which may be dropped when using apply`] : [];
  });
}

function portWarnings({ ports = [] }: Container, path: string): string[] {
  return ports.flatMap((port, index) => {
    const same = ports.findIndex((other) => conflicts(other, port));
    return same < index ? [`${path}.ports[${index}]: duplicate port definition with ${path}.ports[${same}]`] : [];
  });
}

function conflicts(a: ContainerPort, b: ContainerPort): boolean {
  return (
    a.containerPort === b.containerPort &&
    (a.protocol ?? 'TCP') === (b.protocol ?? 'TCP') &&
    (a.hostPort ?? 0) === (b.hostPort ?? 0) &&
    (a.hostIP ?? '') === (b.hostIP ?? '')
  );
}

/** Services and probes find a port by its name in the first container that has it. */
function portNameWarnings(spec: PodSpec, path: string): string[] {
  const seen = new Map<string, string>();
  const warnings: string[] = [];
  for (const [index, { ports = [] }] of (spec.containers ?? []).entries()) {
    for (const [portIndex, { name }] of ports.entries()) {
      if (isUnset(name)) continue;
      const at = `${path}.containers[${index}].ports[${portIndex}]`;
      const first = seen.get(name);
      if (first === undefined) seen.set(name, at);
      else if (!first.startsWith(`${path}.containers[${index}].`)) {
        const text = `duplicate port name "${name}" with ${first}, services and probes that select ports by name will use ${first}`;
        warnings.push(`${at}: ${text}`);
      }
    }
  }
  return warnings;
}
