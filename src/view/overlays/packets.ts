import type { Frame } from '../frame.ts';
import { podEntity } from '../items.ts';
import { plaqueX, plaqueY } from '../layout/quay.ts';
import { keyedRow } from '../keyed.ts';
import { podNamed, serviceNamed } from '../named.ts';
import type { Point } from '../scene/motion.ts';
import type { Scene } from '../scene/scene.ts';
import { centre } from '../scene/settle.ts';
import type { FrameSource } from '../source.ts';
import { progress } from '../tween.ts';
import type { Span } from '../tween.ts';
import { along, branch, branchPoints, trunk } from './services.ts';
import type { Bundle } from './services.ts';

/** A request on its way: to the Service, from it to the card, and there to the pod. */
export interface Packet extends Span {
  readonly ok: boolean;
  /** Place of the Service among the plaques. */
  readonly order: number;
  /** Corners of its way. */
  readonly way: readonly Point[];
}

const TRAVEL_MS = 900;
/** Requests of one frame set out one after the other, so that they can be counted. */
const APART_MS = 90;
const MOST_APART_MS = 1500;

/** Packets for the hints of a frame; nothing when no Service is shown, and never more than there is room for. */
export function readPackets(scene: Scene, frame: Frame, source: FrameSource, time: number, room: number): readonly Packet[] {
  if (scene.plan.quay.count === 0) return [];
  const packets: Packet[] = [];
  for (const hint of frame.hints) {
    if (hint.type !== 'packet' || packets.length >= room) continue;
    const order = scene.services.indexOf(keyedRow(serviceNamed, frame, source, hint.service));
    const to = keyedRow(podNamed, frame, source, hint.to);
    if (to < 0 && hint.to !== '') continue;
    const way = routeOf(scene, frame, order, keyedRow(podNamed, frame, source, hint.from), to);
    if (way === undefined) continue;
    const start = time + Math.min(MOST_APART_MS, packets.length * APART_MS);
    packets.push({ ok: hint.ok, order, way, start, end: start + TRAVEL_MS });
  }
  return packets;
}

/** A request that nobody answers ends at the Service. */
export function routeOf(scene: Scene, frame: Frame, order: number, from: number, to: number): readonly Point[] | undefined {
  const service = scene.services[order];
  if (service === undefined) return undefined;
  const origin = from < 0 ? [] : [centre(scene, podEntity(scene, from))];
  if (to < 0) return [...origin, ...approach(scene, order)];
  const of: Bundle = { service, order, node: frame.podNode[to] ?? -1, ready: 1, endpoints: [] };
  const line = trunk(scene, of);
  const last = branch(scene, of, to);
  return line && last && [...origin, ...line, ...branchPoints(last)];
}

const NEAR = 28;

/** From just above a Service to its edge. */
function approach({ plan: { quay } }: Scene, order: number): readonly Point[] {
  const x = plaqueX(quay, order) + quay.plaqueWidth / 2;
  const y = plaqueY(quay, order);
  return [
    { x, y: y - NEAR },
    { x, y },
  ];
}

/** Where a packet is; linear, as on a wire. Writes into `out`. */
export function locatePacket(packet: Packet, time: number, out: Point): void {
  along(packet.way, progress(packet, time), out);
}
