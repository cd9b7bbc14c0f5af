import { describe, expect, it } from 'vitest';
import { controllerOf } from '../../../api/object.ts';
import { DAEMON_SET, NODE, POD } from '../../../api/resources.ts';
import type { DaemonSet, Pod } from '../../../api/types.gen.ts';
import { THREE_NODES, daemonSet, podsOfKind, revisionsOf } from '../../../testing/controlled-sets.ts';
import { type WholeCluster, podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

function statusOf(cluster: WholeCluster): DaemonSet['status'] {
  return cluster.get(DAEMON_SET, 'agent')?.status;
}

function daemons(cluster: WholeCluster): readonly Pod[] {
  return podsOfKind(cluster, 'DaemonSet');
}

function nodesOf(cluster: WholeCluster): readonly string[] {
  return daemons(cluster)
    .map(({ spec }) => spec?.nodeName ?? '')
    .sort();
}

describe('a DaemonSet', () => {
  it('has a pod on every node, and counts them', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    expect(nodesOf(cluster)).toEqual(['node-1', 'node-2', 'node-3']);
    expect(statusOf(cluster)).toEqual({
      currentNumberScheduled: 3,
      numberMisscheduled: 0,
      desiredNumberScheduled: 3,
      numberReady: 3,
      observedGeneration: 1,
      updatedNumberScheduled: 3,
      numberAvailable: 3,
    });
  });

  it('is on a new node as soon as that is ready, also on one that is cordoned', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.patchNode('node-2', { spec: { unschedulable: true } });
    cluster.fault({ type: 'node-add', machine: { name: 'node-4', cpu: '4', memory: '8Gi' } });
    cluster.run(30);
    expect(nodesOf(cluster)).toEqual(['node-1', 'node-2', 'node-3', 'node-4']);
  });

  it('comes and goes with the labels of nodes', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet({}, { pod: { nodeSelector: { disk: 'ssd' } } }));
    cluster.run(5);
    expect(nodesOf(cluster)).toEqual([]);
    cluster.patchNode('node-2', { metadata: { labels: { disk: 'ssd' } } });
    cluster.run(5);
    expect(nodesOf(cluster)).toEqual(['node-2']);
    cluster.patchNode('node-2', { metadata: { labels: { disk: 'hdd' } } });
    cluster.run(40);
    expect(nodesOf(cluster)).toEqual([]);
  });

  it('stays on a node that takes no more pods, and is counted as misplaced there', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    cluster.patchNode('node-1', { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } });
    cluster.patch(DAEMON_SET, 'agent', { metadata: { annotations: { look: 'again' } } });
    cluster.run(5);
    expect(nodesOf(cluster)).toEqual(['node-1', 'node-2', 'node-3']);
    expect(statusOf(cluster)).toMatchObject({ desiredNumberScheduled: 2, numberMisscheduled: 1, numberReady: 2 });
    cluster.patchNode('node-1', { spec: { taints: [] } });
    cluster.run(5);
    expect(statusOf(cluster)).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: 0 });
  });

  it('counts a pod as misplaced with the next change of any of its pods, however slight', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    cluster.patchNode('node-1', { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } });
    cluster.run(5);
    expect(statusOf(cluster)).toMatchObject({ desiredNumberScheduled: 3, numberMisscheduled: 0 });
    cluster.patch(POD, daemons(cluster)[0]?.metadata.name ?? '', { metadata: { annotations: { look: 'again' } } });
    cluster.run(5);
    expect(statusOf(cluster)).toMatchObject({ desiredNumberScheduled: 2, numberMisscheduled: 1 });
  });

  it('notices a node that has gone or come back to its pod with the next change of any of its pods, however slight', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    const { metadata, spec = {} } = cluster.node('node-3');
    const look = (again: string) => {
      const before = statusOf(cluster)?.desiredNumberScheduled;
      cluster.patch(POD, daemons(cluster)[0]?.metadata.name ?? '', { metadata: { annotations: { look: again } } });
      cluster.run(1);
      return [before, statusOf(cluster)?.desiredNumberScheduled];
    };
    cluster.remove(NODE, 'node-3');
    cluster.run(5);
    expect(look('once')).toEqual([3, 2]);
    cluster.create({ kind: 'Node', metadata: { name: 'node-3', labels: metadata.labels }, spec });
    cluster.run(5);
    expect(look('twice')).toEqual([2, 3]);
  });

  it('replaces pods that fail later and later, and says so', () => {
    const cluster = wholeCluster(THREE_NODES);
    const tooLarge = { pod: { nodeName: 'node-1' }, container: { resources: { requests: { cpu: '100' } } } };
    cluster.create(daemonSet({}, tooLarge));
    cluster.run(20);
    const kills = cluster.said('daemonset-controller').filter((text) => text.startsWith('FailedDaemonPod'));
    // At once, and then after 1, 2, 4, 8 seconds.
    expect(kills).toHaveLength(5);
    expect(kills[0]).toMatch(
      /^FailedDaemonPod DaemonSet\/agent: Found failed daemon pod default\/agent-\w{5} on node node-1, will try to kill it$/,
    );
    expect(daemons(cluster)).toHaveLength(1);
  });

  it('adopts pods that are for a node, and releases what its selector misses', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create({ ...podNamed('stray', { nodeName: 'node-1' }), metadata: { name: 'stray', labels: { app: 'agent' } } });
    cluster.run(2);
    cluster.create(daemonSet({ updateStrategy: { type: 'OnDelete' } }));
    cluster.run(5);
    expect(controllerOf(cluster.pod('stray'))?.name).toBe('agent');
    expect(daemons(cluster)).toHaveLength(3);
    cluster.patchPod('stray', { metadata: { labels: { app: 'other' } } });
    cluster.run(5);
    expect(controllerOf(cluster.pod('stray'))).toBeUndefined();
    expect(nodesOf(cluster)).toEqual(['node-1', 'node-2', 'node-3']);
  });

  it('takes its pods along when it goes, with its revisions', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    cluster.remove(DAEMON_SET, 'agent');
    cluster.run(40);
    expect([daemons(cluster).length, revisionsOf(cluster).length]).toEqual([0, 0]);
  });

  it('loses its pod with the node', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    cluster.fault({ type: 'node-remove', node: 'node-3' });
    cluster.run(120);
    expect(nodesOf(cluster)).toEqual(['node-1', 'node-2']);
    expect(statusOf(cluster)).toMatchObject({ desiredNumberScheduled: 2, numberAvailable: 2 });
  });
});
