/**
 * The environment of a container: Services, then envFrom, then env, each over the one before
 * (kubelet_pods.go makeEnvironmentVariables, pkg/kubelet/envvars).
 */
import { quantityMilli, quantityValue } from '../../api/quantity.ts';
import type { ConfigMap, Container, EnvVarSource, Pod, Secret, Service } from '../../api/types.gen.ts';
import { decodeBase64, utf8Text } from '../../base/base64.ts';

export type Environment = { readonly [name: string]: string };

export interface EnvironmentSources {
  readonly pod: Pod;
  readonly podIPs: readonly string[];
  readonly hostIPs: readonly string[];
  /** Of the node, for limits that a container does not set. */
  readonly allocatable: { readonly [name: string]: string };
  /** Services of the pod's namespace and `default/kubernetes`; undefined while the kubelet has not read any yet. */
  readonly services: readonly Service[] | undefined;
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
}

/** `error`: what the container has to wait for, as its CreateContainerConfigError says it. */
export type EnvironmentResult = { readonly env: Environment } | { readonly error: string };

class Missing extends Error {}

export function makeEnvironment(container: Container, sources: EnvironmentSources): EnvironmentResult {
  try {
    const services = serviceVariables(sources);
    const own: { [name: string]: string } = {};
    addEnvFrom(container, sources, own);
    addEnv(container, sources, own, services);
    return { env: { ...services, ...own } };
  } catch (error) {
    if (error instanceof Missing) return { error: error.message };
    throw error;
  }
}

function addEnvFrom(container: Container, sources: EnvironmentSources, own: { [name: string]: string }): void {
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const data = configMapRef === undefined ? secretData(secretRef, sources) : configMapData(configMapRef, sources);
    for (const [name, value] of Object.entries(data)) own[`${prefix}${name}`] = value;
  }
}

type Reference = { readonly name?: string; readonly optional?: boolean };

function configMapData(reference: Reference, sources: EnvironmentSources): Environment {
  const { name = '', optional } = reference;
  const found = sources.configMap(name);
  if (found === undefined && !optional) throw new Missing(`configmap "${name}" not found`);
  return found?.data ?? {};
}

function secretData(reference: Reference | undefined, sources: EnvironmentSources): Environment {
  const { name = '', optional } = reference ?? { optional: true };
  const found = sources.secret(name);
  if (found === undefined && !optional) throw new Missing(`secret "${name}" not found`);
  return Object.fromEntries(Object.entries(found?.data ?? {}).map(([key, value]) => [key, utf8Text(decodeBase64(value) ?? [])]));
}

function addEnv(container: Container, sources: EnvironmentSources, own: { [name: string]: string }, services: Environment): void {
  for (const { name, value, valueFrom } of container.env ?? []) {
    const found =
      valueFrom === undefined
        ? expandVariables(value ?? '', (variable) => own[variable] ?? services[variable])
        : valueOf(valueFrom, container, sources);
    if (found !== undefined) own[name] = found;
  }
}

/** `$(NAME)`; `$$` stands for `$`, and what is not known stays as it is (third_party/forked/golang/expansion). */
export function expandVariables(text: string, valueOfName: (name: string) => string | undefined): string {
  if (!text.includes('$')) return text;
  return text.replace(/\$(\$|\(([^)]*)\))/g, (whole, inner: string, name: string | undefined) =>
    inner === '$' ? '$' : (valueOfName(name ?? '') ?? whole),
  );
}

function valueOf(from: EnvVarSource, container: Container, sources: EnvironmentSources): string | undefined {
  if (from.fieldRef !== undefined) return fieldValue(from.fieldRef.fieldPath, sources);
  if (from.resourceFieldRef !== undefined) return resourceValue(from.resourceFieldRef, container, sources);
  if (from.configMapKeyRef !== undefined) {
    const { name = '', key } = from.configMapKeyRef;
    return keyOf(configMapData(from.configMapKeyRef, sources), key, from.configMapKeyRef, `ConfigMap ${namespaceOf(sources)}/${name}`);
  }
  if (from.secretKeyRef !== undefined) {
    const { name = '', key } = from.secretKeyRef;
    return keyOf(secretData(from.secretKeyRef, sources), key, from.secretKeyRef, `Secret ${namespaceOf(sources)}/${name}`);
  }
  return undefined;
}

