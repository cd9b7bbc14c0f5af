/**
 * The Endpoints controller (pkg/controller/endpoint): the older form of what the EndpointSlice controller keeps, one object
 * for each Service, cut off at a thousand addresses. Changes of many pods are written together.
 */
import { ApiError, isReason } from '../../../api/errors.ts';
import { keyOf, nameOf, namespaceOf, splitKey, uidOf } from '../../../api/object.ts';
import { isPodReady, isPodTerminal } from '../../../api/pod/conditions.ts';
import { findPort } from '../../../api/pod/ports.ts';
import { ENDPOINTS, POD, SERVICE } from '../../../api/resources.ts';
import type { EndpointAddress, EndpointPort, Endpoints, Pod, Service } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import {
  type ServiceSelectors,
  TRIGGER_TIME,
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
import { type Change, type ComponentContext, defineComponent, watch } from '../../kernel/component.ts';
import { type Subsets, createSubsets, listSubsets, removeAddress, setAddress } from './subsets.ts';

interface ServiceTrack {
  /** Keys of pods whose addresses may be out of date. */
  readonly dirty: Set<string>;
  /** The Service changed: all its pods are to be looked at. */
  isStale: boolean;
  subsets: Subsets;
  trigger: string;
  lastSyncAt: number;
}

export interface EndpointsMemory {
  readonly selectors: ServiceSelectors;
  readonly services: Map<string, ServiceTrack>;
}

export const endpointsController = defineComponent<EndpointsMemory>({
  name: 'endpoint-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:endpoint-controller',
  watches: [watch(SERVICE, onServiceChange), watch(POD, onPodChange), watch(ENDPOINTS, onEndpointsChange)],
  maxRetries: 15,
  init: () => ({ selectors: createServiceSelectors(), services: new Map() }),
  sync: syncService,
});

type Context = ComponentContext<EndpointsMemory>;

/** Each write carries all addresses: fewer writes than slices need. */
const BATCH_MS = 500;

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';
const TRUNCATED = 'truncated';
const HEADLESS = 'service.kubernetes.io/headless';

function onServiceChange(context: Context, { type, object, previous }: Change<Service>): void {
  const { selectors, services } = context.memory;
  const key = keyOf(object);
  if (type === 'DELETED') {
    setSelector(selectors, namespaceOf(object), key, undefined);
    services.delete(key);
  } else {
    if (previous !== undefined && previous.spec === object.spec && previous.metadata.labels === object.metadata.labels) return;
    setSelector(selectors, namespaceOf(object), key, podSelector(object));
    const track = trackOf(services, key);
    track.isStale = true;
    if (previous === undefined) noteTrigger(track, object.metadata.creationTimestamp);
  }
  context.enqueue(key);
}

function onPodChange(context: Context, { type, object, previous }: Change<Pod>): void {
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

/** Ours come back as well; then there is nothing to do. */
function onEndpointsChange(context: Context, { type, object }: Change<Endpoints>): void {
  const track = context.memory.services.get(keyOf(object));
  if (track !== undefined && type !== 'ADDED') context.enqueueAfter(keyOf(object), batchDelayMs(track.lastSyncAt, context.now, BATCH_MS));
}

function syncService(context: Context, key: string): void {
  const service = context.lister(SERVICE).byKey(key);
  const track = context.memory.services.get(key);
  if (service === undefined || track === undefined) {
    if (service === undefined) removeEndpoints(context, key);
    return;
  }
  if (podSelector(service) === undefined) return;
  if (track.isStale) markAllDirty(context, service, track);
  for (const pod of track.dirty) update(context, service, track.subsets, pod);
  track.dirty.clear();
  track.lastSyncAt = context.now;
  writeEndpoints(context, service, track);
  track.trigger = '';
}

function markAllDirty(context: Context, service: Service, track: ServiceTrack): void {
  track.isStale = false;
  track.subsets = createSubsets();
  const selector = podSelector(service);
  for (const pod of context.lister(POD).by('namespace', namespaceOf(service))) {
    if (selects(selector, pod.metadata.labels)) track.dirty.add(keyOf(pod));
  }
}

function update(context: Context, service: Service, subsets: Subsets, key: string): void {
  const pod = context.lister(POD).byKey(key);
  const ports = pod && selects(podSelector(service), pod.metadata.labels) ? portsOf(service, pod) : undefined;
  if (pod === undefined || ports === undefined || !belongs(service, pod)) removeAddress(subsets, key);
  else setAddress(subsets, key, ports, addressOf(service, pod), service.spec?.publishNotReadyAddresses === true || isPodReady(pod));
}

/** Terminating pods are left out, unless the Service wants even pods that are not ready. */
function belongs(service: Service, pod: Pod): boolean {
  if (isPodTerminal(pod) || (pod.status?.podIP ?? '') === '') return false;
  return pod.metadata.deletionTimestamp === undefined || service.spec?.publishNotReadyAddresses === true;
}

/** Undefined when none of the Service's ports leads anywhere on this pod. A headless Service may have no ports at all. */
function portsOf(service: Service, pod: Pod): EndpointPort[] | undefined {
  const wanted = service.spec?.ports ?? [];
  const ports: EndpointPort[] = [];
  for (const servicePort of wanted) {
    const port = findPort(pod, servicePort);
    if (port === undefined) continue;
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    ports.push({ ...(name === '' ? {} : { name }), port, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) });
  }
  return ports.length === 0 && wanted.length > 0 ? undefined : ports;
}

function addressOf(service: Service, pod: Pod): EndpointAddress {
  const { hostname = '', subdomain, nodeName } = pod.spec ?? {};
  return {
    ip: pod.status?.podIP ?? '',
    ...(hostname !== '' && subdomain === nameOf(service) ? { hostname } : {}),
    ...(nodeName === undefined ? {} : { nodeName }),
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod), uid: uidOf(pod) },
  };
}

