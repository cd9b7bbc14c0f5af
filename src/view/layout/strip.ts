/** The control plane stands in one row of stations above the field, in pixels of the viewport. */
export interface Strip {
  /** Where each station's own part begins, and how wide it is. */
  readonly x: readonly number[];
  readonly stationWidth: readonly number[];
  readonly height: number;
  readonly count: number;
  /** Whether each has room for its name; otherwise only those are named that have something to tell. */
  readonly named: boolean;
  readonly sides: readonly Side[];
}

/** Stations that stand together: the controllers, the scheduler, what runs on the nodes. */
export interface Side {
  readonly name: string;
  readonly x: number;
  readonly width: number;
}

const HEIGHT = 36;
const PAD = 16;
/** Between names, and between the sides of the control plane. */
const GAP = 14;
const BORDER = 10;
const WIDEST_DOT = 44;

/** `widths`: of the labels, in pixels. */
export function arrangeStrip(width: number, names: readonly string[], widths: readonly number[]): Strip {
  const sides = names.map(stationSide);
  const parted = sides.map((side, index) => index > 0 && side !== sides[index - 1]);
  const borders = parted.filter(Boolean).length * BORDER;
  const room = width - 2 * PAD - borders;
  const wanted = widths.map((label) => Math.ceil(label) + GAP);
  const total = wanted.reduce((sum, own) => sum + own, 0);
  const named = total <= room;
  const each = Math.min(WIDEST_DOT, Math.floor(room / Math.max(1, names.length)));
  const stationWidth = named ? wanted.map((own) => own + Math.min(GAP, Math.floor((room - total) / names.length))) : wanted.map(() => each);
  const all = stationWidth.reduce((sum, own) => sum + own, borders);
  const x: number[] = [];
  const edges: { name: string; x: number; width: number }[] = [];
  let next = Math.round((width - all) / 2);
  for (const [index, own] of stationWidth.entries()) {
    if (parted[index] === true) next += BORDER;
    if (index === 0 || parted[index] === true) edges.push({ name: sides[index] ?? '', x: next, width: 0 });
    const side = edges.at(-1);
    if (side !== undefined) side.width += own;
    x.push(next);
    next += own;
  }
  return { x, stationWidth, height: names.length === 0 ? 0 : HEIGHT, count: names.length, named, sides: edges };
}

export function stationAt(strip: Strip, x: number, y: number): number {
  if (y < 0 || y >= strip.height) return -1;
  return strip.x.findIndex((left, index) => x >= left && x < left + (strip.stationWidth[index] ?? 0));
}

/** The middle of a station's part. */
export function stationX(strip: Strip, row: number): number {
  return (strip.x[row] ?? 0) + (strip.stationWidth[row] ?? 0) / 2;
}

/** Where it stands: `api`, `controllers`, `scheduler`, `cloud`, `storage`, `nodes`. */
export function stationSide(name: string): string {
  const label = bareName(name);
  if (label === 'apiserver' || label === 'etcd') return 'api';
  if (label === 'scheduler') return 'scheduler';
  if (label === 'service') return 'cloud';
  if (STORAGE_SIDE.test(label)) return 'storage';
  return NODE_SIDE.test(label) ? 'nodes' : 'controllers';
}

/** The storage driver and what belongs to it, by the names under which they sign. */
const STORAGE_SIDE = /^(external-\w+ )?volumes\.|^node-driver-registrar$|^volume-manager$/;

const NODE_SIDE = /^(kubelet|proxy|coredns|metrics-server|network)$/;

/** As short as tells it from the others: what everyone knows is left out, what kubectl has a short name for is called by it. */
export function stationLabel(name: string): string {
  const bare = bareName(name);
  return SHORT[bare] ?? bare;
}

function bareName(name: string): string {
  return name.replace(/^(kube|default)-/, '').replace(/(?<=.)-controller$/, '');
}

const SHORT: Readonly<Record<string, string>> = {
  serviceaccount: 'accounts',
  'root-ca-certificate-publisher': 'root-ca',
  'garbage-collector': 'garbage',
  replication: 'rc',
  replicationcontroller: 'rc',
  replicaset: 'rs',
  endpoint: 'endpoints',
  'endpoint-slice': 'slices',
  endpointslice: 'slices',
  node: 'nodes',
  'node-lifecycle': 'nodes',
  'taint-eviction': 'taints',
  'pod-garbage-collector': 'pod-gc',
  service: 'cloud',
  coredns: 'dns',
  // What these sign their events with does not say what they are.
  controllermanager: 'disruption',
  cidrAllocator: 'node-ipam',
  ephemeral_volume: 'ephemeral volumes',
  volume_expand: 'volume expander',
  'node-driver-registrar': 'csi driver',
};
