import type { Frame } from './frame.ts';
import type { Hit } from './hit.ts';
import type { Item } from './item.ts';
import { entityOf } from './scene/pods.ts';
import type { Scene } from './scene/scene.ts';
import type { FrameSource } from './source.ts';

/** The column that names each kind of thing. */
const NAMING: { readonly [On in Hit['on']]: (frame: Frame) => Uint32Array } = {
  pod: (frame) => frame.podUid,
  node: (frame) => frame.nodeName,
  service: (frame) => frame.serviceName,
  station: (frame) => frame.stationName,
};

/** The item of a row, by name, so that it stays the same thing when rows change. */
export function itemOf({ on, row }: Hit, frame: Frame, source: FrameSource): Item {
  const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
  if (on === 'pod') return { kind: 'Pod', namespace: text(frame.podNamespace), name: text(frame.podName), uid: text(frame.podUid) };
  if (on === 'service') return { kind: 'Service', namespace: text(frame.serviceNamespace), name: text(frame.serviceName) };
  return { kind: on === 'node' ? 'Node' : 'Station', name: text(NAMING[on](frame)) };
}

const HITS: { readonly [Kind in Item['kind']]: Hit['on'] } = { Pod: 'pod', Node: 'node', Service: 'service', Station: 'station' };

/** The row of an item in the scene's frame, or undefined when it is gone. */
function findItem(item: Item, scene: Scene, source: FrameSource): Hit | undefined {
  const { frame } = scene;
  if (frame === undefined) return undefined;
  const on = HITS[item.kind];
  const text = item.kind === 'Pod' ? item.uid : item.name;
  const fits = (row: number): boolean => item.kind !== 'Service' || source.string(frame.serviceNamespace[row] ?? 0) === item.namespace;
  const row = NAMING[on](frame).findIndex((name, index) => source.string(name) === text && fits(index));
  return row < 0 ? undefined : { on, row };
}

/** The entity of a pod's row. */
export function podEntity(scene: Scene, row: number): number {
  return entityOf(scene.pods, scene.frame?.podUid[row] ?? 0);
}

/** An item that is watched over many frames: found by name once, then by the number of that name. */
export interface Tracked {
  readonly item: Item;
  readonly hit: Hit | undefined;
  readonly number: number;
}

export function track(item: Item, scene: Scene, source: FrameSource): Tracked {
  const hit = findItem(item, scene, source);
  return { item, hit, number: hit === undefined ? -1 : numberOf(hit, scene.frame) };
}

/** The same item in the scene's present frame. */
export function follow(tracked: Tracked, scene: Scene, source: FrameSource): Tracked {
  const { hit, number, item } = tracked;
  const { frame } = scene;
  if (hit === undefined || frame === undefined || hit.on === 'service') return track(item, scene, source);
  if (numberOf(hit, frame) === number) return tracked;
  const row = NAMING[hit.on](frame).indexOf(number);
  return { item, number, hit: row < 0 ? undefined : { on: hit.on, row } };
}

function numberOf(hit: Hit, frame: Frame | undefined): number {
  return frame === undefined ? -1 : (NAMING[hit.on](frame)[hit.row] ?? -1);
}
