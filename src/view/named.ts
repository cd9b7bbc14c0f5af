import type { Frame } from './frame.ts';
import type { FrameSource } from './source.ts';

/** Row of what has this name in this namespace, by string numbers, or -1. Where it was when last looked for is looked at first. */
export function namedRow(names: Uint32Array, namespaces: Uint32Array, count: number, name: number, namespace: number, near = -1): number {
  if (near >= 0 && near < count && names[near] === name && namespaces[near] === namespace) return near;
  for (let row = names.indexOf(name); row >= 0 && row < count; row = names.indexOf(name, row + 1)) {
    if (namespaces[row] === namespace) return row;
  }
  return -1;
}

/** Row of a pod, or -1. */
export function podNamed(frame: Frame, source: FrameSource, namespace: string, name: string, near?: number): number {
  return namedRow(frame.podName, frame.podNamespace, frame.podCount, source.numberOf(name), source.numberOf(namespace), near);
}

/** Row of a Service, or -1. */
export function serviceNamed(frame: Frame, source: FrameSource, namespace: string, name: string, near?: number): number {
  const [names, namespaces] = [frame.serviceName, frame.serviceNamespace];
  return namedRow(names, namespaces, frame.serviceCount, source.numberOf(name), source.numberOf(namespace), near);
}

/** Row of a node, or -1. */
export function nodeNamed(frame: Frame, source: FrameSource, name: string): number {
  return frame.nodeName.subarray(0, frame.nodeCount).indexOf(source.numberOf(name));
}

/** Row of a station of the control plane, or -1. */
export function stationNamed(frame: Frame, source: FrameSource, name: string): number {
  return frame.stationName.indexOf(source.numberOf(name));
}
