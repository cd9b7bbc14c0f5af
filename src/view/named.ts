import type { Frame } from './frame.ts';
import type { FrameSource } from './source.ts';

/** Row of what has this name in this namespace, by string numbers, or -1. */
export function namedRow(names: Uint32Array, namespaces: Uint32Array, count: number, name: number, namespace: number): number {
  for (let row = names.indexOf(name); row >= 0 && row < count; row = names.indexOf(name, row + 1)) {
    if (namespaces[row] === namespace) return row;
  }
  return -1;
}

/** Row of a pod, or -1. */
export function podNamed(frame: Frame, source: FrameSource, namespace: string, name: string): number {
  return namedRow(frame.podName, frame.podNamespace, frame.podCount, source.numberOf(name), source.numberOf(namespace));
}

/** Row of a Service, or -1. */
export function serviceNamed(frame: Frame, source: FrameSource, namespace: string, name: string): number {
  return namedRow(frame.serviceName, frame.serviceNamespace, frame.serviceCount, source.numberOf(name), source.numberOf(namespace));
}
