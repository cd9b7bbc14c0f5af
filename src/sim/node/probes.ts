/**
 * Probes (pkg/kubelet/prober), without asking every few seconds: between the moments at which a container's answers can change,
 * a probe that agrees with what is known already is not repeated. A probe that fails is, since each failure is an event.
 */
import type { Container, Probe } from '../../api/types.gen.ts';
import { containerSpec, fieldPath, mayRestart } from './containers.ts';
import { answerOf, listenerOn } from './listeners.ts';
import type { ContainerRecord, Kubelet, PodWorker, ProbeRecord } from './memory.ts';
import { firstAttempt, probeSpec } from './probe-state.ts';
import { endAt, SIGKILLED } from './runtime.ts';
import { execIn } from './surroundings.ts';

const TITLES = { startup: 'Startup', liveness: 'Liveness', readiness: 'Readiness' } as const;
const DEFAULT_PERIOD_SECONDS = 10;
const DEFAULT_FAILURES = 3;
const DEFAULT_GRACE_SECONDS = 30;
/** containerd waits no shorter than this before it kills. */
const MIN_GRACE_MS = 2000;

/** Makes the attempts that are due. */
export function runProbes(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  const spec = containerSpec(worker, record);
  for (const probe of record.probes) {
    if (probe.at === 0 || probe.at > context.now || record.state !== 'running' || record.stopping) continue;
    const definition = probeSpec(spec, probe.kind);
    if (definition !== undefined) attempt(context, worker, record, spec, probe, definition);
  }
}

/** When the next attempt is due; 0 for never. */
export function nextProbeAt(record: ContainerRecord): number {
  let next = 0;
  if (record.stopping) return next;
  for (const { at } of record.probes) if (at !== 0 && (next === 0 || at < next)) next = at;
  return next;
}

function attempt(
  context: Kubelet,
  worker: PodWorker,
  record: ContainerRecord,
  spec: Container,
  probe: ProbeRecord,
  definition: Probe,
): void {
  const failure = check(context, worker, record, spec, definition);
  const result = failure === undefined ? 'success' : 'failure';
  if (failure !== undefined)
    context.event(worker.pod, 'Warning', 'Unhealthy', `${TITLES[probe.kind]} probe failed: ${failure}`, fieldPath(record));
  probe.count = probe.last === result ? probe.count + 1 : 1;
  probe.last = result;
  const threshold = result === 'success' ? (definition.successThreshold ?? 1) : (definition.failureThreshold ?? DEFAULT_FAILURES);
  const settled = probe.count >= threshold;
  probe.at = nextAttempt(context, record, probe, definition, settled && result === 'success');
  if (!settled) return;
  probe.result = result;
  act(context, worker, record, spec, probe, definition);
}

function act(context: Kubelet, worker: PodWorker, record: ContainerRecord, spec: Container, probe: ProbeRecord, definition: Probe): void {
  if (probe.kind === 'readiness') return;
  if (probe.result === 'failure') killFailed(context, worker, record, probe, definition);
  else if (probe.kind === 'startup') finishStartup(context, record, spec, probe);
}

function finishStartup(context: Kubelet, record: ContainerRecord, spec: Container, startup: ProbeRecord): void {
  startup.at = 0;
  for (const other of record.probes) {
    const definition = probeSpec(spec, other.kind);
    if (other !== startup && definition !== undefined) other.at = Math.max(context.now, firstAttempt(record.startedAt, definition));
  }
}

function killFailed(context: Kubelet, worker: PodWorker, record: ContainerRecord, probe: ProbeRecord, definition: Probe): void {
  const restarts = mayRestart(worker, record, SIGKILLED) ? ', will be restarted' : '';
  const message = `Container ${record.name} failed ${probe.kind} probe${restarts}`;
  context.event(worker.pod, 'Normal', 'Killing', message, fieldPath(record));
  const graceSeconds = definition.terminationGracePeriodSeconds ?? worker.pod.spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  killContainer(record, context.now, Math.max(graceSeconds * 1000, MIN_GRACE_MS));
}

