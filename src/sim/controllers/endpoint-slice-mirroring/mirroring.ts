/**
 * The EndpointSliceMirroring controller (pkg/controller/endpointslicemirroring): Endpoints that people made for a Service without a
 * selector are mirrored to slices, one for each set of ports and family of addresses, so that proxies find them.
 */
import { type KubeObject, isTerminating, keyOf, nameOf, namespaceOf } from '../../../api/object.ts';
import { ENDPOINTS, ENDPOINT_SLICE, SERVICE } from '../../../api/resources.ts';
import type { EndpointSlice, Endpoints, Service } from '../../../api/types.gen.ts';
import { isReason } from '../../../api/errors.ts';
import { deepEqual } from '../../../base/equal.ts';
import { SLICE_MANAGER, SLICE_SERVICE } from '../../client/service-pods.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';
import { type DesiredSlice, MIRRORING, MOST_ADDRESSES, desiredSlices, portKey } from './desired.ts';

const SKIP = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
/** How soon to look again when the informer is behind our own writes. */
const BEHIND_MS = 10;

export const endpointSliceMirroring: LateBehaviour = {
  onChange(context, { resource }, { type, object, previous }) {
    if (resource === ENDPOINT_SLICE.resource) onSlice(context, object as EndpointSlice, type === 'ADDED');
    else if (resource === SERVICE.resource) onService(context, object as Service, previous as Service | undefined);
    else if (hasOwnEndpoints(context.lister(SERVICE).byKey(keyOf(object))) && [object, previous].some(isMirrored))
      context.enqueue(keyOf(object));
  },
  sync(context, key) {
    if ((context.memory.get(key)?.size ?? 0) > 0) return BEHIND_MS;
    const endpoints = context.lister(ENDPOINTS).byKey(key);
    const service = context.lister(SERVICE).byKey(key);
    const slices = slicesOf(context, key);
    if (isMirrored(endpoints) && !isTerminating(endpoints) && hasOwnEndpoints(service)) reconcile(context, endpoints, slices);
    else for (const slice of slices) remove(context, slice);
    return undefined;
  },
};

function onService(context: LateContext, service: Service, previous: Service | undefined): void {
  if (!hasOwnEndpoints(service) && !hasOwnEndpoints(previous)) return;
  if (previous !== undefined && previous.spec?.selector === service.spec?.selector && !isTerminating(service)) return;
  if (isMirrored(context.lister(ENDPOINTS).byKey(keyOf(service)))) context.enqueue(keyOf(service));
}

/** Our own writes come back too; what somebody else did to a slice is put right. */
function onSlice(context: LateContext, slice: EndpointSlice, isNew: boolean): void {
  if (slice.metadata.labels?.[SLICE_MANAGER] !== MIRRORING) return;
  const key = serviceOf(slice);
  const isOurs = context.memory.get(key)?.delete(nameOf(slice)) === true;
  if (!isOurs || !isNew) context.enqueue(key);
}

function hasOwnEndpoints(service: Service | undefined): boolean {
  return service !== undefined && service.spec?.selector === undefined;
}

function isMirrored(endpoints: KubeObject | undefined): endpoints is Endpoints {
  if (endpoints === undefined) return false;
  const { labels, annotations } = endpoints.metadata;
  return labels?.[SKIP] !== 'true' && annotations?.[LEADER] === undefined;
}

function slicesOf(context: LateContext, key: string): readonly EndpointSlice[] {
  return context
    .lister(ENDPOINT_SLICE)
    .by('service', key)
    .filter((slice) => slice.metadata.labels?.[SLICE_MANAGER] === MIRRORING);
}

function serviceOf(slice: EndpointSlice): string {
  return `${namespaceOf(slice)}/${slice.metadata.labels?.[SLICE_SERVICE] ?? ''}`;
}

function reconcile(context: LateContext, endpoints: Endpoints, slices: readonly EndpointSlice[]): void {
  const { wanted, skipped } = desiredSlices(endpoints);
  if (skipped > 0) {
    const message = `A max of ${MOST_ADDRESSES} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`;
    context.event(endpoints, 'Warning', 'TooManyAddressesToMirror', message);
  }
  const left = new Map(slices.map((slice) => [nameOf(slice), slice]));
  for (const desired of wanted) {
    const present = [...left.values()].find((slice) => portKey(slice.addressType, slice.ports ?? []) === desired.key);
    if (present !== undefined) left.delete(nameOf(present));
    put(context, endpoints, desired, present);
  }
  for (const slice of left.values()) remove(context, slice);
}

function put(context: LateContext, endpoints: Endpoints, desired: DesiredSlice, present: EndpointSlice | undefined): void {
  const { metadata, ...content } = desired.slice;
  if (present === undefined) {
    noteWritten(context, context.client.create(ENDPOINT_SLICE, desired.slice));
    return;
  }
  const isSame =
    deepEqual(present.endpoints ?? [], content.endpoints ?? []) &&
    deepEqual(present.metadata.labels, metadata.labels) &&
    deepEqual(present.metadata.annotations ?? {}, metadata.annotations ?? {});
  if (isSame) return;
  const { annotations: _before, ...kept } = present.metadata;
  const { labels, annotations } = metadata;
  const merged = { ...kept, ...(labels && { labels }), ...(annotations && { annotations }) };
  noteWritten(context, context.client.update(ENDPOINT_SLICE, { ...present, ...content, metadata: merged }));
  context.because(`slice ${nameOf(present)} mirrors endpoints ${keyOf(endpoints)}`);
}

function noteWritten(context: LateContext, slice: EndpointSlice): void {
  const key = serviceOf(slice);
  context.memory.set(key, (context.memory.get(key) ?? new Set()).add(nameOf(slice)));
}

function remove(context: LateContext, slice: EndpointSlice): void {
  try {
    context.client.delete(ENDPOINT_SLICE, namespaceOf(slice), nameOf(slice));
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}
