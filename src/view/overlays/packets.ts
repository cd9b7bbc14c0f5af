import type { Frame } from '../frame.ts';
import { podEntity } from '../items.ts';
import type { Point } from '../scene/motion.ts';
import type { Scene } from '../scene/scene.ts';
import { centre } from '../scene/settle.ts';
import type { FrameSource } from '../source.ts';
import { progress } from '../tween.ts';
import type { Span } from '../tween.ts';
import { along, branch, trunk } from './services.ts';
import type { Bundle, Curve } from './services.ts';

/** A request on its way: to the Service, from it to the card, and there to the pod. */
export interface Packet extends Span {
  readonly ok: boolean;
  readonly order: number;
  /** Where it comes from, if from a pod that is shown. */
  readonly origin: Point | undefined;
  readonly trunk: Curve;
  /** Undefined for a request that no pod took. */
  readonly branch: Curve | undefined;
}

export const MAX_PACKETS = 200;
const TRAVEL_MS = 700;

/** Packets for the hints of a frame; nothing when no Service is shown, and never more than there is room for. */
export function readPackets(scene: Scene, frame: Frame, source: FrameSource, names: PodNames, time: number, room: number): readonly Packet[] {
  if (scene.plan.quay.count === 0) return [];
  const packets: Packet[] = [];
  for (const hint of frame.hints) {
    if (hint.type !== 'packet' || packets.length >= room) continue;
    const order = orderOf(scene, frame, source, hint.service);
    const pod = rowOf(names, frame, source, hint.to);
    const path = routeOf(scene, frame, order, pod);
    if (path === undefined) continue;
    const origin = rowOf(names, frame, source, hint.from);
    packets.push({ ...path, ok: hint.ok, order, origin: origin < 0 ? undefined : centre(scene, podEntity(scene, origin)), start: time, end: time + TRAVEL_MS });
  }
  return packets;
}

function routeOf(scene: Scene, frame: Frame, order: number, pod: number): { trunk: Curve; branch: Curve | undefined } | undefined {
  const service = scene.services[order];
  if (service === undefined || pod < 0) return undefined;
  const of: Bundle = { service, order, node: frame.podNode[pod] ?? -1, ready: 1, endpoints: [] };
  const line = trunk(scene, of);
  return line && { trunk: line, branch: branch(scene, of, pod) };
}

function orderOf(scene: Scene, frame: Frame, source: FrameSource, name: string): number {
  return scene.services.findIndex(
    (row) => `${source.string(frame.serviceNamespace[row] ?? 0)}/${source.string(frame.serviceName[row] ?? 0)}` === name,
  );
}

/** Where a packet is; linear, as on a wire. Writes into `out`. */
export function locatePacket(packet: Packet, time: number, out: Point): void {
  const done = progress(packet, time);
  const from = packet.origin;
  const legs = from === undefined ? 0 : 0.35;
  if (from !== undefined && done < legs) {
    const t = done / legs;
    out.x = from.x + (packet.trunk.x1 - from.x) * t;
    out.y = from.y + (packet.trunk.y1 - from.y) * t;
    return;
  }
  const rest = (done - legs) / (1 - legs);
  if (packet.branch === undefined || rest < 0.7) along(packet.trunk, Math.min(1, rest / 0.7), out);
  else along(packet.branch, (rest - 0.7) / 0.3, out);
}

/** Rows by `namespace/name`; checked when used, and built anew at most once per frame. */
export interface PodNames {
  readonly rows: Map<string, number>;
  sequence: number;
}

function rowOf(names: PodNames, frame: Frame, source: FrameSource, name: string): number {
  if (name === '') return -1;
  const row = names.rows.get(name) ?? -1;
  if (row >= 0 && row < frame.podCount && nameOf(frame, source, row) === name) return row;
  if (names.sequence === frame.sequence) return -1;
  names.sequence = frame.sequence;
  names.rows.clear();
  for (let at = 0; at < frame.podCount; at++) names.rows.set(nameOf(frame, source, at), at);
  return names.rows.get(name) ?? -1;
}

function nameOf(frame: Frame, source: FrameSource, row: number): string {
  return `${source.string(frame.podNamespace[row] ?? 0)}/${source.string(frame.podName[row] ?? 0)}`;
}
