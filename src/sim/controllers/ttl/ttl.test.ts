import { expect, it } from 'vitest';
import { wholeCluster } from '../../../testing/whole-cluster.ts';

const ANNOTATION = 'node.alpha.kubernetes.io/ttl';

it('gives every Node a time to live, whoever made it', () => {
  const w = wholeCluster([{ name: 'n1' }]);
  w.create({ kind: 'Node', metadata: { name: 'n2' } });
  w.patchNode('n1', { metadata: { annotations: { [ANNOTATION]: 'soon' } } });
  w.run(1);
  expect(['n1', 'n2'].map((name) => w.node(name).metadata.annotations?.[ANNOTATION])).toEqual(['0', '0']);
});

it('grows in steps that overlap', () => {
  const w = wholeCluster([{ name: 'n1' }]);
  const names = Array.from({ length: 100 }, (_, index) => `extra-${index}`);
  w.create(...names.map((name) => ({ kind: 'Node', metadata: { name } })));
  w.run(2);
  expect(w.node('n1').metadata.annotations?.[ANNOTATION]).toBe('15');
});
