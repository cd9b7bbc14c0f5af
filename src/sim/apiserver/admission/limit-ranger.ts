/** Gives containers the defaults of their namespace's LimitRanges, and holds pods and claims to the bounds (plugin/pkg/admission/limitranger). */
import type { KubeObject } from '../../../api/object.ts';
import { type ResourceList, containersList } from '../../../api/pod/resources.ts';
import { compareQuantities, quantityMilli } from '../../../api/quantity.ts';
import type { Quantity } from '../../../api/scalars.ts';
import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod, PodSpec } from '../../../api/types.gen.ts';
import { countObjects, scanObjects } from '../../store/store.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.ts';
import { aggregated, refusal } from './refuse.ts';

export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  mutate: (scope, object, attributes) =>
    object.kind === 'Pod' ? limitRangesFor(scope, object, attributes).reduce(withDefaults, object as Pod) : object,
  validate(scope, object, attributes) {
    for (const limitRange of limitRangesFor(scope, object, attributes)) {
      const errors = limitErrors(limitRange, object);
      if (errors.length > 0) throw refusal(scope, object, aggregated(errors));
    }
  },
};

function limitRangesFor({ server }: RequestScope, object: KubeObject, attributes: AdmissionAttributes): readonly LimitRange[] {
  if (countObjects(server.store, 'limitranges') === 0 || !isLimited(object, attributes)) return [];
  if (attributes.stored?.metadata.deletionTimestamp !== undefined) return [];
  return Array.from(scanObjects(server.store, 'limitranges', `${attributes.namespace}/`), ([, limitRange]) => limitRange as LimitRange);
}

function isLimited({ kind }: KubeObject, { operation, subresource }: AdmissionAttributes): boolean {
  if (kind === 'Pod') return operation === 'CREATE' ? subresource === '' : operation === 'UPDATE' && subresource === 'resize';
  return kind === 'PersistentVolumeClaim' && subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');
}

const ANNOTATION = 'kubernetes.io/limit-ranger';

