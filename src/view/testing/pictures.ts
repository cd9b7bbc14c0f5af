import { NodeFlag } from '../frame.ts';
import type { NodeSketch, Picture, PodSketch, ServiceSketch, StationSketch } from './frames.ts';

/** The frozen pictures of the gallery. Each is a cluster as it could be. */
const STATIONS: readonly StationSketch[] = [
  { name: 'kube-apiserver' },
  { name: 'kube-scheduler', queue: 2 },
  { name: 'deployment-controller' },
  { name: 'replicaset-controller', queue: 1, lag: 3 },
  { name: 'replicationcontroller-controller' },
  { name: 'endpointslice-controller', lag: 1 },
  { name: 'endpoints-controller' },
  { name: 'garbage-collector-controller' },
  { name: 'namespace-controller' },
  { name: 'node-lifecycle-controller' },
  { name: 'taint-eviction-controller' },
];

export function emptyPicture(): Picture {
  return { nodes: [], pods: [], stations: STATIONS };
}

/** Three nodes, and a pod in each of the looks there are. */
export function demoPicture(): Picture {
  const web = (suffix: string, rest: Partial<PodSketch>): PodSketch => ({
    name: `web-7d9c5b8f6d-${suffix}`,
    look: 'ready',
    owner: 'Deployment/web',
    controller: 'ReplicaSet/web-7d9c5b8f6d',
    labels: { app: 'web', tier: 'front' },
    image: 'nginx:1.27',
    address: `10.244.1.${suffix.charCodeAt(0) % 90}`,
    age: 3_720_000,
    ...rest,
  });
  return {
    nodes: [
      { name: 'node-1', zone: '', cpuRequested: 1450, memoryRequested: 2.6 * 2 ** 30 },
      { name: 'node-2', zone: '', cpuRequested: 3700, memoryRequested: 5.1 * 2 ** 30 },
      { name: 'node-3', zone: '', cpuRequested: 900, memoryRequested: 1.2 * 2 ** 30, flags: NodeFlag.ready | NodeFlag.cordoned },
    ],
    pods: [
      web('x2k4p', { node: 'node-1' }),
      web('9qhtd', { node: 'node-2', restarts: 2 }),
      web('m4wzl', { node: 'node-2', look: 'unready', age: 14_000 }),
      web('c8rvn', { node: 'node-3', look: 'terminating', since: 4000 }),
      web('t7bfj', {
        look: 'pending',
        message: '0/3 nodes are available: 1 node(s) were unschedulable, 2 Insufficient cpu. preemption: no.',
        age: 9000,
      }),
      {
        name: 'redis-0',
        node: 'node-1',
        look: 'ready',
        containers: 2,
        labels: { app: 'redis' },
        owner: 'ReplicationController/redis',
        image: 'redis:7.4',
        address: '10.244.1.9',
        age: 86_400_000,
      },
      {
        name: 'worker-6f7d8-jx5sn',
        node: 'node-1',
        look: 'starting',
        since: 4200,
        age: 4300,
        labels: { app: 'worker' },
        owner: 'Deployment/worker',
        image: 'busybox:1.36',
      },
      {
        name: 'worker-6f7d8-p2kd9',
        node: 'node-2',
        look: 'failing',
        restarts: 7,
        labels: { app: 'worker' },
        owner: 'Deployment/worker',
        image: 'busybox:1.36',
        address: '10.244.2.11',
        age: 600_000,
      },
      { name: 'migrate', node: 'node-3', look: 'succeeded', labels: { job: 'migrate' }, image: 'busybox:1.36', age: 7_200_000 },
      { name: 'import', node: 'node-1', look: 'failed', labels: { job: 'import' }, image: 'busybox:1.36', age: 300_000 },
      { name: 'probe', node: 'node-3', look: 'unknown', labels: { app: 'probe' }, image: 'busybox:1.36', age: 1_500_000 },
      { name: 'cache-5b9c7-hh2lq', look: 'pending', age: 300, labels: { app: 'cache' }, owner: 'Deployment/cache', image: 'memcached:1.6' },
    ],
    services: [selecting('web', '80:30080/TCP', 'NodePort', 'app', 'web'), selecting('redis', '6379/TCP', 'ClusterIP', 'app', 'redis')],
    stations: STATIONS,
  };
}

const APPS = ['web', 'api', 'cart', 'search', 'auth', 'feed', 'redis', 'worker', 'mail'];

