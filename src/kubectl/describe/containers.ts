import type { Container, ContainerState, ContainerStatus, EnvVar, Pod, Probe } from '../../api/types.gen.ts';
import { capitalised, field, longTime, optional, sorted } from './text.ts';

/** Containers of a pod (with their statuses) or of a pod template (`indent` is two blanks then). */
export function containerLines(label: string, containers: readonly Container[] | undefined, pod: Pod | undefined, indent: string): string {
  if (containers === undefined || containers.length === 0) return `${indent}${label}: <none>\n`;
  const statuses = [...(pod?.status?.initContainerStatuses ?? []), ...(pod?.status?.containerStatuses ?? [])];
  const blocks = containers.map((container) => {
    const status = statuses.find(({ name }) => name === container.name);
    return `  ${indent === '' ? '' : ' '}${container.name}:\n${basics(container, status)}${details(container, status, pod)}`;
  });
  return `${indent}${label}:\n${blocks.join('')}`;
}

function basics({ image = '', ports = [] }: Container, status: ContainerStatus | undefined): string {
  const shown = ports.map(({ containerPort, protocol = 'TCP' }) => `${containerPort}/${protocol}`).join(', ');
  const host = ports.map(({ hostPort = 0, protocol = 'TCP' }) => `${hostPort}/${protocol}`).join(', ');
  const plural = ports.length > 1 ? 's' : '';
  return [
    status === undefined ? '' : field('    Container ID', status.containerID ?? ''),
    field('    Image', image),
    status === undefined ? '' : field('    Image ID', status.imageID),
    field(`    Port${plural}`, shown || '<none>'),
    field(`    Host Port${plural}`, host || '<none>'),
  ].join('');
}

function details(container: Container, status: ContainerStatus | undefined, pod: Pod | undefined): string {
  return [
    words('Command', container.command),
    words('Args', container.args),
    status === undefined ? '' : statusLines(status),
    amounts('Limits', container.resources?.limits),
    amounts('Requests', container.resources?.requests),
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

function amounts(title: string, list: { readonly [name: string]: string } | undefined): string {
  const lines = sorted(list).map(([name, quantity]) => field(`      ${name}`, quantity));
  return lines.length === 0 ? '' : `    ${title}:\n${lines.join('')}`;
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
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path === '' || path.startsWith('/') ? path : `/${path}`} ${timing}`;
  }
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port} ${timing}`;
  return grpc === undefined ? `unknown ${timing}` : `grpc <pod>:${grpc.port} ${grpc.service ?? ''} ${timing}`;
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

function envLines({ env = [] }: Container, pod: Pod | undefined): string {
  if (env.length === 0) return '    Environment:\t<none>\n';
  return `    Environment:\n${env.map((variable) => envLine(variable, pod)).join('')}`;
}

function envLine({ name, value = '', valueFrom }: EnvVar, pod: Pod | undefined): string {
  if (valueFrom === undefined) return `      ${name}:\t${value.split('\n').join('\n      \t')}\n`;
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef !== undefined)
    return `      ${name}:\t${fieldValue(pod, fieldRef.fieldPath)} (${fieldRef.apiVersion ?? 'v1'}:${fieldRef.fieldPath})\n`;
  if (resourceFieldRef !== undefined) return `      ${name}:\t (${resourceFieldRef.resource})\n`;
  if (secretKeyRef !== undefined)
    return `      ${name}:\t<set to the key '${secretKeyRef.key}' in secret '${secretKeyRef.name ?? ''}'>\tOptional: ${secretKeyRef.optional === true}\n`;
  if (configMapKeyRef === undefined) return `      ${name}:\t\n`;
  return `      ${name}:\t<set to the key '${configMapKeyRef.key}' of config map '${configMapKeyRef.name ?? ''}'>\tOptional: ${configMapKeyRef.optional === true}\n`;
}

/** The value of a downward API field; blank in a template, where there is no pod yet. */
function fieldValue(pod: Pod | undefined, path: string): string {
  let value: unknown = pod;
  for (const key of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}

function mountLines({ volumeMounts = [], volumeDevices = [] }: Container): string {
  const mounts = volumeMounts
    .toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1))
    .map(({ mountPath, name, readOnly, subPath = '' }) => {
      const path = subPath === '' ? '' : `,path=${JSON.stringify(subPath)}`;
      return `      ${mountPath} from ${name} (${readOnly === true ? 'ro' : 'rw'}${path})\n`;
    });
  const devices = volumeDevices.map(({ devicePath, name }) => `      ${devicePath} from ${name}\n`);
  const shownDevices = devices.length === 0 ? '' : `    Devices:\n${devices.join('')}`;
  return `    Mounts:${mounts.length === 0 ? '\t<none>' : ''}\n${mounts.join('')}${shownDevices}`;
}
