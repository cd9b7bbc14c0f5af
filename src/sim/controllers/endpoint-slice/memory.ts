/** What the controller remembers: for each Service the pods to look at, where their endpoints are, and its own last writes. */
import { keyOf, namespaceOf, nameOf } from '../../../api/object.ts';
import { POD, SERVICE } from '../../../api/resources.ts';
import type { EndpointSlice, Pod, Service } from '../../../api/types.gen.ts';
import {
  SLICE_MANAGER,
  SLICE_SERVICE,
  type ServiceSelectors,
  batchDelayMs,
  createServiceSelectors,
  forSelecting,
  haveOtherLabels,
  isEndpointChange,
  noteTrigger,
  podSelector,
  podTrigger,
  selects,
  setSelector,
} from '../../client/service-pods.ts';
import type { Change, ComponentContext } from '../../kernel/component.ts';
import type { AddressType } from './endpoint.ts';

export const MANAGER = 'endpointslice-controller.k8s.io';

export interface EndpointSliceMemory {
  readonly selectors: ServiceSelectors;
  readonly services: Map<string, ServiceTrack>;
}

export interface ServiceTrack {
  /** Keys of pods whose endpoints may be out of date. */
  readonly dirty: Set<string>;
  /** Everything is to be looked at: the Service changed, or somebody else wrote a slice. */
  isStale: boolean;
  /** By family: pod key → name of the slice that has its endpoint. */
  readonly homes: Map<AddressType, Map<string, string>>;
  /** Slice name → resourceVersion of our last write, or DELETED. */
  readonly written: Map<string, string>;
  /** Slices whose last write has not come back through the informer. */
  readonly unseen: Set<string>;
  /** Earliest moment of a change that is not written yet (`last-change-trigger-time`). */
  trigger: string;
  lastSyncAt: number;
}

/** In place of a version: we deleted the slice. */
export const DELETED = '';

type Context = ComponentContext<EndpointSliceMemory>;

const BATCH_MS = 100;

/** After somebody else wrote one of our slices. */
const SLICE_DELAY_MS = 1000;

export function createMemory(): EndpointSliceMemory {
  return { selectors: createServiceSelectors(), services: new Map() };
}

export function onServiceChange(context: Context, { type, object, previous }: Change<Service>): void {
  const { selectors, services } = context.memory;
  const key = keyOf(object);
  if (type === 'DELETED') {
    setSelector(selectors, namespaceOf(object), key, undefined);
    services.delete(key);
    return;
  }
  if (previous !== undefined && previous.spec === object.spec && previous.metadata.labels === object.metadata.labels) return;
  const track = trackOf(services, key);
  if (previous === undefined) noteTrigger(track, object.metadata.creationTimestamp);
  setSelector(selectors, namespaceOf(object), key, podSelector(object));
  track.isStale = true;
  context.enqueue(key);
}

export function onPodChange(context: Context, { type, object, previous }: Change<Pod>): void {
  if (type !== 'DELETED' && !isEndpointChange(object, previous)) return;
  const pod = keyOf(object);
  const trigger = podTrigger(object, previous);
  const touch = (service: string) => {
    const track = trackOf(context.memory.services, service);
    noteTrigger(track, trigger);
    track.dirty.add(pod);
    context.enqueueAfter(service, batchDelayMs(track.lastSyncAt, context.now, BATCH_MS));
  };
  forSelecting(context.memory.selectors, namespaceOf(object), object.metadata.labels, touch);
  if (previous !== undefined && haveOtherLabels(object, previous))
    forSelecting(context.memory.selectors, namespaceOf(object), previous.metadata.labels, touch);
}

/** What somebody else did to one of our slices is put right, after a while. */
export function onSliceChange(context: Context, { type, object }: Change<EndpointSlice>): void {
  const labels = object.metadata.labels;
  if (labels?.[SLICE_MANAGER] !== MANAGER) return;
  const key = `${namespaceOf(object)}/${labels[SLICE_SERVICE] ?? ''}`;
  const track = context.memory.services.get(key);
  if (track === undefined) return;
  const isOurs =
    type === 'DELETED' ? takeDeletion(track, nameOf(object)) : takeVersion(track, nameOf(object), object.metadata.resourceVersion ?? '');
  if (isOurs) return;
  track.isStale = true;
  context.enqueueAfter(key, SLICE_DELAY_MS);
}

/** True if it was us who deleted the slice. */
function takeDeletion(track: ServiceTrack, name: string): boolean {
  const ours = track.written.get(name);
  track.written.delete(name);
  track.unseen.delete(name);
  return ours === DELETED;
}

/** True if we wrote this version of the slice, or have written a newer one or deleted it since. */
function takeVersion(track: ServiceTrack, name: string, version: string): boolean {
  const ours = track.written.get(name);
  if (ours === DELETED || (ours !== undefined && Number(version) < Number(ours))) return true;
  track.written.set(name, version);
  track.unseen.delete(name);
  return version === ours;
}

/** Makes every pod that the Service selects, or whose endpoint it has, one to look at. */
export function markAllDirty(context: Context, key: string, track: ServiceTrack, slices: readonly EndpointSlice[]): void {
  track.isStale = false;
  track.homes.clear();
  for (const slice of slices) {
    const homes = homesOf(track, slice.addressType === 'IPv6' ? 'IPv6' : 'IPv4');
    for (const { targetRef } of slice.endpoints ?? []) {
      const pod = `${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''}`;
      homes.set(pod, nameOf(slice));
      track.dirty.add(pod);
    }
  }
  const service = context.lister(SERVICE).byKey(key);
  const selector = service && podSelector(service);
  if (service === undefined || selector === undefined) return;
  for (const pod of context.lister(POD).by('namespace', namespaceOf(service))) {
    if (selects(selector, pod.metadata.labels)) track.dirty.add(keyOf(pod));
  }
}

export function homesOf(track: ServiceTrack, type: AddressType): Map<string, string> {
  let homes = track.homes.get(type);
  if (homes === undefined) track.homes.set(type, (homes = new Map()));
  return homes;
}

export function noteWritten(track: ServiceTrack, name: string, version: string): void {
  track.written.set(name, version);
  track.unseen.add(name);
}

function trackOf(services: Map<string, ServiceTrack>, key: string): ServiceTrack {
  let track = services.get(key);
  if (track === undefined) {
    track = {
      dirty: new Set(),
      isStale: true,
      homes: new Map(),
      written: new Map(),
      unseen: new Set(),
      trigger: '',
      lastSyncAt: Number.NEGATIVE_INFINITY,
    };
    services.set(key, track);
  }
  return track;
}
