import type { Container, Probe } from '../../api/types.gen.ts';
import type { Kubelet, ProbeRecord } from './memory.ts';

const NONE: ProbeRecord[] = [];

/** The probes of a container that has just started. Nothing but the startup probe runs before it succeeded. */
export function newProbes(context: Kubelet, spec: Container): ProbeRecord[] {
  const { startupProbe, livenessProbe, readinessProbe } = spec;
  if (context.spec.images === 'preloaded' || (startupProbe ?? livenessProbe ?? readinessProbe) === undefined) return NONE;
  const probes: ProbeRecord[] = [];
  const held = startupProbe !== undefined;
  if (startupProbe !== undefined) probes.push(newProbe('startup', 'unknown', firstAttempt(context.now, startupProbe)));
  if (livenessProbe !== undefined) probes.push(newProbe('liveness', 'success', held ? 0 : firstAttempt(context.now, livenessProbe)));
  if (readinessProbe !== undefined) probes.push(newProbe('readiness', 'failure', held ? 0 : firstAttempt(context.now, readinessProbe)));
  return probes;
}

function newProbe(kind: ProbeRecord['kind'], result: ProbeRecord['result'], at: number): ProbeRecord {
  return { kind, at, count: 0, result, last: 'unknown' };
}

/** Never at the very moment of the start, so that the running container is reported first. */
export function firstAttempt(startedAt: number, probe: Probe): number {
  return startedAt + Math.max((probe.initialDelaySeconds ?? 0) * 1000, 1);
}

export function probeSpec(spec: Container, kind: ProbeRecord['kind']): Probe | undefined {
  if (kind === 'startup') return spec.startupProbe;
  return kind === 'liveness' ? spec.livenessProbe : spec.readinessProbe;
}
