/** When many nodes are lost at once the fault is probably here, not there: eviction slows down or stops. */
import type { Node } from '../../../api/types.gen.ts';
import { EVICTION_RATE, type LifecycleContext, type ZoneState, zoneOf } from './memory.ts';
import { reach } from './readiness.ts';
import { setRate } from './taint-queues.ts';

const SECONDARY_RATE = 0.01;
const LARGE_ZONE = 50;
const UNHEALTHY_SHARE = 0.55;

/** Readiness of its nodes by zone. */
type Zones = ReadonlyMap<string, readonly (string | undefined)[]>;

export function handleDisruption(context: LifecycleContext, nodes: readonly Node[], zones: Zones): void {
  const { memory } = context;
  const states = new Map([...zones].map(([zone, readiness]) => [zone, zoneState(readiness)] as const));
  for (const zone of states.keys()) zoneOf(memory, zone);
  for (const zone of memory.zones.keys()) if (!states.has(zone)) memory.zones.delete(zone);
  const areLost = [...states.values()].every((state) => state === 'FullDisruption');
  const wereLost = [...memory.zones.values()].every(({ state }) => state === 'FullDisruption');
  if (zones.size === 0 || (areLost && wereLost)) return;
  if (areLost) stopEverything(context, nodes);
  else if (wereLost) recover(context, zones, states);
  else for (const [zone, state] of states) if (zoneOf(memory, zone).state !== state) enter(context, zone, state, zones);
}

/** pkg/controller/nodelifecycle ComputeZoneState. */
export function zoneState(readiness: readonly (string | undefined)[]): ZoneState {
  const ready = readiness.filter((status) => status === 'True').length;
  const lost = readiness.length - ready;
  if (ready === 0 && lost > 0) return 'FullDisruption';
  return lost > 2 && lost / readiness.length >= UNHEALTHY_SHARE ? 'PartialDisruption' : 'Normal';
}

/** Not one node in the whole cluster answers: nobody is evicted any more. */
function stopEverything(context: LifecycleContext, nodes: readonly Node[]): void {
  context.because('no node is ready: eviction stops');
  for (const node of nodes) reach(context, node);
  for (const zone of context.memory.zones.values()) {
    zone.state = 'FullDisruption';
    setRate(zone, 0, context.now);
  }
}

/** Somebody answers again: all nodes get their full time to do so too. */
function recover(context: LifecycleContext, zones: Zones, states: ReadonlyMap<string, ZoneState>): void {
  for (const health of context.memory.nodes.values()) health.probeAt = context.now;
  for (const [zone, state] of states) enter(context, zone, state, zones);
}

function enter({ memory, now }: LifecycleContext, zone: string, state: ZoneState, zones: Zones): void {
  const taints = zoneOf(memory, zone);
  taints.state = state;
  setRate(taints, rateOf(state, zones.get(zone)?.length ?? 0), now);
}

/** Nodes per second. A small zone of which more than half is lost loses nobody. */
export function rateOf(state: ZoneState, size: number): number {
  if (state !== 'PartialDisruption') return EVICTION_RATE;
  return size > LARGE_ZONE ? SECONDARY_RATE : 0;
}
