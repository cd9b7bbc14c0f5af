import { describe, expect, it } from 'vitest';
import { podCondition } from '../../../api/pod/conditions.ts';
import { NODE, POD } from '../../../api/resources.ts';
import { podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

describe('pods that nobody else removes', () => {
  it('go a while after their node has gone', () => {
    const w = wholeCluster([{ name: 'n1' }, { name: 'n2' }]);
    w.create(podNamed('p', { nodeName: 'n1' }), podNamed('q', { nodeName: 'n2' }));
    w.run(3);
    w.patchPod('p', { metadata: { finalizers: ['example.com/look'] } });
    w.fault({ type: 'node-remove', node: 'n1' });
    w.run(38);
    expect(w.pod('p').status?.phase).toBe('Running');
    w.run(30);
    expect(w.pod('p').status?.phase).toBe('Failed');
    expect(podCondition(w.pod('p'), 'DisruptionTarget')).toMatchObject({
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
    });
    w.patchPod('p', { metadata: { finalizers: null } });
    expect(w.pods().map((pod) => pod.metadata.name)).toEqual(['q']);
  });

  it('stay if the node comes back in time', () => {
    const w = wholeCluster([{ name: 'n1' }]);
    w.create(podNamed('p', { nodeName: 'elsewhere' }));
    w.run(30);
    w.create({ kind: 'Node', metadata: { name: 'elsewhere' } });
    w.run(60);
    expect(w.pod('p').metadata.deletionTimestamp).toBeUndefined();
    w.remove(NODE, 'elsewhere');
    w.run(90);
    expect(w.pods()).toEqual([]);
  });

  it('go when their dead node is declared out of service', () => {
    const w = wholeCluster([{ name: 'n1' }, { name: 'n2' }, { name: 'n3' }]);
    w.create(podNamed('p', { nodeName: 'n1' }));
    w.run(3);
    w.fault({ type: 'node-disconnect', node: 'n1' });
    w.run(70);
    w.remove(POD, 'p');
    w.run(60);
    expect(w.pods()).toHaveLength(1);
    w.patchNode('n1', { spec: { taints: [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }] } });
    w.run(25);
    expect(w.pods()).toEqual([]);
  });

  it('fail when they are to go and never had a node', () => {
    const w = wholeCluster([{ name: 'n1' }]);
    const pod = podNamed('p', { nodeSelector: { 'kubernetes.io/hostname': 'nowhere' } });
    w.create({ ...pod, metadata: { name: 'p', finalizers: ['example.com/look'] } });
    w.run(1);
    w.remove(POD, 'p');
    w.run(25);
    expect(w.pod('p').status?.phase).toBe('Failed');
    w.patchPod('p', { metadata: { finalizers: null } });
    expect(w.pods()).toEqual([]);
  });
});
