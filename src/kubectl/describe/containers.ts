import { quantityMilli, quantityValue } from '../../api/quantity.ts';
import type {
  Container,
  ContainerPort,
  ContainerState,
  ContainerStatus,
  EnvVar,
  Pod,
  Probe,
  ResourceFieldSelector,
  ResourceRequirements,
  SeccompProfile,
} from '../../api/types.gen.ts';
import { capitalised, field, longTime, optional, sorted } from './text.ts';

/** Containers of a pod (with their statuses) or of a pod template (`indent` is two blanks then). */
export function containerLines(label: string, containers: readonly Container[] | undefined, pod: Pod | undefined, indent: string): string {
  if (containers === undefined || containers.length === 0) return `${indent}${label}: <none>\n`;
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = pod?.status ?? {};
  const statuses = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
  const blocks = containers.map((container) => {
    const status = statuses.find(({ name }) => name === container.name);
    return `  ${indent === '' ? '' : ' '}${container.name}:\n${basics(container, status)}${details(container, status, pod)}`;
  });
  return `${indent}${label}:\n${blocks.join('')}`;
}

function basics({ image = '', ports = [], securityContext }: Container, status: ContainerStatus | undefined): string {
  const shown = ports.map((port) => portText(port, port.containerPort)).join(', ');
  const host = ports.map((port) => portText(port, port.hostPort ?? 0)).join(', ');
  const plural = ports.length > 1 ? 's' : '';
  return [
    status === undefined ? '' : field('    Container ID', status.containerID ?? ''),
    field('    Image', image),
    status === undefined ? '' : field('    Image ID', status.imageID),
    field(`    Port${plural}`, shown || '<none>'),
    field(`    Host Port${plural}`, host || '<none>'),
    seccompLines(securityContext?.seccompProfile, '    ', '      '),
  ].join('');
}

function portText({ protocol = 'TCP', name }: ContainerPort, port: number): string {
  return `${port}/${protocol}${name === undefined || name === '' ? '' : ` (${name})`}`;
}

/** Only a profile of the node's own has a name. */
export function seccompLines(profile: SeccompProfile | undefined, indent: string, inner: string): string {
  if (profile === undefined) return '';
  const { type, localhostProfile = '' } = profile;
  return field(`${indent}SeccompProfile`, type) + (type === 'Localhost' ? field(`${inner}LocalhostProfile`, localhostProfile) : '');
}

function details(container: Container, status: ContainerStatus | undefined, pod: Pod | undefined): string {
  return [
    words('Command', container.command),
    words('Args', container.args),
    status === undefined ? '' : statusLines(status),
    resourceLines(container.resources, '    '),
    probeLine('Liveness', container.livenessProbe),
    probeLine('Readiness', container.readinessProbe),
    probeLine('Startup', container.startupProbe),
    envFromLines(container),
    envLines(container, pod),
    mountLines(container),
  ].join('');
}

function words(title: string, list: readonly string[] | undefined): string {
  if (list === undefined || list.length === 0) return '';
  const lines = list.flatMap((word) => word.split('\n')).map((line) => `      ${line}\n`);
  return `    ${title}:\n${lines.join('')}`;
}

function statusLines(status: ContainerStatus): string {
  const last = status.lastState?.terminated === undefined ? '' : stateLines('Last State', status.lastState);
  const rest = field('    Ready', capitalised(status.ready)) + field('    Restart Count', status.restartCount);
  return stateLines('State', status.state) + last + rest;
}

function stateLines(title: string, state: ContainerState | undefined): string {
  if (state?.running !== undefined) return `    ${title}:\tRunning\n${field('      Started', longTime(state.running.startedAt))}`;
  if (state?.terminated === undefined) return `    ${title}:\tWaiting\n${optional('      Reason', state?.waiting?.reason)}`;
  const { reason, message, exitCode, signal, startedAt, finishedAt } = state.terminated;
  return [
    `    ${title}:\tTerminated\n`,
    optional('      Reason', reason),
    optional('      Message', message),
    field('      Exit Code', exitCode),
    optional('      Signal', signal === 0 ? undefined : signal),
    field('      Started', longTime(startedAt)),
    field('      Finished', longTime(finishedAt)),
  ].join('');
}

/** Limits and requests of a container or of a pod as a whole. */
export function resourceLines(resources: ResourceRequirements | undefined, indent: string): string {
  const amounts = (title: string, list: ResourceRequirements['limits']) => {
    const lines = sorted(list).map(([name, quantity]) => field(`${indent}  ${name}`, quantity));
    return lines.length === 0 ? '' : `${indent}${title}:\n${lines.join('')}`;
  };
  return amounts('Limits', resources?.limits) + amounts('Requests', resources?.requests);
}