export function busyPicture(): Picture {
  return crowd({ nodes: 12, pods: 300, zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'], trouble: 0.12, pending: 18, seed: 7 });
}

export function thirtyPicture(): Picture {
  return crowd({ nodes: 30, pods: 700, zones: ['zone-a', 'zone-b', 'zone-c'], trouble: 0.08, pending: 40, seed: 3 });
}

export function threeHundredPicture(): Picture {
  return crowd({ nodes: 300, pods: 9000, zones: ['zone-a', 'zone-b', 'zone-c'], trouble: 0.05, pending: 220, seed: 5 });
}

export function largePicture(): Picture {
  return crowd({ nodes: 100, pods: 3000, zones: ['zone-a', 'zone-b', 'zone-c', 'zone-d'], trouble: 0.06, pending: 140, seed: 11 });
}

/** Kubernetes' own ceiling. */
export function hugePicture(): Picture {
  return crowd({ nodes: 5000, pods: 150_000, zones: ['zone-a', 'zone-b', 'zone-c'], trouble: 0.03, pending: 2500, seed: 13 });
}

/** One node of three does not answer, one is switched off; the pods of the first are unknown, their replacements wait and start. */
export function lostPicture(): Picture {
  const nodes: NodeSketch[] = [
    { name: 'node-1', cpuRequested: 3200, memoryRequested: 4 * 2 ** 30 },
    {
      name: 'node-2',
      cpuRequested: 2400,
      memoryRequested: 3 * 2 ** 30,
      flags: NodeFlag.unknown | NodeFlag.tainted,
      reason: 'NodeStatusUnknown',
    },
    { name: 'node-3', cpuRequested: 3900, memoryRequested: 6.5 * 2 ** 30 },
    { name: 'node-4', flags: NodeFlag.unknown | NodeFlag.poweredOff | NodeFlag.tainted, reason: 'NodeStatusUnknown' },
  ];
  const pods = Array.from({ length: 21 }, (_, index): PodSketch => {
    const lost = index % 3 === 1;
    return { ...podOf('web', index, 5), node: `node-${(index % 3) + 1}`, look: lost ? (index > 9 ? 'terminating' : 'unknown') : 'ready' };
  });
  const replacements = Array.from({ length: 5 }, (_, index): PodSketch => {
    const base = podOf('web', index + 50, 6);
    if (index < 2) return { ...base, node: 'node-1', look: 'starting', since: 2000 * (index + 1), age: 5000 };
    return {
      ...base,
      look: 'pending',
      age: 4000,
      message:
        '0/4 nodes are available: 2 Insufficient cpu, 2 node(s) had untolerated taint {node.kubernetes.io/unreachable: }. preemption: …',
    };
  });
  return { nodes, pods: [...pods, ...replacements], services: [selecting('web', '80/TCP', 'ClusterIP', 'app', 'web')], stations: STATIONS };
}

/** A rolling update in the middle: the old ReplicaSet goes, the new one comes. */
export function rolloutPicture(): Picture {
  const nodes = Array.from({ length: 4 }, (_, index): NodeSketch => ({
    name: `node-${index + 1}`,
    cpuRequested: 2600,
    memoryRequested: 3.4 * 2 ** 30,
  }));
  const looks: readonly PodSketch['look'][] = ['ready', 'ready', 'unready', 'starting', 'starting', 'pending'];
  const old = Array.from({ length: 12 }, (_, index): PodSketch => ({
    ...podOf('web', index, 21),
    controller: 'ReplicaSet/web-5d7f9',
    labels: { app: 'web', 'pod-template-hash': '5d7f9' },
    node: `node-${(index % 4) + 1}`,
    look: index < 4 ? 'terminating' : 'ready',
    image: 'nginx:1.26',
  }));
  const fresh = looks.map((look, index): PodSketch => ({
    ...podOf('web', index + 30, 22),
    labels: { app: 'web', 'pod-template-hash': '8c6b4' },
    look,
    since: 1500 * index,
    age: 9000,
    ...(look === 'pending' ? {} : { node: `node-${((index * 3) % 4) + 1}` }),
    image: 'nginx:1.27',
  }));
  return { nodes, pods: [...old, ...fresh], services: [selecting('web', '80/TCP', 'ClusterIP', 'app', 'web')], stations: STATIONS };
}

interface Crowd {
  readonly nodes: number;
  readonly pods: number;
  readonly zones: readonly string[];
  readonly trouble: number;
  readonly pending: number;
  readonly seed: number;
}

function crowd(wish: Crowd): Picture {
  const random = generator(wish.seed);
  const nodes = Array.from({ length: wish.nodes }, (_, index): NodeSketch => crowdNode(index, wish, random));
  const running = wish.pods - wish.pending;
  const pods = Array.from({ length: wish.pods }, (_, index): PodSketch => {
    const base = podOf(APPS[Math.floor(random() ** 1.6 * APPS.length)] ?? 'web', index, wish.seed);
    if (index >= running)
      return { ...base, look: 'pending', age: 20_000, message: WAITING[Math.floor(random() ** 2 * WAITING.length)] ?? '' };
    const look = random() < wish.trouble ? (TROUBLE[Math.floor(random() * TROUBLE.length)] ?? 'ready') : 'ready';
    const node = nodes[Math.floor(random() * nodes.length)]?.name ?? '';
    return { ...base, node, look, since: random() * 20_000, restarts: random() < 0.04 ? Math.ceil(random() * 6) : 0 };
  });
  const services = APPS.slice(0, 6).map((app, index) =>
    selecting(app, index === 0 ? '80:30080/TCP' : '8080/TCP', index === 0 ? 'LoadBalancer' : 'ClusterIP', 'app', app),
  );
  return { nodes, pods, services, stations: STATIONS };
}

const TROUBLE: readonly PodSketch['look'][] = ['starting', 'starting', 'unready', 'failing', 'terminating', 'succeeded', 'failed'];
const WAITING = [
  '0/12 nodes are available: 12 Insufficient cpu. preemption: 0/12 nodes are available: 12 No preemption victims found.',
  "0/12 nodes are available: 9 node(s) didn't match Pod's node affinity/selector, 3 Insufficient memory. preemption: …",
  '',
];

function crowdNode(index: number, wish: Crowd, random: () => number): NodeSketch {
  const flags = index === 4 ? NodeFlag.ready | NodeFlag.cordoned : index === 9 ? NodeFlag.unknown : NodeFlag.ready;
  return {
    name: `node-${index + 1}`,
    zone: wish.zones[index % wish.zones.length] ?? '',
    flags,
    ...(index === 9 ? { reason: 'NodeStatusUnknown' } : {}),
    cpuRequested: 4000 * (0.3 + 0.68 * random()),
    memoryRequested: 8 * 2 ** 30 * (0.2 + 0.7 * random()),
    cpuLimits: 3200 + (index % 5) * 400,
    memoryLimits: (5 + (index % 4)) * 2 ** 30,
    ...(index % 6 === 1 ? { taints: JSON.stringify([{ key: 'dedicated', value: 'data', effect: 'NoSchedule' }]) } : {}),
  };
}

const SPREAD = JSON.stringify([
  {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
  },
  {
    maxSkew: 2,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { app: 'web' } },
  },
]);

function podOf(app: string, index: number, seed: number): PodSketch {
  const name = `${app}-${(seed * 7919).toString(36)}c5b8-${suffixOf(index)}`;
  return {
    name,
    look: 'ready',
    owner: `Deployment/${app}`,
    controller: `ReplicaSet/${app}-${seed}`,
    labels: { app, tier: app === 'redis' ? 'data' : 'front' },
    priority: app === 'auth' ? 1000 : app === 'redis' ? 500 : 0,
    ...(app === 'redis'
      ? {
          tolerations: JSON.stringify([{ key: 'dedicated', operator: 'Equal', value: 'data', effect: 'NoSchedule' }]),
          claims: JSON.stringify([`data-${index % 12}`]),
        }
      : {}),
    ...(app === 'web' ? { spread: SPREAD } : {}),
    image: app === 'redis' ? 'redis:7.4' : 'nginx:1.27',
    address: `10.244.${index % 250}.${(index * 7) % 250}`,
    age: 3_600_000 + index * 1000,
  };
}

/** Five of the characters Kubernetes uses, different for each index; the multiplier has no factor in common with 27 to the fifth. */
function suffixOf(index: number): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  let rest = (index * 7_368_787 + 4_321_003) % letters.length ** 5;
  return Array.from({ length: 5 }, () => {
    const letter = letters[rest % letters.length] ?? 'b';
    rest = Math.floor(rest / letters.length);
    return letter;
  }).join('');
}

function selecting(name: string, ports: string, type: string, key: string, value: string): ServiceSketch {
  return { name, ports, type, selects: (pod) => pod.labels?.[key] === value };
}

/** mulberry32: the pictures are the same every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
