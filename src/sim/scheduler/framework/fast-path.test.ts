/** What is done quickly decides as what is done one node at a time. */
import { expect, it } from 'vitest';
import type { Node, Pod, PodSpec } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { createPrng, nextFloat, nextInt } from '../../../base/prng.ts';
import { addPod, putNode, removePod } from '../cache/cluster-cache.ts';
import { podFacts } from '../cache/pod-facts.ts';
import { DEFAULT_PLUGINS } from '../plugins/late-registry.ts';
import { cycleOf } from '../test-cluster.ts';
import { attemptPod } from './cycle.ts';
import type { SchedulerPlugin } from './plugin.ts';
import { createProfile } from './profile.ts';

const CLUSTERS = 40;
const PODS = 250;

const FAST = createProfile(DEFAULT_PLUGINS);
const PLAIN = createProfile(DEFAULT_PLUGINS.map(({ plugin, weight }) => ({ plugin: oneByOne(plugin), weight })));

/** Without shortcuts: every node is asked, one at a time. */
function oneByOne(plugin: SchedulerPlugin): SchedulerPlugin {
  const { scoreAll: _scoreAll, preFilter, ...rest } = plugin;
  const isShortcut = ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit'].includes(plugin.name);
  return isShortcut || preFilter === undefined ? rest : { ...rest, preFilter };
}

it('for ten thousand pods of every kind', () => {
  const random = createPrng(3, 'pods');
  const below = (bound: number) => nextInt(random, bound);
  let placed = 0;
  for (let cluster = 0; cluster < CLUSTERS; cluster += 1) {
    const nodes = Array.from({ length: cluster % 8 === 0 ? 100 + below(40) : 3 + below(25) }, (_, index) => nodeOf(index, below));
    const { cache, informers } = cycleOf({}, { nodes, controllers: [SET], services: cluster % 2 === 0 ? [SERVICE] : [] });
    const uids: string[] = [];
    for (let number = 0; number < PODS; number += 1) {
      const pod = podOf(number, below);
      const spec = pod.spec ?? { containers: [] };
      const start = below(nodes.length);
      const luck = nextFloat(random);
      const common = { cache, informers, facts: podFacts(spec) };
      const fast = attemptPod(FAST, { ...common, pod, spec }, start, () => luck);
      // An empty selector selects every node, and keeps the plugins from knowing that beforehand.
      const asked = { ...spec, nodeSelector: spec.nodeSelector ?? {} };
      const plain = attemptPod(PLAIN, { ...common, pod: { ...pod, spec: asked }, spec: asked }, start, () => luck);
      const decisions = [fast, plain].map(({ chosen, totals, rejections }) => ({ node: chosen?.name, totals, rejections }));
      // The assertion takes longer than the decision.
      if (!deepEqual(decisions[0], decisions[1])) expect(decisions[0]).toEqual(decisions[1]);
      if (fast.chosen !== undefined) {
        placed += 1;
        uids.push(pod.metadata.uid ?? '');
        addPod(cache, pod, fast.chosen.name);
      }
      if (below(40) === 0) {
        const index = below(nodes.length);
        const changed = nodeOf(index, below);
        putNode(cache, changed, nodes[index]);
        nodes[index] = changed;
      }
      if (below(4) === 0) removePod(cache, uids.splice(below(uids.length), 1)[0] ?? '');
    }
  }
  expect(placed).toBeGreaterThan(CLUSTERS * PODS * 0.5);
}, 60_000);

type Below = (bound: number) => number;

const SET = { kind: 'ReplicaSet', metadata: { name: 'web' }, spec: { selector: { matchLabels: { tier: 'web' } } } };
const SERVICE = { metadata: { name: 'web', namespace: '' }, spec: { selector: { app: 'app-1' } } };

function nodeOf(index: number, below: Below): Node {
  const zone = below(8) === 0 ? {} : { 'topology.kubernetes.io/zone': `zone-${below(3)}` };
  const effect = below(2) === 0 ? 'NoSchedule' : 'PreferNoSchedule';
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index}`, labels: { 'kubernetes.io/hostname': `node-${index}`, ...zone, disk: `${below(2)}` } },
    spec: { unschedulable: below(30) === 0, taints: below(20) === 0 ? [{ key: 'own', value: 'a', effect }] : [] },
    status: { allocatable: { cpu: `${1 + below(8)}`, memory: `${1 + below(16)}Gi`, pods: `${5 + below(20)}` } },
  };
}

function podOf(number: number, below: Below): Pod {
  const app = `app-${below(4)}`;
  const isOwned = below(2) === 0;
  const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'web', controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `pod-${number}`,
      namespace: '',
      uid: `pod-${number}`,
      labels: { app, ...(isOwned ? { tier: 'web' } : {}) },
      ownerReferences: isOwned ? [owner] : [],
      ...(below(15) === 0 ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}),
    },
    spec: specOf(app, below),
  };
}

/** As pods of one template have them: the very same. */
const SHARED = [
  { resources: { requests: { cpu: '100m', memory: '200Mi' } } },
  { resources: { requests: { cpu: '500m', memory: '100Mi', 'ephemeral-storage': '1Gi' } } },
];

function specOf(app: string, below: Below): PodSpec {
  const labelSelector = { matchLabels: { app } };
  const key = (below(2) === 0 ? 'kubernetes.io/hostname' : 'topology.kubernetes.io/zone') satisfies string;
  const term = { topologyKey: key, labelSelector };
  const shared = below(2) === 0 ? SHARED[below(SHARED.length)] : undefined;
  const own = below(4) === 0 ? {} : { resources: { requests: { cpu: `${below(900)}m`, memory: `${below(900)}Mi` } } };
  const requests = shared ?? own;
  const port = below(10) === 0 ? { ports: [{ containerPort: 80, hostPort: 80 + below(3) }] } : {};
  return {
    containers: [{ name: 'app', image: 'nginx', ...requests, ...port }],
    ...(below(6) === 0 ? { nodeSelector: { disk: '1' } } : {}),
    ...(below(6) === 0 ? { tolerations: [{ operator: 'Exists' }] } : {}),
    ...(below(3) === 0
      ? {
          topologySpreadConstraints: [
            {
              maxSkew: 1 + below(3),
              topologyKey: key,
              whenUnsatisfiable: below(2) === 0 ? 'DoNotSchedule' : 'ScheduleAnyway',
              labelSelector,
            },
          ],
        }
      : {}),
    ...(below(5) === 0 ? { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } } : {}),
    ...(below(5) === 0
      ? { affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, podAffinityTerm: term }] } } }
      : {}),
  };
}
