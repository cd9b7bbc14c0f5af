/** Which Services select a pod, without asking every Service: what the controllers of endpoints share. */
import type { Labels } from '../../api/labels.ts';
import { isPodReady, isPodTerminal } from '../../api/pod/conditions.ts';
import type { Pod, Service } from '../../api/types.gen.ts';
import { deepEqual } from '../../base/equal.ts';

/** Labels of EndpointSlices: whose they are, and who writes them. */
export const SLICE_SERVICE = 'kubernetes.io/service-name';
export const SLICE_MANAGER = 'endpointslice.kubernetes.io/managed-by';

/** Selectors of Services, found by one label that a pod must have to be selected. */
export interface ServiceSelectors {
  /** Service key → selector. */
  readonly selectors: Map<string, Labels>;
  /** Namespace → label → value → keys of Services. */
  readonly byLabel: Map<string, Map<string, Map<string, Set<string>>>>;
}

export function createServiceSelectors(): ServiceSelectors {
  return { selectors: new Map(), byLabel: new Map() };
}

/** The labels that a Service asks of its pods; undefined if others make its endpoints. */
export function podSelector(service: Service): Labels | undefined {
  const { selector, type } = service.spec ?? {};
  if (selector === undefined || type === 'ExternalName') return undefined;
  for (const _ in selector) return selector;
  return undefined;
}

/** Notes, replaces or (without a selector) forgets the selector of a Service. */
export function setSelector(index: ServiceSelectors, namespace: string, key: string, selector: Labels | undefined): void {
  const before = index.selectors.get(key);
  if (before !== undefined) leaveBucket(index, namespace, before, key);
  if (selector === undefined) index.selectors.delete(key);
  else {
    index.selectors.set(key, selector);
    bucketOf(index, namespace, selector).add(key);
  }
}

/** Calls `found` for each Service of the namespace that selects pods with these labels. */
export function forSelecting(index: ServiceSelectors, namespace: string, labels: Labels | undefined, found: (key: string) => void): void {
  const inNamespace = index.byLabel.get(namespace);
  if (inNamespace === undefined) return;
  for (const label in labels) {
    const keys = inNamespace.get(label)?.get(labels[label] ?? '');
    if (keys === undefined) continue;
    for (const key of keys) if (selects(index.selectors.get(key), labels)) found(key);
  }
}

export function selects(selector: Labels | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  for (const label in selector) if (labels?.[label] !== selector[label]) return false;
  return true;
}

/** Whether the endpoints of a pod may look different after a change. */
export function isEndpointChange(pod: Pod, previous: Pod | undefined): boolean {
  const ip = pod.status?.podIP;
  if (previous === undefined) return ip !== undefined;
  const before = previous.status?.podIP;
  if (ip === undefined && before === undefined) return false;
  return (
    ip !== before ||
    isPodReady(pod) !== isPodReady(previous) ||
    isPodTerminal(pod) !== isPodTerminal(previous) ||
    pod.metadata.deletionTimestamp !== previous.metadata.deletionTimestamp ||
    haveOtherLabels(pod, previous)
  );
}

export function haveOtherLabels(pod: Pod, previous: Pod): boolean {
  return pod.metadata.labels !== previous.metadata.labels && !deepEqual(pod.metadata.labels, previous.metadata.labels);
}

/** Says of endpoints since when they are out of date: the earliest moment of a change that is not written yet, or ''. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

export function noteTrigger(track: { trigger: string }, time: string | undefined): void {
  if (time !== undefined && (track.trigger === '' || time < track.trigger)) track.trigger = time;
}

/** When the pod became ready or unready, if that is news. */
export function podTrigger(pod: Pod, previous: Pod | undefined): string | undefined {
  const time = readySince(pod);
  return previous?.status?.podIP === undefined || time !== readySince(previous) ? time : undefined;
}

function readySince(pod: Pod): string | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === 'Ready')?.lastTransitionTime;
}

/**
 * How long to wait before the next write of a Service's endpoints: not at all after a quiet time, but changes of many pods at once
 * are written together, at most every `batchMs`.
 */
export function batchDelayMs(lastSyncAt: number, now: number, batchMs: number): number {
  return Math.max(0, lastSyncAt + batchMs - now);
}

/** All Services of one namespace whose selector begins with the same label and value. */
function bucketOf(index: ServiceSelectors, namespace: string, selector: Labels): Set<string> {
  const label = Object.keys(selector)[0] ?? '';
  const inNamespace = entry(index.byLabel, namespace, () => new Map<string, Map<string, Set<string>>>());
  const byValue = entry(inNamespace, label, () => new Map<string, Set<string>>());
  return entry(byValue, selector[label] ?? '', () => new Set<string>());
}

/** Maps that have become empty go as well: labels of Services that are gone would pile up. */
function leaveBucket(index: ServiceSelectors, namespace: string, selector: Labels, key: string): void {
  const label = Object.keys(selector)[0] ?? '';
  const value = selector[label] ?? '';
  const inNamespace = index.byLabel.get(namespace);
  const byValue = inNamespace?.get(label);
  const bucket = byValue?.get(value);
  bucket?.delete(key);
  if (bucket?.size === 0) byValue?.delete(value);
  if (byValue?.size === 0) inNamespace?.delete(label);
  if (inNamespace?.size === 0) index.byLabel.delete(namespace);
}

function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const present = map.get(key);
  if (present !== undefined) return present;
  const made = make();
  map.set(key, made);
  return made;
}
