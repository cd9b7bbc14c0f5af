import { forbidden, invalid, required } from '../../field-error.ts';
import { httpHeaderName } from '../../names.ts';
import type { ExecAction, GRPCAction, HTTPGetAction, Lifecycle, Probe, SleepAction, TCPSocketAction } from '../../types.gen.ts';
import { type Findings, checkNotNegative, checkOneOf, checkPort, checkPresent, checkRule, remembered } from '../checks.ts';

/** Probes and lifecycle hooks of containers that may have them. */
export const checkLivenessProbe = remembered<Probe>((probe, path, findings) => {
  checkProbe(probe, path, findings);
  checkOneSuccess(probe, path, findings);
});

export const checkStartupProbe = checkLivenessProbe;

export const checkReadinessProbe = remembered<Probe>((probe, path, findings) => {
  checkProbe(probe, path, findings);
  if (probe.terminationGracePeriodSeconds !== undefined) {
    const detail = 'must not be set for readinessProbes';
    findings.push(invalid(`${path}.terminationGracePeriodSeconds`, probe.terminationGracePeriodSeconds, detail));
  }
});

export function checkLifecycle(lifecycle: Lifecycle, gracePeriodSeconds: number, path: string, findings: Findings): void {
  if (lifecycle.postStart !== undefined) checkHandler(lifecycle.postStart, `${path}.postStart`, findings, gracePeriodSeconds);
  if (lifecycle.preStop !== undefined) checkHandler(lifecycle.preStop, `${path}.preStop`, findings, gracePeriodSeconds);
}

function checkProbe(probe: Probe, path: string, findings: Findings): void {
  checkHandler(probe, path, findings, undefined);
  checkNotNegative(probe.initialDelaySeconds, `${path}.initialDelaySeconds`, findings);
  checkNotNegative(probe.timeoutSeconds, `${path}.timeoutSeconds`, findings);
  checkNotNegative(probe.periodSeconds, `${path}.periodSeconds`, findings);
  checkNotNegative(probe.successThreshold, `${path}.successThreshold`, findings);
  checkNotNegative(probe.failureThreshold, `${path}.failureThreshold`, findings);
  const grace = probe.terminationGracePeriodSeconds;
  if (grace !== undefined && grace <= 0) findings.push(invalid(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
}

function checkOneSuccess(probe: Probe, path: string, findings: Findings): void {
  const threshold = probe.successThreshold ?? 0;
  if (threshold !== 1) findings.push(invalid(`${path}.successThreshold`, threshold, 'must be 1'));
}

interface Handler {
  readonly exec?: ExecAction;
  readonly httpGet?: HTTPGetAction;
  readonly tcpSocket?: TCPSocketAction;
  readonly grpc?: GRPCAction;
  readonly sleep?: SleepAction;
}

function checkHandler(handler: Handler, path: string, findings: Findings, gracePeriodSeconds: number | undefined): void {
  const present = HANDLERS.filter((type) => handler[type] !== undefined);
  const [first, ...others] = present;
  if (first === undefined) findings.push(required(path, 'must specify a handler type'));
  else checkAction(handler, first, `${path}.${first}`, findings, gracePeriodSeconds);
  for (const type of others) findings.push(forbidden(`${path}.${type}`, 'may not specify more than 1 handler type'));
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function checkAction(handler: Handler, type: (typeof HANDLERS)[number], path: string, findings: Findings, grace: number | undefined): void {
  switch (type) {
    case 'exec':
      if ((handler.exec?.command ?? []).length === 0) findings.push(required(`${path}.command`));
      return;
    case 'httpGet':
      if (handler.httpGet !== undefined) checkHttpGet(handler.httpGet, path, findings);
      return;
    case 'tcpSocket':
      checkPort(handler.tcpSocket?.port ?? 0, `${path}.port`, findings);
      return;
    case 'grpc':
      checkPort(handler.grpc?.port ?? 0, `${path}.port`, findings);
      return;
    case 'sleep':
      checkSleep(handler.sleep?.seconds ?? 0, grace ?? 0, path, findings);
  }
}

function checkHttpGet(action: HTTPGetAction, path: string, findings: Findings): void {
  checkPresent(action.path, `${path}.path`, findings);
  checkPort(action.port ?? 0, `${path}.port`, findings);
  checkOneOf(action.scheme, ['HTTP', 'HTTPS'], `${path}.scheme`, findings);
  for (const { name } of action.httpHeaders ?? []) {
    checkRule(httpHeaderName, name, `${path}.httpHeaders`, findings);
  }
}

function checkSleep(seconds: number, grace: number, path: string, findings: Findings): void {
  if (seconds >= 0 && seconds <= grace) return;
  findings.push(invalid(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${grace})`));
}
