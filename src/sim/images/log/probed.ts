/**
 * Requests of the kubelet's HTTP probes. Between the moments at which an answer can change they are not made here, since they would find
 * what is known already; a server's log tells of them all the same. They follow from the manifest and from what the program answers.
 */
import type { Container, Probe } from '../../../api/types.gen.ts';
import { MOST_LINES } from './limits.ts';
import type { ServedRequest } from './line.ts';
import type { LogSource } from './read.ts';

const DEFAULT_PERIOD_SECONDS = 10;
const AGENT = 'kube-probe/1.36';
/** A startup probe gives up long before. */
const MOST_TRIES = 1000;

/** Until `until`; of each probe the last thousand. Numbers are for others to give. */
export function probeRequests(source: LogSource, until: number): readonly ServedRequest[] {
  const { startupProbe, livenessProbe, readinessProbe } = source.spec;
  const startup = startupProbe === undefined ? undefined : startupOf(source, startupProbe, until);
  const from = startup === undefined ? source.startedAt : (startup.succeededAt ?? Infinity);
  const steady = [livenessProbe, readinessProbe].flatMap((probe) => (probe === undefined ? [] : repeated(source, probe, from, until)));
  return [...(startup?.requests ?? []), ...steady];
}

function startupOf(source: LogSource, probe: Probe, until: number) {
  const requests: ServedRequest[] = [];
  let at = firstOf(source, probe, source.startedAt);
  for (let tries = 0; tries < MOST_TRIES && at <= until; tries += 1, at += periodOf(probe)) {
    if (probe.httpGet === undefined) return { requests, succeededAt: at };
    const request = requestAt(source, probe.httpGet, at);
    if (request === undefined) continue;
    requests.push(request);
    if (request.status >= 200 && request.status < 400) return { requests, succeededAt: at };
  }
  return { requests };
}

function repeated(source: LogSource, probe: Probe, from: number, until: number): readonly ServedRequest[] {
  const { httpGet } = probe;
  const period = periodOf(probe);
  const first = firstOf(source, probe, from);
  if (httpGet === undefined || first > until) return [];
  const last = Math.floor((until - first) / period);
  const requests: ServedRequest[] = [];
  for (let beat = Math.max(0, last - MOST_LINES); beat <= last; beat += 1) {
    const request = requestAt(source, httpGet, first + beat * period);
    if (request !== undefined) requests.push(request);
  }
  return requests;
}

function firstOf({ startedAt }: LogSource, { initialDelaySeconds = 0 }: Probe, from: number): number {
  return Math.max(from, startedAt + Math.max(initialDelaySeconds * 1000, 1));
}

function periodOf({ periodSeconds }: Probe): number {
  return Math.max(1, periodSeconds ?? DEFAULT_PERIOD_SECONDS) * 1000;
}

/** Undefined while nobody listens. */
function requestAt(source: LogSource, get: NonNullable<Probe['httpGet']>, at: number): ServedRequest | undefined {
  const { behaviour, image, call, startedAt, gateway } = source;
  const port = typeof get.port === 'number' ? get.port : portNamed(source.spec, get.port);
  const uptimeMs = at - startedAt;
  const hears = behaviour?.listens.some(
    (one) => (one.port === port || one.port === 0) && one.protocol === 'http' && one.afterMs <= uptimeMs,
  );
  if (hears !== true) return undefined;
  const path = get.path ?? '/';
  const { status, body } = image.answer?.(call, { method: 'GET', path, host: get.host ?? '', port, uptimeMs }) ?? { status: 200, body: '' };
  return { at, client: gateway, agent: AGENT, method: 'GET', path, status, bytes: body.length, number: 0 };
}

function portNamed({ ports }: Container, wanted: string): number {
  return ports?.find(({ name }) => name === wanted)?.containerPort ?? 0;
}
