/** How checks look at pods and put into words what they find. */
import type { Container, EphemeralContainer, ObjectMeta, PodSpec } from '../../../../api/types.gen.ts';

export interface Violation {
  readonly reason: string;
  readonly detail: string;
}

/** Finds what is wrong with a pod, or nothing. */
export type PodCheck = (spec: PodSpec, metadata: ObjectMeta) => Violation | undefined;

export type AnyContainer = Container | EphemeralContainer;

export function containersOf({ initContainers = [], containers, ephemeralContainers = [] }: PodSpec): readonly AnyContainer[] {
  return [...initContainers, ...containers, ...ephemeralContainers];
}

export function namesWhere(spec: PodSpec, isBad: (container: AnyContainer) => boolean): readonly string[] {
  return containersOf(spec).flatMap((container) => (isBad(container) ? [container.name] : []));
}

/** `"a", "b"`. */
export function quoted(items: readonly string[]): string {
  return items.map((item) => `"${item}"`).join(', ');
}

export function counted(noun: string, items: readonly string[]): string {
  return items.length === 1 ? noun : `${noun}s`;
}

/** `container "a"`, `volumes "a", "b"`. */
export function list(noun: string, items: readonly string[]): string {
  return `${counted(noun, items)} ${quoted(items)}`;
}

/** `container "a" uses`, `containers "a", "b" use`. */
export function listUsing(noun: string, items: readonly string[]): string {
  return `${list(noun, items)} ${items.length === 1 ? 'uses' : 'use'}`;
}

/** `pod and container "a"`: who has set something itself. */
export function setters(byPod: boolean, containers: readonly string[]): string {
  return [...(byPod ? ['pod'] : []), ...(containers.length > 0 ? [list('container', containers)] : [])].join(' and ');
}

/** Without duplicates, in order. */
export function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
