import type { Frame } from '../frame.ts';

/** Requests to Services as a flow: how many of late, along which way, and how many of them failed. */
export interface Flow {
  /** By `namespace/name`; '' for a request from outside, and for one that nobody answered. */
  readonly service: string;
  readonly from: string;
  readonly to: string;
  /** Requests; they are forgotten little by little. */
  ok: number;
  failed: number;
}

export interface Flows {
  readonly byWay: Map<string, Flow>;
  sequence: number;
  /** Virtual time up to which was forgotten. */
  now: number;
}

export function createFlows(): Flows {
  return { byWay: new Map(), sequence: -1, now: 0 };
}

/** After so long half of a request is forgotten, in milliseconds of virtual time; what is left of it under a twentieth is gone. */
const HALF_LIFE_MS = 4000;
const FORGOTTEN = 0.05;
const MOST_WAYS = 2000;

/** Takes down the requests that a frame tells of. */
export function noteTraffic(flows: Flows, { sequence, now, hints }: Frame): void {
  if (flows.sequence === sequence) return;
  flows.sequence = sequence;
  forget(flows, now);
  for (const hint of hints) {
    if (hint.type !== 'packet' || hint.service === '') continue;
    const key = `${hint.from} ${hint.service} ${hint.to}`;
    const flow = flows.byWay.get(key) ?? { service: hint.service, from: hint.from, to: hint.to, ok: 0, failed: 0 };
    if (hint.ok) flow.ok++;
    else flow.failed++;
    if (flows.byWay.size < MOST_WAYS || flows.byWay.has(key)) flows.byWay.set(key, flow);
  }
}

function forget(flows: Flows, now: number): void {
  const share = 0.5 ** (Math.max(0, now - flows.now) / HALF_LIFE_MS);
  flows.now = now;
  if (share === 1) return;
  for (const [key, flow] of flows.byWay) {
    flow.ok *= share;
    flow.failed *= share;
    if (flow.ok + flow.failed < FORGOTTEN) flows.byWay.delete(key);
  }
}

export interface ServiceFlow {
  readonly service: string;
  /** Requests a second of virtual time. */
  readonly rate: number;
  /** Share of them that failed. */
  readonly failed: number;
}

/** A steady flow of one request a second leaves so many behind. */
const STEADY = HALF_LIFE_MS / 1000 / Math.LN2;

/** Services that are spoken to, the busiest first. */
export function flowsByService({ byWay }: Flows): readonly ServiceFlow[] {
  const sums = new Map<string, { ok: number; failed: number }>();
  for (const { service, ok, failed } of byWay.values()) {
    const sum = sums.get(service) ?? { ok: 0, failed: 0 };
    sum.ok += ok;
    sum.failed += failed;
    sums.set(service, sum);
  }
  return [...sums]
    .map(([service, { ok, failed }]) => ({ service, rate: (ok + failed) / STEADY, failed: failed / (ok + failed) }))
    .sort((a, b) => b.rate - a.rate || (a.service < b.service ? -1 : 1));
}
