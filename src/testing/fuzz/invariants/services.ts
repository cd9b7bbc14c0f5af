/** Services: their endpoints are the pods that they select. */
import { matchesSelector, selectorOfSet } from '../../../api/labels.ts';
import { isTerminating, keyOf, namespaceOf, nameOf } from '../../../api/object.ts';
import { isPodReady, isPodTerminal } from '../../../api/pod/conditions.ts';
import { findPort } from '../../../api/pod/ports.ts';
import { ENDPOINTS, ENDPOINT_SLICE, NODE, POD, SERVICE } from '../../../api/resources.ts';
import type { EndpointSlice, Pod, Service } from '../../../api/types.gen.ts';
import { type Ledger, listOf, readOf } from '../ledger.ts';
import { atRest, everyMoment } from './invariant.ts';
import { isAbandoned } from './waiting.ts';

const MANAGED = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLER = 'endpointslice-controller.k8s.io';
const OF = 'kubernetes.io/service-name';

/** Services whose endpoints follow from pods. */
function* selecting(ledger: Ledger): Iterable<readonly [service: Service, pods: readonly Pod[]]> {
  for (const service of listOf(ledger, SERVICE)) {
    const { selector, type } = service.spec ?? {};
    if (selector === undefined || Object.keys(selector).length === 0 || type === 'ExternalName') continue;
    if (isTerminating(service) || isAbandoned(ledger, service)) continue;
    const chosen = listOf(ledger, POD).filter(
      (pod) => namespaceOf(pod) === namespaceOf(service) && matchesSelector(selectorOfSet(selector), pod.metadata.labels),
    );
    yield [service, chosen.filter((pod) => !isPodTerminal(pod) && pod.status?.podIP !== undefined)];
  }
}

function slicesOf(ledger: Ledger, service: Service): readonly EndpointSlice[] {
  return listOf(ledger, ENDPOINT_SLICE).filter(
    ({ metadata }) =>
      metadata.namespace === namespaceOf(service) &&
      metadata.labels?.[OF] === nameOf(service) &&
      metadata.labels[MANAGED] === CONTROLLER &&
      metadata.deletionTimestamp === undefined,
  );
}

export const slicesHoldThePods = atRest('the slices of a Service hold its pods, ready or not', function* (ledger) {
  for (const [service, pods] of selecting(ledger)) {
    // A pod on a node that is gone is left out when the slices are next looked at (reconcileByAddressType in k8s.io/endpointslice).
    const isKnown = (node: string | undefined) => node === undefined || readOf(ledger, NODE, node) !== undefined;
    const endpoints = slicesOf(ledger, service).flatMap((slice) => (slice.endpoints ?? []).filter(({ nodeName }) => isKnown(nodeName)));
    const told = endpoints.map(({ targetRef, addresses, conditions, nodeName }) =>
      [targetRef?.name, addresses.join(), conditions?.ready, conditions?.serving, conditions?.terminating, nodeName].join(' '),
    );
    const expected = pods
      .filter(({ spec }) => isKnown(spec?.nodeName))
      .map((pod) => {
        const isServing = isPodReady(pod);
        const isReady = service.spec?.publishNotReadyAddresses === true || (isServing && !isTerminating(pod));
        return [nameOf(pod), pod.status?.podIP, isReady, isServing, isTerminating(pod), pod.spec?.nodeName].join(' ');
      });
    for (const line of missing(expected, told)) yield `${keyOf(service)} lacks ${line}`;
    for (const line of missing(told, expected)) yield `${keyOf(service)} should not have ${line}`;
  }
});

export const endpointsAgree = atRest('Endpoints say the same as slices', function* (ledger) {
  for (const [service, pods] of selecting(ledger)) {
    const all = service.spec?.publishNotReadyAddresses === true;
    const counted = pods.filter((pod) => all || !isTerminating(pod));
    // Without ports that a pod has nothing stands for it, but in a headless Service without any.
    const reachable = counted.filter((pod) => (service.spec?.ports ?? []).some((port) => findPort(pod, port) !== undefined));
    const { subsets = [] } = readOf(ledger, ENDPOINTS, keyOf(service)) ?? {};
    const ready = subsets.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip));
    const unready = subsets.flatMap(({ notReadyAddresses = [] }) => notReadyAddresses.map(({ ip }) => ip));
    const isUp = (pod: Pod) => all || isPodReady(pod);
    const ips = (chosen: readonly Pod[]) => chosen.map(({ status }) => status?.podIP ?? '');
    yield* sets(`${keyOf(service)} addresses`, ips(reachable.filter(isUp)), ready);
    yield* sets(`${keyOf(service)} notReadyAddresses`, ips(reachable.filter((pod) => !isUp(pod))), unready);
  }
});

function* sets(what: string, expected: readonly string[], told: readonly string[]): Iterable<string> {
  const [a, b] = [[...new Set(expected)].sort().join(), [...new Set(told)].sort().join()];
  if (a !== b) yield `${what} are [${b}] instead of [${a}]`;
}

function missing(from: readonly string[], within: readonly string[]): readonly string[] {
  const left = [...within];
  return from.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

export const slicesAreSmall = everyMoment<undefined>({
  name: 'a slice has at most 100 endpoints',
  resource: 'endpointslices.discovery.k8s.io',
  start: () => undefined,
  onEntry(_memory, { object }) {
    const count = (object as EndpointSlice).endpoints?.length ?? 0;
    return count > 100 ? `${keyOf(object)} has ${count}` : undefined;
  },
});

export const addressesOfServicesAreUnique = atRest('no two Services have the same address or node port', function* (ledger) {
  const seen = new Map<string, string>();
  for (const service of listOf(ledger, SERVICE)) {
    const { clusterIP, ports = [] } = service.spec ?? {};
    const own = [
      ...(clusterIP && clusterIP !== 'None' ? [clusterIP] : []),
      ...ports.flatMap(({ nodePort }) => (nodePort ? [`port ${nodePort}`] : [])),
    ];
    for (const address of own) {
      const other = seen.get(address);
      if (other !== undefined) yield `${keyOf(service)} and ${other}: ${address}`;
      seen.set(address, keyOf(service));
    }
  }
});

export const rangesAreUnique = atRest('no two nodes have the same range of addresses', function* (ledger) {
  const ranges = listOf(ledger, NODE).flatMap(({ spec }) => (spec?.podCIDR === undefined ? [] : [spec.podCIDR]));
  if (new Set(ranges).size < ranges.length) yield ranges.join();
});