function keyOf(data: Environment, key: string, reference: Reference, where: string): string | undefined {
  const value = Object.hasOwn(data, key) ? data[key] : undefined;
  if (value === undefined && !reference.optional) throw new Missing(`couldn't find key ${key} in ${where}`);
  return value;
}

function namespaceOf(sources: EnvironmentSources): string {
  return sources.pod.metadata.namespace ?? '';
}

function fieldValue(path: string, { pod, podIPs, hostIPs }: EnvironmentSources): string {
  const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
  if (subscript !== null) return pod.metadata[subscript[1] as 'labels' | 'annotations']?.[subscript[2] ?? ''] ?? '';
  const ips = podIPs.filter((ip) => isIPv4(ip) || ip.includes(':')).toSorted((a, b) => Number(isIPv4(b)) - Number(isIPv4(a)));
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name ?? '';
    case 'metadata.namespace':
      return pod.metadata.namespace ?? '';
    case 'metadata.uid':
      return pod.metadata.uid ?? '';
    case 'spec.nodeName':
      return pod.spec?.nodeName ?? '';
    case 'spec.serviceAccountName':
      return pod.spec?.serviceAccountName ?? '';
    case 'status.podIP':
      return ips[0] ?? '';
    case 'status.podIPs':
      return ips.join(',');
    case 'status.hostIP':
      return hostIPs[0] ?? '';
    case 'status.hostIPs':
      return hostIPs.join(',');
    default:
      return '';
  }
}

function isIPv4(address: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address);
}

function resourceValue(from: NonNullable<EnvVarSource['resourceFieldRef']>, container: Container, sources: EnvironmentSources): string {
  const [field = '', ...rest] = from.resource.split('.');
  const name = rest.join('.');
  const { limits, requests } = container.resources ?? {};
  const quantity = field === 'limits' ? (limits?.[name] ?? sources.allocatable[name]) : (requests?.[name] ?? limits?.[name]);
  const divisor = from.divisor === undefined || from.divisor === '0' ? '1' : from.divisor;
  if (name === 'cpu') return String(Math.ceil(quantityMilli(quantity ?? '0') / quantityMilli(divisor)));
  return String(Math.ceil(quantityValue(quantity ?? '0') / quantityValue(divisor)));
}

/** Docker-link style variables of every Service with a cluster IP; `default/kubernetes` always. */
function serviceVariables({ pod, services }: EnvironmentSources): Environment {
  if (pod.spec?.enableServiceLinks === undefined) {
    throw new Missing('nil pod.spec.enableServiceLinks encountered, cannot construct envvars');
  }
  if (services === undefined) {
    // A static pod may be what makes the API server run.
    if (isStatic(pod)) return {};
    throw new Missing('services have not yet been read at least once, cannot construct envvars');
  }
  const namespace = pod.metadata.namespace;
  const links = pod.spec.enableServiceLinks;
  const variables: { [name: string]: string } = {};
  for (const service of services) {
    const { clusterIP } = service.spec ?? {};
    const isMaster = service.metadata.namespace === 'default' && service.metadata.name === 'kubernetes';
    const wanted = isMaster || (links && service.metadata.namespace === namespace);
    if (wanted && clusterIP && clusterIP !== 'None') addService(service, clusterIP, variables);
  }
  return variables;
}

function isStatic({ metadata }: Pod): boolean {
  const source = metadata.annotations?.['kubernetes.io/config.source'];
  return source !== undefined && source !== 'api';
}

function addService(service: Service, address: string, variables: { [name: string]: string }): void {
  const prefix = (service.metadata.name ?? '').toUpperCase().replaceAll('-', '_');
  const ports = service.spec?.ports ?? [];
  const [first] = ports;
  if (first === undefined) return;
  variables[`${prefix}_SERVICE_HOST`] = address;
  variables[`${prefix}_SERVICE_PORT`] = String(first.port);
  for (const { name, port } of ports)
    if (name) variables[`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`] = String(port);
  variables[`${prefix}_PORT`] = `${(first.protocol ?? 'TCP').toLowerCase()}://${address}:${first.port}`;
  for (const { port, protocol = 'TCP' } of ports) {
    const own = `${prefix}_PORT_${port}_${protocol}`;
    variables[own] = `${protocol.toLowerCase()}://${address}:${port}`;
    variables[`${own}_PROTO`] = protocol.toLowerCase();
    variables[`${own}_PORT`] = String(port);
    variables[`${own}_ADDR`] = address;
  }
}
