/**
 * The EndpointSlice controller (pkg/controller/endpointslice): keeps for each Service with a selector slices of at most a hundred
 * endpoints, one for each pod that it selects. A pod's change costs its own Services a look at that pod, and one write of its
 * slice for all changes of a batch; a Service is looked at as a whole only when the Service itself changes.
 * Endpoints that users made are mirrored by another controller.
 */
import { ApiError, isReason } from '../../../api/errors.ts';
import { isTerminating, nameOf, namespaceOf } from '../../../api/object.ts';
import { ENDPOINT_SLICE, NODE, POD, SERVICE } from '../../../api/resources.ts';
import type { DiscoveryEndpointPort, EndpointSlice, Node, Pod, Service } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import { SLICE_MANAGER, SLICE_SERVICE, TRIGGER_TIME, podSelector, selects } from '../../client/service-pods.ts';
import { type ComponentContext, defineComponent, watch } from '../../kernel/component.ts';
import { type AddressType, addressTypes, belongsInSlices, endpointPorts, hasNamedTarget, podAddresses, podToEndpoint } from './endpoint.ts';
import {
  DELETED,
  type EndpointSliceMemory,
  MANAGER,
  type ServiceTrack,
  createMemory,
  homesOf,
  markAllDirty,
  noteWritten,
  onPodChange,
  onServiceChange,
  onSliceChange,
} from './memory.ts';
import { type Draft, type Plan, type Wanted, draftOf, place, planOf } from './placement.ts';

export const endpointSliceController = defineComponent<EndpointSliceMemory>({
  name: 'endpoint-slice-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:endpointslice-controller',
  watches: [watch(SERVICE, onServiceChange), watch(POD, onPodChange), watch(ENDPOINT_SLICE, onSliceChange), watch(NODE)],
  maxRetries: 15,
  init: createMemory,
  sync: syncService,
});

type Context = ComponentContext<EndpointSliceMemory>;

const HEADLESS = 'service.kubernetes.io/headless';

/** How soon to look again when the informer is behind our own writes, or a pod's node is not known yet. */
const BEHIND_MS = 10;
const NO_NODE_MS = 1000;

function syncService(context: Context, key: string): number | void {
  const service = context.lister(SERVICE).byKey(key);
  const track = context.memory.services.get(key);
  if (service === undefined || track === undefined || podSelector(service) === undefined) return;
  if (track.unseen.size > 0) return BEHIND_MS;
  const slices = context
    .lister(ENDPOINT_SLICE)
    .by('service', key)
    .filter((slice) => slice.metadata.labels?.[SLICE_MANAGER] === MANAGER);
  const isFull = track.isStale;
  if (isFull) markAllDirty(context, key, track, slices);
  // Until all is written, what is remembered of the slices can't be trusted.
  track.isStale = true;
  const missingNodes = syncSlices(context, service, track, slices, isFull);
  track.isStale = false;
  track.dirty.clear();
  for (const pod of missingNodes) track.dirty.add(pod);
  track.trigger = '';
  track.lastSyncAt = context.now;
  return missingNodes.size > 0 ? NO_NODE_MS : undefined;
}

/** Gives the pods that could not be placed. */
function syncSlices(
  context: Context,
  service: Service,
  track: ServiceTrack,
  slices: readonly EndpointSlice[],
  isFull: boolean,
): Set<string> {
  const missingNodes = new Set<string>();
  const types = addressTypes(service);
  try {
    for (const type of types) syncFamily(context, service, track, type, slices, isFull, missingNodes);
    for (const slice of slices) if (!types.some((type) => type === slice.addressType)) remove(context, track, slice);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const name = `${namespaceOf(service)}/${nameOf(service)}`;
    context.event(
      service,
      'Warning',
      'FailedToUpdateEndpointSlices',
      `Error updating Endpoint Slices for Service ${name}: ${error.message}`,
    );
    throw error;
  }
  return missingNodes;
}

