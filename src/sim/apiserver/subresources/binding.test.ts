import { expect, it } from 'vitest';
import { deploymentNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';

it('gives pods of one template the topology of their own nodes, where an empty region is one', () => {
  const cluster = wholeCluster([{ name: 'node-1' }, { name: 'node-2' }]);
  const labels = { 'node-1': { [ZONE]: 'a', [REGION]: null }, 'node-2': { [ZONE]: 'a', [REGION]: '' } };
  for (const [name, own] of Object.entries(labels)) cluster.patchNode(name, { metadata: { labels: own } });
  const term = { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' };
  cluster.create(deploymentNamed('web', 2, { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } }));
  cluster.run(5);
  const places = cluster.pods().map(({ spec, metadata }) => [spec?.nodeName, [metadata.labels?.[ZONE], metadata.labels?.[REGION]]]);
  expect(Object.fromEntries(places)).toEqual({ 'node-1': ['a', undefined], 'node-2': ['a', ''] });
});
