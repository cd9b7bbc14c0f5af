/**
 * The addresses behind a Service as Endpoints lists them: by ports, ready and not ready, in the order of the addresses
 * (pkg/api/v1/endpoints/util.go). Kept sorted, so that a change costs one insertion and a write at most a thousand addresses.
 */
import { type SortedKeys, addKey, createKeys, keysFrom } from '../../../base/sorted-keys.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset } from '../../../api/types.gen.ts';

/** The addresses behind one set of ports. */
interface Group {
  readonly ports: readonly EndpointPort[];
  readonly ready: Side;
  readonly notReady: Side;
}

interface Side {
  /** By address and uid, in the order in which they are listed. */
  readonly keys: SortedKeys;
  readonly addresses: Map<string, EndpointAddress>;
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
  if (group === undefined) subsets.groups.set(id, (group = { ports, ready: createSide(), notReady: createSide() }));
  const key = `${address.ip}\0${address.targetRef?.uid ?? ''}`;
  const side = ready ? group.ready : group.notReady;
  addKey(side.keys, key);
  side.addresses.set(key, address);
  subsets.places.set(pod, { group: id, key, ready });
}

export function removeAddress(subsets: Subsets, pod: string): void {
  const place = subsets.places.get(pod);
  const group = place && subsets.groups.get(place.group);
  if (place === undefined || group === undefined) return;
  subsets.places.delete(pod);
  (place.ready ? group.ready : group.notReady).addresses.delete(place.key);
  if (group.ready.addresses.size + group.notReady.addresses.size === 0) subsets.groups.delete(place.group);
}

/** The subsets to write; beyond a thousand addresses ready ones come first, and each subset gets its share of the room. */
export function listSubsets({ groups }: Subsets): { readonly subsets: readonly EndpointSubset[]; readonly isTruncated: boolean } {
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const counts = sorted.map((group) => ({ ready: group.ready.addresses.size, notReady: group.notReady.addresses.size }));
  const shares = truncate(counts);
  const subsets = sorted.map((group, index) => subsetOf(group, shares[index] ?? { ready: 0, notReady: 0 }));
  return { subsets, isTruncated: totalOf(shares) < totalOf(counts) };
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

function totalOf(counts: readonly Share[]): number {
  return counts.reduce((sum, { ready, notReady }) => sum + ready + notReady, 0);
}

function createSide(): Side {
  return { keys: createKeys(), addresses: new Map() };
}

function subsetOf(group: Group, share: Share): EndpointSubset {
  const addresses = firstAddresses(group.ready, share.ready);
  const notReadyAddresses = firstAddresses(group.notReady, share.notReady);
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(notReadyAddresses.length === 0 ? {} : { notReadyAddresses }),
    ...(group.ports.length === 0 ? {} : { ports: group.ports }),
  };
}

function firstAddresses({ keys, addresses }: Side, count: number): EndpointAddress[] {
  const first: EndpointAddress[] = [];
  if (count === 0) return first;
  for (const key of keysFrom(keys, (candidate) => addresses.has(candidate), '')) {
    const address = addresses.get(key);
    if (address !== undefined) first.push(address);
    if (first.length === count) break;
  }
  return first;
}
