/** Scheduling alone: from a pod to its node in the scheduler's cache, without queue, requests and informers. */
import { attemptPod } from '../../sim/scheduler/framework/cycle.ts';
import { type Profile, createProfile } from '../../sim/scheduler/framework/profile.ts';
import { addPod } from '../../sim/scheduler/cache/cluster-cache.ts';
import { podFacts } from '../../sim/scheduler/cache/pod-facts.ts';
import { DEFAULT_PLUGINS } from '../../sim/scheduler/plugins/late-registry.ts';
import { cycleOf } from '../../sim/scheduler/test-cluster.ts';
import type { Pod, PodSpec } from '../../api/types.gen.ts';
import { createPrng, nextFloat } from '../../base/prng.ts';
import type { Figure } from './main.ts';
import { median } from './measure.ts';

const RUNS = 3;
const ZONES = 3;

export async function scheduler(): Promise<readonly Figure[]> {
  const usual = profileLookingAt(0);
  const plain = () => podsPerSecond(usual, 5000, 8000, PLAIN);
  const demanding = () => podsPerSecond(usual, 1000, 10_000, DEMANDING);
  const alike = () => 1 / podsPerSecond(profileLookingAt(50), 1000, 4000, PLAIN);
  const larger = () => 1 / podsPerSecond(profileLookingAt(10), 5000, 4000, PLAIN);
  plain();
  return [
    { name: 'plain pods on 5,000 nodes', value: often(plain), unit: 'pods/s', target: { atLeast: 8000 } },
    {
      name: 'with anti-affinity, spread and affinity, on 1,000 nodes',
      value: often(demanding),
      unit: 'pods/s',
      target: { atLeast: 2000 },
    },
    {
      name: 'a pod on 5,000 nodes to one on 1,000, 500 looked at',
      value: often(() => larger() / alike()),
      unit: 'times',
      target: { atMost: 1.5 },
    },
  ];
}

function often(measure: () => number): number {
  return median(Array.from({ length: RUNS }, measure));
}

function profileLookingAt(percentageOfNodesToScore: number): Profile {
  return createProfile(DEFAULT_PLUGINS, { percentageOfNodesToScore });
}

const CONTAINERS = [{ name: 'app', image: 'nginx:1.27', resources: { requests: { cpu: '100m', memory: '128Mi' } } }];
const PLAIN: PodSpec = { containers: CONTAINERS };
const SELECTOR = { matchLabels: { app: 'web' } };
const DEMANDING: PodSpec = {
  containers: CONTAINERS,
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: SELECTOR },
  ],
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'database' } } },
      ],
    },
    podAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 10, podAffinityTerm: { topologyKey: 'topology.kubernetes.io/zone', labelSelector: SELECTOR } },
      ],
    },
  },
};

/** Pods of ten ReplicaSets, one after another. In processor time: others may be at work on the machine. */
function podsPerSecond(profile: Profile, nodeCount: number, podCount: number, spec: PodSpec): number {
  const { cache, informers } = cycleOf({}, { nodes: nodesOf(nodeCount), controllers: CONTROLLERS });
  const random = createPrng(1, 'bench');
  const pods = Array.from({ length: podCount }, (_, index) => podOf(index, spec));
  let start = 0;
  const began = process.cpuUsage();
  for (const pod of pods) {
    const facts = podFacts(spec);
    const attempt = attemptPod(profile, { pod, spec, facts, cache, informers }, start, () => nextFloat(random));
    if (attempt.chosen === undefined) throw new Error('a pod fits nowhere');
    start = (start + attempt.visited.length) % nodeCount;
    addPod(cache, pod, attempt.chosen.name, facts);
  }
  const { user, system } = process.cpuUsage(began);
  return (podCount * 1_000_000) / (user + system);
}

const SETS = 10;
const CONTROLLERS = Array.from({ length: SETS }, (_, index) => ({
  kind: 'ReplicaSet',
  metadata: { name: `web-${index}` },
  spec: { selector: { matchLabels: { set: `web-${index}` } } },
}));
const LABELS = Array.from({ length: SETS }, (_, index) => ({ app: 'web', set: `web-${index}` }));

function podOf(index: number, spec: PodSpec): Pod {
  const name = `web-${index % SETS}`;
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, uid: name, controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-${index}`,
      namespace: '',
      uid: `pod-${index}`,
      labels: LABELS[index % SETS] ?? {},
      ownerReferences: [owner],
    },
    spec,
  };
}

function nodesOf(count: number): readonly object[] {
  return Array.from({ length: count }, (_, index) => ({
    metadata: {
      name: `node-${index}`,
      labels: { 'kubernetes.io/hostname': `node-${index}`, 'topology.kubernetes.io/zone': `zone-${index % ZONES}` },
    },
    status: { allocatable: { cpu: '16', memory: '64Gi', pods: '110' } },
  }));
}