function writeEndpoints(context: Context, service: Service, track: ServiceTrack): void {
  const { subsets, isTruncated } = listSubsets(track.subsets);
  const present = context.lister(ENDPOINTS).get(namespaceOf(service), nameOf(service));
  const { [OVER_CAPACITY]: capacity, [TRIGGER_TIME]: _since, ...others } = present?.metadata.annotations ?? {};
  const labels = labelsOf(service);
  const isSame =
    present !== undefined &&
    deepEqual(present.subsets ?? [], subsets) &&
    deepEqual(present.metadata.labels ?? {}, labels) &&
    (capacity === TRUNCATED) === isTruncated;
  if (isSame) return;
  const annotations = {
    ...others,
    ...(isTruncated ? { [OVER_CAPACITY]: TRUNCATED } : {}),
    ...(track.trigger === '' ? {} : { [TRIGGER_TIME]: track.trigger }),
  };
  const metadata = {
    ...present?.metadata,
    name: nameOf(service),
    namespace: namespaceOf(service),
    labels,
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
  const endpoints: Endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets };
  try {
    if (present === undefined) context.client.create(ENDPOINTS, endpoints);
    else context.client.update(ENDPOINTS, endpoints);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const name = `${namespaceOf(service)}/${nameOf(service)}`;
    if (present === undefined)
      context.event(endpoints, 'Warning', 'FailedToCreateEndpoint', `Failed to create endpoint for service ${name}: ${error.message}`);
    else context.event(endpoints, 'Warning', 'FailedToUpdateEndpoint', `Failed to update endpoint ${name}: ${error.message}`);
    throw error;
  }
}

function labelsOf(service: Service): { readonly [key: string]: string } {
  const { clusterIP = '' } = service.spec ?? {};
  const { [HEADLESS]: _headless, ...labels } = service.metadata.labels ?? {};
  const isHeadless = clusterIP === '' || clusterIP === 'None';
  return { ...labels, ...(isHeadless ? { [HEADLESS]: '' } : {}), [MANAGED_BY]: 'endpoint-controller' };
}

function removeEndpoints(context: Context, key: string): void {
  const { namespace, name } = splitKey(key);
  if (context.lister(ENDPOINTS).byKey(key) === undefined) return;
  try {
    context.client.delete(ENDPOINTS, namespace, name);
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

function trackOf(services: Map<string, ServiceTrack>, key: string): ServiceTrack {
  let track = services.get(key);
  if (track === undefined)
    services.set(
      key,
      (track = { dirty: new Set(), isStale: true, subsets: createSubsets(), trigger: '', lastSyncAt: Number.NEGATIVE_INFINITY }),
    );
  return track;
}
