import { NodeFlag, PodLook, type Frame } from '../../protocol/frame.ts';
import type { FrameStore } from './frame-store.ts';

/** Row of a pod in the frame, or -1. */
export function podRow(frame: Frame, frames: FrameStore, namespace: string, name: string): number {
  return namedRow(frame.podName, frame.podNamespace, frame.podCount, frames.numberOf(name), frames.numberOf(namespace));
}

export function serviceRow(frame: Frame, frames: FrameStore, namespace: string, name: string): number {
  return namedRow(frame.serviceName, frame.serviceNamespace, frame.serviceCount, frames.numberOf(name), frames.numberOf(namespace));
}

export function nodeRow(frame: Frame, frames: FrameStore, name: string): number {
  return frame.nodeName.subarray(0, frame.nodeCount).indexOf(frames.numberOf(name));
}

function namedRow(names: Uint32Array, namespaces: Uint32Array, count: number, name: number, namespace: number): number {
  for (let row = names.indexOf(name); row >= 0 && row < count; row = names.indexOf(name, row + 1)) {
    if (namespaces[row] === namespace) return row;
  }
  return -1;
}

export interface Summary {
  readonly nodes: number;
  readonly nodesReady: number;
  readonly pods: number;
  readonly ready: number;
  readonly waiting: number;
  readonly failing: number;
}

export function summarise(frame: Frame | undefined): Summary {
  if (!frame) return { nodes: 0, nodesReady: 0, pods: 0, ready: 0, waiting: 0, failing: 0 };
  const looks = countLooks(frame);
  return {
    nodes: frame.nodeCount,
    nodesReady: frame.nodeFlags.subarray(0, frame.nodeCount).reduce((sum, flags) => sum + (flags & NodeFlag.ready), 0),
    pods: frame.podCount,
    ready: looks[PodLook.ready] ?? 0,
    waiting: looks[PodLook.pending] ?? 0,
    failing: (looks[PodLook.failing] ?? 0) + (looks[PodLook.failed] ?? 0) + (looks[PodLook.unknown] ?? 0),
  };
}

function countLooks(frame: Frame): Uint32Array {
  const looks = new Uint32Array(9);
  for (let row = 0; row < frame.podCount; row++) {
    const look = frame.podLook[row] ?? 0;
    looks[look] = (looks[look] ?? 0) + 1;
  }
  return looks;
}

/** Keys of the labels that pods carry, most carried first. */
export function labelKeys(frame: Frame | undefined, frames: FrameStore): readonly string[] {
  if (!frame) return [];
  const counts = new Map<number, number>();
  for (let row = 0; row < frame.podCount; row++) {
    const set = frames.labelSet(frame.podLabels[row] ?? -1);
    for (let at = 0; at < set.length; at += 2) counts.set(set[at] ?? 0, (counts.get(set[at] ?? 0) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).map(([key]) => frames.string(key));
}

/** Shallow equality, for derived values of `useFrameValue`. */
export function sameFields<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
