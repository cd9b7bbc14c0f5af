/**
 * Which slice an endpoint goes to (k8s.io/endpointslice reconciler.go): existing slices change as little as possible.
 * Works on what has changed alone; slices that nothing concerns are not looked into.
 */
import type { DiscoveryEndpointPort, Endpoint, EndpointSlice } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';

export const MAX_ENDPOINTS_PER_SLICE = 100;

/** What a changed pod's endpoint should be. */
export interface Wanted {
  readonly endpoint: Endpoint;
  readonly ports: readonly DiscoveryEndpointPort[];
}

/** A slice that is being worked on. */
export interface Draft {
  /** What is written now; undefined for one that is to be made. */
  slice: EndpointSlice | undefined;
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly portsKey: string;
  /** The slice's own list until something changes, then ours. */
  endpoints: readonly Endpoint[];
  isOurs: boolean;
  /** Must be written. */
  isChanged: boolean;
}

export interface Plan {
  readonly create: Draft[];
  readonly update: Draft[];
  readonly delete: EndpointSlice[];
}

export function draftOf(slice: EndpointSlice): Draft {
  const ports = slice.ports ?? [];
  return { slice, ports, portsKey: portsKeyOf(ports), endpoints: slice.endpoints ?? [], isOurs: false, isChanged: false };
}

/** Slices hold endpoints of the same ports. Each sync asks for the key of every slice, of which it changes a few. */
export function portsKeyOf(ports: readonly DiscoveryEndpointPort[]): string {
  const known = PORTS_KEYS.get(ports);
  if (known !== undefined) return known;
  const key = newPortsKey(ports);
  PORTS_KEYS.set(ports, key);
  return key;
}

const PORTS_KEYS = new WeakMap<readonly DiscoveryEndpointPort[], string>();

function newPortsKey(ports: readonly DiscoveryEndpointPort[]): string {
  let key = '';
  for (const { name = '', protocol = '', port = 0, appProtocol = '' } of ports) key += `${name}/${protocol}/${port}/${appProtocol},`;
  return key;
}

/**
 * Puts each changed pod's endpoint where it belongs, or takes it out. `homeOf` tells in which draft a pod is now,
 * `moved` learns where it went; drafts made on the way are added to `drafts`.
 */
export function place(
  drafts: Draft[],
  wanted: ReadonlyMap<string, Wanted | undefined>,
  homeOf: (pod: string) => Draft | undefined,
  moved: (pod: string, home: Draft | undefined) => void,
): void {
  const homeless = new Map<string, { pod: string; want: Wanted }[]>();
  for (const [pod, want] of wanted) {
    const home = homeOf(pod);
    const key = want === undefined ? '' : portsKeyOf(want.ports);
    if (home !== undefined) {
      const stays = want !== undefined && home.portsKey === key;
      setEndpoint(home, pod, stays ? want.endpoint : undefined);
      if (stays) continue;
      moved(pod, undefined);
    }
    if (want === undefined) continue;
    const group = homeless.get(key);
    if (group === undefined) homeless.set(key, [{ pod, want }]);
    else group.push({ pod, want });
  }
  for (const [portsKey, group] of homeless) house(drafts, portsKey, group, moved);
}

/**
 * What to write. A slice that is to go becomes the one that is to come, where possible; a Service without any endpoint
 * keeps one empty slice of no ports.
 */
export function planOf(drafts: readonly Draft[]): Plan {
  const gone = drafts.filter((draft) => draft.slice !== undefined && draft.endpoints.length === 0);
  const kept = drafts.filter((draft) => draft.endpoints.length > 0);
  if (kept.length === 0) return placeholderPlan(gone);
  const create: Draft[] = [];
  const update = kept.filter((draft) => draft.slice !== undefined && draft.isChanged);
  for (const draft of kept) {
    if (draft.slice !== undefined) continue;
    draft.slice = gone.shift()?.slice;
    (draft.slice === undefined ? create : update).push(draft);
  }
  return { create, update, delete: slicesOf(gone) };
}

function placeholderPlan(gone: readonly Draft[]): Plan {
  const [first, ...rest] = gone;
  const empty: Draft = { slice: first?.slice, ports: [], portsKey: '', endpoints: [], isOurs: true, isChanged: true };
  if (first === undefined) return { create: [empty], update: [], delete: [] };
  const isFine = first.portsKey === '' && !first.isChanged;
  return { create: [], update: isFine ? [] : [empty], delete: slicesOf(rest) };
}

function slicesOf(drafts: readonly Draft[]): EndpointSlice[] {
  return drafts.flatMap(({ slice }) => (slice === undefined ? [] : [slice]));
}

/** First the slices that are written anyway, the fullest first; then one that takes all that is left; then new ones. */
function house(
  drafts: Draft[],
  portsKey: string,
  group: { pod: string; want: Wanted }[],
  moved: (pod: string, home: Draft | undefined) => void,
): void {
  let next = 0;
  const fill = (draft: Draft) => {
    const taken = group.slice(next, next + MAX_ENDPOINTS_PER_SLICE - draft.endpoints.length);
    next += taken.length;
    draft.endpoints = [...draft.endpoints, ...taken.map(({ want }) => want.endpoint)];
    draft.isOurs = true;
    draft.isChanged = true;
    for (const { pod } of taken) moved(pod, draft);
  };
  const same = drafts.filter((draft) => draft.portsKey === portsKey && (draft.slice === undefined || draft.endpoints.length > 0));
  const changed = same.filter((draft) => draft.isChanged && draft.endpoints.length < MAX_ENDPOINTS_PER_SLICE);
  for (const draft of changed.sort((a, b) => b.endpoints.length - a.endpoints.length)) if (next < group.length) fill(draft);
  while (next < group.length) fill(bestFit(same, group.length - next) ?? newDraft(drafts, group[next]?.want.ports ?? [], portsKey));
}

/** The fullest untouched slice that has room for all of `count`. */
function bestFit(drafts: readonly Draft[], count: number): Draft | undefined {
  let best: Draft | undefined;
  for (const draft of drafts) {
    if (draft.isChanged || draft.endpoints.length + count > MAX_ENDPOINTS_PER_SLICE) continue;
    if (best === undefined || draft.endpoints.length > best.endpoints.length) best = draft;
  }
  return best;
}

function newDraft(drafts: Draft[], ports: readonly DiscoveryEndpointPort[], portsKey: string): Draft {
  const draft: Draft = { slice: undefined, ports, portsKey, endpoints: [], isOurs: true, isChanged: true };
  drafts.push(draft);
  return draft;
}

function setEndpoint(draft: Draft, pod: string, endpoint: Endpoint | undefined): void {
  const name = pod.slice(pod.indexOf('/') + 1);
  const index = draft.endpoints.findIndex(({ targetRef }) => targetRef?.name === name);
  const present = draft.endpoints[index];
  if (present === undefined || deepEqual(present, endpoint)) return;
  // A list that is ours already is written in place: a batch may change every endpoint of a slice.
  const own = draft.isOurs ? (draft.endpoints as Endpoint[]) : [...draft.endpoints];
  if (endpoint === undefined) own.splice(index, 1);
  else own[index] = endpoint;
  draft.endpoints = own;
  draft.isOurs = true;
  draft.isChanged = true;
}
