import type { Frame } from './frame.ts';
import type { Hit } from './hit.ts';
import type { Item } from './item.ts';
import { entityOf } from './scene/pods.ts';
import type { Scene } from './scene/scene.ts';
import type { FrameSource } from './source.ts';

/** The item of a row, by name, so that it stays the same thing when rows change. */
export function itemOf(hit: Hit, frame: Frame, source: FrameSource): Item {
  const text = (column: Uint32Array): string => source.string(column[hit.row] ?? 0);
  switch (hit.on) {
    case 'pod':
      return { kind: 'Pod', namespace: text(frame.podNamespace), name: text(frame.podName), uid: text(frame.podUid) };
    case 'node':
      return { kind: 'Node', name: text(frame.nodeName) };
    case 'service':
      return { kind: 'Service', namespace: text(frame.serviceNamespace), name: text(frame.serviceName) };
    case 'station':
      return { kind: 'Station', name: text(frame.stationName) };
  }
}

/** The row of an item in the scene's frame, or undefined when it is gone. */
export function findItem(item: Item, scene: Scene, source: FrameSource): Hit | undefined {
  const { frame } = scene;
  if (frame === undefined) return undefined;
  switch (item.kind) {
    case 'Pod':
      return find('pod', frame.podUid, item.uid, source);
    case 'Node':
      return find('node', frame.nodeName, item.name, source);
    case 'Station':
      return find('station', frame.stationName, item.name, source);
    case 'Service': {
      const row = frame.serviceName.findIndex(
        (name, index) => source.string(name) === item.name && source.string(frame.serviceNamespace[index] ?? 0) === item.namespace,
      );
      return row < 0 ? undefined : { on: 'service', row };
    }
  }
}

function find(on: 'pod' | 'node' | 'station', column: Uint32Array, text: string, source: FrameSource): Hit | undefined {
  const row = column.findIndex((name) => source.string(name) === text);
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
  if (hit === undefined || hit.on === 'service') return track(item, scene, source);
  if (numberOf(hit, scene.frame) === number) return tracked;
  const row = columnOf(hit, scene.frame)?.indexOf(number) ?? -1;
  return { item, number, hit: row < 0 ? undefined : { on: hit.on, row } };
}

function numberOf(hit: Hit, frame: Frame | undefined): number {
  return columnOf(hit, frame)?.[hit.row] ?? -1;
}

function columnOf(hit: Hit, frame: Frame | undefined): Uint32Array | undefined {
  switch (hit.on) {
    case 'pod':
      return frame?.podUid;
    case 'node':
      return frame?.nodeName;
    case 'service':
      return frame?.serviceName;
    case 'station':
      return frame?.stationName;
  }
}