export function withDefaults(pod: Pod, limitRange: LimitRange): Pod {
  const ofContainers = itemsOf(limitRange).filter(({ type }) => type === 'Container');
  const requests: ResourceList = Object.assign({}, ...ofContainers.map(({ defaultRequest }) => defaultRequest));
  const bounds: ResourceList = Object.assign({}, ...ofContainers.map((item) => item.default));
  const { spec } = pod;
  if (spec === undefined) return pod;
  const said: string[] = [];
  const fill = (container: Container, noun: string) => withResources(container, noun, requests, bounds, said);
  const containers = spec.containers.map((container) => fill(container, 'container'));
  const initContainers = spec.initContainers?.map((container) => fill(container, 'init container'));
  if (said.length === 0) return pod;
  const annotations = { ...pod.metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${said.join('; ')}` };
  return {
    ...pod,
    metadata: { ...pod.metadata, annotations },
    spec: { ...spec, containers, ...(initContainers === undefined ? {} : { initContainers }) },
  };
}

function withResources(container: Container, noun: string, requests: ResourceList, limits: ResourceList, said: string[]): Container {
  const lacks = (own: ResourceList | undefined, name: string) => own?.[name] === undefined;
  const { resources = {} } = container;
  const newRequests = Object.keys(requests)
    .filter((name) => lacks(resources.requests, name))
    .sort();
  const newLimits = Object.keys(limits)
    .filter((name) => lacks(resources.limits, name))
    .sort();
  if (newRequests.length > 0) said.push(`${newRequests.join(', ')} request for ${noun} ${container.name}`);
  if (newLimits.length > 0) said.push(`${newLimits.join(', ')} limit for ${noun} ${container.name}`);
  if (newRequests.length + newLimits.length === 0) return container;
  return {
    ...container,
    resources: {
      ...resources,
      ...(newLimits.length > 0 ? { limits: { ...limits, ...resources.limits } } : {}),
      ...(newRequests.length > 0 ? { requests: { ...requests, ...resources.requests } } : {}),
    },
  };
}

/** What a pod or a claim has against the bounds of a LimitRange. */
export function limitErrors(limitRange: LimitRange, object: KubeObject): readonly string[] {
  const limits = itemsOf(limitRange);
  if (object.kind === 'Pod') return limits.flatMap((item) => podErrors(item, (object as Pod).spec ?? { containers: [] }));
  const requests = (object as PersistentVolumeClaim).spec?.resources?.requests ?? {};
  return limits.flatMap((item) => (item.type === 'PersistentVolumeClaim' ? claimErrors(item, requests) : []));
}

function itemsOf({ spec }: LimitRange): readonly LimitRangeItem[] {
  return spec?.limits ?? [];
}

function podErrors(item: LimitRangeItem, spec: PodSpec): readonly string[] {
  if (item.type === 'Pod') return boundErrors(item, podLevel(spec, 'requests'), podLevel(spec, 'limits'));
  if (item.type !== 'Container') return [];
  const containers = [...spec.containers, ...(spec.initContainers ?? [])];
  return containers.flatMap(({ resources }) => boundErrors(item, resources?.requests ?? {}, resources?.limits ?? {}));
}

/** The pod's own amounts take the place of those of its containers; overhead is not looked at. */
function podLevel(spec: PodSpec, field: 'requests' | 'limits'): ResourceList {
  const own = Object.entries(spec.resources?.[field] ?? {}).filter(([name]) => name === 'cpu' || name === 'memory');
  return { ...containersList(spec, field), ...Object.fromEntries(own) };
}

type Bounds = readonly (readonly [name: string, bound: Quantity])[];

function boundErrors(item: LimitRangeItem, requests: ResourceList, limits: ResourceList): readonly string[] {
  const found = (name: string) => ({ type: item.type, name, request: requests[name], limit: limits[name] });
  return [
    ...inOrder(item.min).map(([name, bound]) => minimumError(found(name), bound)),
    ...inOrder(item.max).map(([name, bound]) => maximumError(found(name), bound)),
    ...inOrder(item.maxLimitRequestRatio).map(([name, bound]) => ratioError(found(name), bound)),
  ].filter((text) => text !== undefined);
}

function claimErrors(item: LimitRangeItem, requests: ResourceList): readonly string[] {
  const found = (name: string) => ({ type: item.type, name, request: requests[name], limit: undefined });
  return [
    ...inOrder(item.min).map(([name, bound]) => minimumError(found(name), bound)),
    ...inOrder(item.max).map(([name, bound]) => requestMaximumError(found(name), bound)),
  ].filter((text) => text !== undefined);
}

function inOrder(list: ResourceList | undefined): Bounds {
  return Object.entries(list ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Found {
  readonly type: string;
  readonly name: string;
  readonly request: Quantity | undefined;
  readonly limit: Quantity | undefined;
}

function minimumError({ type, name, request, limit }: Found, bound: Quantity): string | undefined {
  const rule = `minimum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantities(request, bound) < 0) return `${rule}, but request is ${request}`;
  return limit !== undefined && compareQuantities(limit, bound) < 0 ? `${rule}, but limit is ${limit}` : undefined;
}

function maximumError({ type, name, request, limit }: Found, bound: Quantity): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${bound}`;
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (compareQuantities(limit, bound) > 0) return `${rule}, but limit is ${limit}`;
  return request !== undefined && compareQuantities(request, bound) > 0 ? `${rule}, but request is ${request}` : undefined;
}

function requestMaximumError({ type, name, request }: Found, bound: Quantity): string | undefined {
  const rule = `maximum ${name} usage per ${type} is ${bound}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  return compareQuantities(request, bound) > 0 ? `${rule}, but request is ${request}` : undefined;
}

function ratioError({ type, name, request, limit }: Found, bound: Quantity): string | undefined {
  const rule = `${name} max limit to request ratio per ${type} is ${bound}, but`;
  if (quantityMilli(request) === 0) return `${rule} no request is specified or request is 0`;
  if (quantityMilli(limit) === 0) return `${rule} no limit is specified or limit is 0`;
  const ratio = quantityMilli(limit) / quantityMilli(request);
  return ratio * 1000 > quantityMilli(bound) ? `${rule} provided ratio is ${ratio.toFixed(6)}` : undefined;
}