/** SIGTERM now, SIGKILL after the grace. */
export function killContainer(record: ContainerRecord, at: number, graceMs: number): void {
  const onTerm = record.behaviour?.onTerm ?? 'ignored';
  record.stopping = true;
  if (onTerm === 'ignored' || onTerm.afterMs > graceMs) endAt(record, at + graceMs, SIGKILLED);
  else endAt(record, at + onTerm.afterMs, onTerm.exitCode);
}

/** The next beat of the probe's period, or the first one at which it might find something new. */
function nextAttempt(context: Kubelet, record: ContainerRecord, probe: ProbeRecord, definition: Probe, atRest: boolean): number {
  const periodMs = (definition.periodSeconds ?? DEFAULT_PERIOD_SECONDS) * 1000;
  const next = Math.max(probe.at, context.now - periodMs) + periodMs;
  if (!atRest || asksOthers(definition)) return next;
  const change = nextChange(record, context.now);
  if (change === 0) return 0;
  return change <= next ? next : next + Math.ceil((change - next) / periodMs) * periodMs;
}

/** When the container's answers may change; 0 for never. */
function nextChange(record: ContainerRecord, now: number): number {
  const { behaviour } = record;
  const uptimes = [...(behaviour?.listens.map(({ afterMs }) => afterMs) ?? []), ...(behaviour?.changesAtMs ?? [])];
  const times = uptimes.map((uptime) => record.startedAt + uptime).filter((time) => time > now);
  if (record.scriptAt > 0) times.push(Math.max(record.scriptAt, now + 1));
  return times.length === 0 ? 0 : Math.min(...times);
}

/** Commands whose result depends on other pods have to be repeated. */
function asksOthers(definition: Probe): boolean {
  return definition.exec !== undefined && /\b(wget|curl|nslookup|dig|nc|ping)\b/.test((definition.exec.command ?? []).join(' '));
}

/** Undefined for a success, otherwise what is wrong. */
function check(context: Kubelet, worker: PodWorker, record: ContainerRecord, spec: Container, probe: Probe): string | undefined {
  if (probe.exec !== undefined) return checkExec(context, worker, record, probe);
  const target = probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port ?? 0;
  const port = typeof target === 'number' ? target : (spec.ports?.find(({ name }) => name === target)?.containerPort ?? 0);
  const listening = listenerOn(worker, port, context.now);
  const address = `${worker.podIP}:${port}`;
  if (probe.httpGet !== undefined) return checkHttp(context, worker, listening, address, port, probe.httpGet);
  if (listening !== undefined) return undefined;
  const refused = `dial tcp ${address}: connect: connection refused`;
  return probe.grpc === undefined
    ? refused
    : `timeout: failed to connect service "${address}" within ${probe.timeoutSeconds ?? 1}s: context deadline exceeded`;
}

type HttpGet = NonNullable<Probe['httpGet']>;

function checkHttp(
  context: Kubelet,
  worker: PodWorker,
  listening: ReturnType<typeof listenerOn>,
  address: string,
  port: number,
  get: HttpGet,
): string | undefined {
  const path = get.path ?? '/';
  const url = `${(get.scheme ?? 'HTTP').toLowerCase()}://${address}${path.startsWith('/') ? path : `/${path}`}`;
  if (listening === undefined) return `Get "${url}": dial tcp ${address}: connect: connection refused`;
  if (listening.protocol !== 'http') return `Get "${url}": net/http: HTTP/1.x transport connection broken: malformed HTTP response`;
  const { status } = answerOf(context, worker, listening.record, { method: 'GET', path, host: get.host ?? address, port });
  return status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`;
}

function checkExec(context: Kubelet, worker: PodWorker, record: ContainerRecord, probe: Probe): string | undefined {
  const command = probe.exec?.command ?? [];
  const { exitCode, output, durationMs } = execIn(context, worker, record, command);
  const timeoutSeconds = probe.timeoutSeconds ?? 1;
  if (durationMs === undefined || durationMs > timeoutSeconds * 1000)
    return `command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s`;
  return exitCode === 0 ? undefined : output;
}
