/**
 * The addresses behind a Service as Endpoints lists them: by ports, ready and not ready, in the order of the addresses
 * (pkg/api/v1/endpoints/util.go). Kept sorted, so that a change costs one insertion and a write at most a thousand addresses.
 */
import { type SortedKeys, addKey, keysFrom, removeKey } from '../../../base/sorted-keys.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../../api/types.gen.ts';

export interface Group {
  readonly ports: readonly EndpointPort[];
  readonly ready: SortedKeys;
  readonly notReady: SortedKeys;
  readonly addresses: Map<string, EndpointAddress>;
  readyCount: number;
}

export interface Subsets {
  /** By the key of their ports. */
  readonly groups: Map<string, Group>;
  /** Pod key → where its address is. */
  readonly places: Map<string, { readonly group: string; readonly key: string; readonly ready: boolean }>;
}

export const MAX_ADDRESSES = 1000;

export function createSubsets(): Subsets {
  return { groups: new Map(), places: new Map() };
}

export function setAddress(subsets: Subsets, pod: string, ports: readonly EndpointPort[], address: EndpointAddress, ready: boolean): void {
  removeAddress(subsets, pod);
  const id = ports.map(({ name = '', port, protocol = '', appProtocol = '' }) => `${name}/${protocol}/${port}/${appProtocol}`).join();
  let group = subsets.groups.get(id);
  if (group === undefined) subsets.groups.set(id, (group = { ports, ready: [], notReady: [], addresses: new Map(), readyCount: 0 }));
  const key = `${address.ip}\0${address.targetRef?.uid ?? ''}`;
  addKey(ready ? group.ready : group.notReady, key);
  group.addresses.set(key, address);
  if (ready) group.readyCount += 1;
  subsets.places.set(pod, { group: id, key, ready });
}

export function removeAddress(subsets: Subsets, pod: string): void {
  const place = subsets.places.get(pod);
  const group = place && subsets.groups.get(place.group);
  if (place === undefined || group === undefined) return;
  subsets.places.delete(pod);
  removeKey(place.ready ? group.ready : group.notReady, place.key);
  group.addresses.delete(place.key);
  if (place.ready) group.readyCount -= 1;
  if (group.addresses.size === 0) subsets.groups.delete(place.group);
}

/** The subsets to write; beyond a thousand addresses ready ones come first, and each subset gets its share of the room. */
export function listSubsets({ groups }: Subsets): { readonly subsets: readonly EndpointSubset[]; readonly isTruncated: boolean } {
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const shares = truncate(sorted.map((group) => ({ ready: group.readyCount, notReady: group.addresses.size - group.readyCount })));
  const subsets = sorted.map((group, index) => subsetOf(group, shares[index] ?? { ready: 0, notReady: 0 }));
  return { subsets, isTruncated: shares.reduce((sum, { ready, notReady }) => sum + ready + notReady, 0) < totalOf(sorted) };
}

interface Share {
  readonly ready: number;
  readonly notReady: number;
}

/** How many addresses of each subset are shown. */
export function truncate(counts: readonly Share[]): Share[] {
  const ready = counts.reduce((sum, count) => sum + count.ready, 0);
  const notReady = counts.reduce((sum, count) => sum + count.notReady, 0);
  if (ready + notReady <= MAX_ADDRESSES) return [...counts];
  if (ready > MAX_ADDRESSES)
    return sharesOf(
      counts.map((count) => count.ready),
      MAX_ADDRESSES,
    ).map((share) => ({ ready: share, notReady: 0 }));
  const shares = sharesOf(
    counts.map((count) => count.notReady),
    MAX_ADDRESSES - ready,
  );
  return counts.map((count, index) => ({ ready: count.ready, notReady: shares[index] ?? 0 }));
}

/** In proportion, rounded up; the last ones get what is left. */
function sharesOf(counts: readonly number[], room: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let left = room;
  return counts.map((count) => {
    const share = Math.min(left, Math.ceil((count / total) * room));
    left -= share;
    return share;
  });
}

function totalOf(groups: readonly Group[]): number {
  return groups.reduce((sum, group) => sum + group.addresses.size, 0);
}

function subsetOf(group: Group, share: Share): EndpointSubset {
  const addresses = firstAddresses(group, group.ready, share.ready);
  const notReadyAddresses = firstAddresses(group, group.notReady, share.notReady);
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(notReadyAddresses.length === 0 ? {} : { notReadyAddresses }),
    ...(group.ports.length === 0 ? {} : { ports: group.ports }),
  };
}

function firstAddresses(group: Group, keys: SortedKeys, count: number): EndpointAddress[] {
  const addresses: EndpointAddress[] = [];
  if (count === 0) return addresses;
  for (const key of keysFrom(keys, '')) {
    const address = group.addresses.get(key);
    if (address !== undefined) addresses.push(address);
    if (addresses.length === count) break;
  }
  return addresses;
}