function probeLine(title: string, probe: Probe | undefined): string {
  return probe === undefined ? '' : field(`    ${title}`, probeText(probe));
}

function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0 } = probe;
  const timing = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}] ${timing}`;
  if (httpGet !== undefined) {
    const { scheme = 'HTTP', host = '', port, path = '' } = httpGet;
    const authority = host.includes(':') ? `[${host}]` : host;
    return `http-get ${scheme.toLowerCase()}://${authority}:${port}${path === '' || path.startsWith('/') ? '' : '/'}${escapedPath(path)} ${timing}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${timing}`;
  return grpc === undefined ? `unknown ${timing}` : `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${timing}`;
}

/** As Go escapes the path of a URL. */
function escapedPath(path: string): string {
  return encodeURI(path).replaceAll(/[!'()*?#]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function envFromLines({ envFrom = [] }: Container): string {
  if (envFrom.length === 0) return '';
  const lines = envFrom.map(({ configMapRef, secretRef, prefix = '' }) => {
    const from = configMapRef === undefined ? 'Secret' : 'ConfigMap';
    const reference = configMapRef ?? secretRef;
    const with_ = prefix === '' ? '' : ` with prefix '${prefix}'`;
    return `      ${reference?.name ?? ''}\t${from}${with_}\tOptional: ${reference?.optional === true}\n`;
  });
  return `    Environment Variables from:\n${lines.join('')}`;
}

function envLines(container: Container, pod: Pod | undefined): string {
  const { env = [] } = container;
  if (env.length === 0) return '    Environment:\t<none>\n';
  return `    Environment:\n${env.map((variable) => envLine(variable, container, pod)).join('')}`;
}

function envLine({ name, value = '', valueFrom }: EnvVar, container: Container, pod: Pod | undefined): string {
  if (valueFrom === undefined) return `      ${name}:\t${value.split('\n').join('\n      \t')}\n`;
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined)
    return `      ${name}:\t${pod === undefined ? '' : fieldValue(pod, fieldRef.fieldPath)} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})\n`;
  if (resourceFieldRef !== undefined) return `      ${name}:\t${amountText(resourceFieldRef, container)} (${resourceFieldRef.resource})\n`;
  if (secretKeyRef !== undefined)
    return `      ${name}:\t<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional === true}\n`;
  if (configMapKeyRef === undefined) return '';
  return `      ${name}:\t<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>\tOptional: ${configMapKeyRef.optional === true}\n`;
}

/** What kubectl can tell of a downward API field: metadata, but no more. */
function fieldValue({ metadata }: Pod, path: string): string {
  const [, map, key] = /^metadata\.(labels|annotations)(?:\['(.*)'\])?$/.exec(path) ?? [];
  const values = map === 'labels' ? metadata.labels : metadata.annotations;
  if (key !== undefined) return values?.[key] ?? '';
  if (map !== undefined)
    return sorted(values)
      .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
      .join('\n');
  if (path === 'metadata.name') return metadata.name ?? '';
  if (path === 'metadata.namespace') return metadata.namespace ?? '';
  return path === 'metadata.uid' ? (metadata.uid ?? '') : '';
}

const AMOUNT = /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.*)$/;

/** An amount of the container's, in units of the divisor, rounded up. */
function amountText({ resource, divisor = '0' }: ResourceFieldSelector, { resources }: Container): string {
  const [, list, name] = AMOUNT.exec(resource) ?? [];
  if (name === undefined) return '';
  const sizeOf = name === 'cpu' ? quantityMilli : quantityValue;
  const amount = list === 'limits' ? resources?.limits?.[name] : resources?.requests?.[name];
  const units = Math.ceil(sizeOf(amount) / (sizeOf(divisor) || sizeOf('1')));
  return units === 0 && (resource === 'limits.cpu' || resource === 'limits.memory') ? 'node allocatable' : String(units);
}

function mountLines({ volumeMounts = [], volumeDevices = [] }: Container): string {
  const mounts = volumeMounts
    .toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1))
    .map(({ mountPath, name, readOnly, subPath = '' }) => {
      const path = subPath === '' ? '' : `,path=${JSON.stringify(subPath)}`;
      return `      ${mountPath} from ${name} (${readOnly === true ? 'ro' : 'rw'}${path})\n`;
    });
  const devices = volumeDevices
    .toSorted((a, b) => (a.devicePath < b.devicePath ? -1 : 1))
    .map(({ devicePath, name }) => `      ${devicePath} from ${name}\n`);
  // Devices repeat what is said of mounts.
  const none = mounts.length === 0 ? '\t<none>' : '';
  const shownDevices = devices.length === 0 ? '' : `    Devices:${none}\n${devices.join('')}`;
  return `    Mounts:${none}\n${mounts.join('')}${shownDevices}`;
}