function syncFamily(
  context: Context,
  service: Service,
  track: ServiceTrack,
  type: AddressType,
  slices: readonly EndpointSlice[],
  isFull: boolean,
  missingNodes: Set<string>,
): void {
  const drafts = slices.filter((slice) => slice.addressType === type).map(draftOf);
  const labels = sliceLabels(service);
  if (isFull) for (const draft of drafts) if (!deepEqual(draft.slice?.metadata.labels, labels)) draft.isChanged = true;
  const byName = new Map(drafts.map((draft) => [draft.slice === undefined ? '' : nameOf(draft.slice), draft]));
  const homes = homesOf(track, type);
  const moves = new Map<string, Draft | undefined>();
  place(
    drafts,
    wantedEndpoints(context, service, track, type, missingNodes),
    (pod) => byName.get(homes.get(pod) ?? ''),
    (pod, draft) => moves.set(pod, draft),
  );
  write(context, service, track, type, labels, planOf(drafts));
  for (const [pod, draft] of moves) {
    if (draft?.slice === undefined) homes.delete(pod);
    else homes.set(pod, nameOf(draft.slice));
  }
}

function wantedEndpoints(
  context: Context,
  service: Service,
  track: ServiceTrack,
  type: AddressType,
  missingNodes: Set<string>,
): Map<string, Wanted | undefined> {
  const pods = context.lister(POD);
  const nodes = context.lister(NODE);
  const selector = podSelector(service);
  const named = hasNamedTarget(service);
  let ports: readonly DiscoveryEndpointPort[] | undefined;
  const wanted = new Map<string, Wanted | undefined>();
  for (const key of track.dirty) {
    const pod = pods.byKey(key);
    if (pod === undefined || !belongsInSlices(pod) || !selects(selector, pod.metadata.labels) || podAddresses(pod, type).length === 0) {
      wanted.set(key, undefined);
      continue;
    }
    const node = nodes.get('', pod.spec?.nodeName ?? '');
    if (isNodeMissing(service, pod, node)) {
      missingNodes.add(key);
      wanted.set(key, undefined);
      continue;
    }
    if (named || ports === undefined) ports = endpointPorts(service, pod);
    wanted.set(key, { endpoint: podToEndpoint(pod, service, node, type), ports });
  }
  return wanted;
}

function isNodeMissing(service: Service, pod: Pod, node: Node | undefined): boolean {
  return node === undefined && (pod.spec?.nodeName ?? '') !== '' && service.spec?.publishNotReadyAddresses !== true;
}

function write(context: Context, service: Service, track: ServiceTrack, type: AddressType, labels: Labels, plan: Plan): void {
  const draftedSlice = (draft: Draft): EndpointSlice => sliceOf(service, track, type, labels, draft);
  for (const draft of isTerminating(service) ? [] : plan.create) {
    draft.slice = context.client.create(ENDPOINT_SLICE, draftedSlice(draft));
    noteWritten(track, nameOf(draft.slice), draft.slice.metadata.resourceVersion ?? '');
  }
  for (const draft of plan.update) {
    draft.slice = context.client.update(ENDPOINT_SLICE, draftedSlice(draft));
    noteWritten(track, nameOf(draft.slice), draft.slice.metadata.resourceVersion ?? '');
  }
  for (const slice of plan.delete) remove(context, track, slice);
}

type Labels = { readonly [key: string]: string };

/** The draft as an object. Nobody else writes our slices, so an update need not name the version it starts from. */
function sliceOf(service: Service, track: ServiceTrack, addressType: AddressType, labels: Labels, draft: Draft): EndpointSlice {
  const { [TRIGGER_TIME]: _before, ...others } = draft.slice?.metadata.annotations ?? {};
  const annotations = track.trigger === '' ? others : { ...others, [TRIGGER_TIME]: track.trigger };
  const name = draft.slice?.metadata.name;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      ...(name === undefined ? {} : { name }),
      generateName: `${nameOf(service)}-`,
      namespace: namespaceOf(service),
      labels,
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [controllerRef(SERVICE, service)],
    },
    addressType,
    endpoints: draft.endpoints,
    ports: draft.ports,
  };
}

function sliceLabels(service: Service): Labels {
  const isHeadless = service.spec?.clusterIP === undefined || service.spec.clusterIP === '' || service.spec.clusterIP === 'None';
  const { [HEADLESS]: _headless, ...labels } = service.metadata.labels ?? {};
  return { ...labels, ...(isHeadless ? { [HEADLESS]: '' } : {}), [SLICE_SERVICE]: nameOf(service), [SLICE_MANAGER]: MANAGER };
}

function remove(context: Context, track: ServiceTrack, slice: EndpointSlice): void {
  try {
    context.client.delete(ENDPOINT_SLICE, namespaceOf(slice), nameOf(slice));
    noteWritten(track, nameOf(slice), DELETED);
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}
