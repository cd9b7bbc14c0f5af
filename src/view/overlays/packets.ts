import type { Frame } from '../frame.ts';
import { podEntity } from '../items.ts';
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
export function readPackets(
  scene: Scene,
  frame: Frame,
  source: FrameSource,
  names: PodNames,
  time: number,
  room: number,
): readonly Packet[] {
  if (scene.plan.quay.count === 0) return [];
  const packets: Packet[] = [];
  for (const hint of frame.hints) {
    if (hint.type !== 'packet' || packets.length >= room) continue;
    const order = orderOf(scene, frame, source, hint.service);
    const pod = rowOf(names, frame, source, hint.to);
    const way = routeOf(scene, frame, order, rowOf(names, frame, source, hint.from), pod);
    if (way === undefined) continue;
    const start = time + Math.min(MOST_APART_MS, packets.length * APART_MS);
    packets.push({ ok: hint.ok, order, way, start, end: start + TRAVEL_MS });
  }
  return packets;
}

function routeOf(scene: Scene, frame: Frame, order: number, from: number, to: number): readonly Point[] | undefined {
  const service = scene.services[order];
  if (service === undefined || to < 0) return undefined;
  const of: Bundle = { service, order, node: frame.podNode[to] ?? -1, ready: 1, endpoints: [] };
  const line = trunk(scene, of);
  const last = branch(scene, of, to);
  if (line === undefined || last === undefined) return undefined;
  const origin = from < 0 ? [] : [centre(scene, podEntity(scene, from))];
  return [...origin, ...line, ...branchPoints(last)];
}

function orderOf(scene: Scene, frame: Frame, source: FrameSource, name: string): number {
  return scene.services.findIndex(
    (row) => `${source.string(frame.serviceNamespace[row] ?? 0)}/${source.string(frame.serviceName[row] ?? 0)}` === name,
  );
}

/** Where a packet is; linear, as on a wire. Writes into `out`. */
export function locatePacket(packet: Packet, time: number, out: Point): void {
  along(packet.way, progress(packet, time), out);
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
