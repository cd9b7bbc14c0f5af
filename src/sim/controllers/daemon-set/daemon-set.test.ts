import { describe, expect, it } from 'vitest';
import { controllerOf } from '../../../api/object.ts';
import { CONTROLLER_REVISION, DAEMON_SET, POD } from '../../../api/resources.ts';
import type { ControllerRevision, DaemonSet, Pod } from '../../../api/types.gen.ts';
import { type WholeCluster, podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

const NODES = [{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }];

interface Template {
  readonly pod?: object;
  readonly container?: object;
  readonly annotations?: object;
}

function daemonSet(spec: object = {}, { pod = {}, container = {}, annotations = {} }: Template = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' }, annotations },
        spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...pod },
      },
      ...spec,
    },
  };
}

function statusOf(cluster: WholeCluster): DaemonSet['status'] {
  return cluster.get(DAEMON_SET, 'agent')?.status;
}

function daemons(cluster: WholeCluster): readonly Pod[] {
  return cluster.pods().filter((pod) => controllerOf(pod)?.kind === 'DaemonSet');
}

function nodesOf(cluster: WholeCluster): readonly string[] {
  return daemons(cluster)
    .map(({ spec }) => spec?.nodeName ?? '')
    .sort();
}

function imagesOf(cluster: WholeCluster): readonly string[] {
  return daemons(cluster)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ spec }) => spec?.containers[0]?.image ?? '')
    .sort();
}

function setImage(cluster: WholeCluster, image: string): void {
  cluster.patch(DAEMON_SET, 'agent', { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } });
}

function revisions(cluster: WholeCluster): readonly ControllerRevision[] {
  return cluster.list(CONTROLLER_REVISION).toSorted((a, b) => a.revision - b.revision);
}

/** What holds after every millisecond of `seconds`. */
function watching(cluster: WholeCluster, seconds: number, look: () => void): void {
  for (let turn = 0; turn < seconds * 100; turn += 1) {
    cluster.run(0.01);
    look();
  }
}

describe('a DaemonSet', () => {
  it('has a pod on every node, and counts them', () => {
    const cluster = wholeCluster(NODES);
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
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet());
    cluster.patchNode('node-2', { spec: { unschedulable: true } });
    cluster.fault({ type: 'node-add', machine: { name: 'node-4', cpu: '4', memory: '8Gi' } });
    cluster.run(30);
    expect(nodesOf(cluster)).toEqual(['node-1', 'node-2', 'node-3', 'node-4']);
  });

  it('comes and goes with the labels of nodes', () => {
    const cluster = wholeCluster(NODES);
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
    const cluster = wholeCluster(NODES);
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

  it('replaces pods that fail later and later, and says so', () => {
    const cluster = wholeCluster(NODES);
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
    const cluster = wholeCluster(NODES);
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
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    cluster.remove(DAEMON_SET, 'agent');
    cluster.run(40);
    expect([daemons(cluster).length, revisions(cluster).length]).toEqual([0, 0]);
  });

  it('loses its pod with the node', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    cluster.fault({ type: 'node-remove', node: 'node-3' });
    cluster.run(120);
    expect(nodesOf(cluster)).toEqual(['node-1', 'node-2']);
    expect(statusOf(cluster)).toMatchObject({ desiredNumberScheduled: 2, numberAvailable: 2 });
  });
});

describe('an update of a DaemonSet', () => {
  it('replaces one pod after the other', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    let fewest = 3;
    watching(cluster, 20, () => (fewest = Math.min(fewest, statusOf(cluster)?.numberAvailable ?? 0)));
    expect(fewest).toBe(2);
    expect(imagesOf(cluster)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
    expect(statusOf(cluster)).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3, observedGeneration: 2 });
  });

  it('stands still at the first new pod that never gets ready', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '34%' } } }));
    cluster.run(5);
    setImage(cluster, 'nginx:missing');
    cluster.run(60);
    // 34% of three are two, rounded up.
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:missing', 'nginx:missing']);
    setImage(cluster, 'nginx:1.27');
    cluster.run(60);
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.27']);
  });

  it('with a surge never has a node without an available pod', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    let most = 0;
    let fewest = 3;
    watching(cluster, 20, () => {
      most = Math.max(most, imagesOf(cluster).length);
      fewest = Math.min(fewest, statusOf(cluster)?.numberAvailable ?? 0);
    });
    expect({ most, fewest }).toEqual({ most: 4, fewest: 3 });
    expect(imagesOf(cluster)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
  });

  it('waits for pods to be deleted by hand', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet({ updateStrategy: { type: 'OnDelete' } }));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    cluster.run(10);
    expect(statusOf(cluster)).toMatchObject({ numberReady: 3, observedGeneration: 2 });
    expect(statusOf(cluster)?.updatedNumberScheduled).toBeUndefined();
    cluster.remove(POD, daemons(cluster)[0]?.metadata.name ?? '');
    cluster.run(10);
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
  });

  it('waits until a new pod has been ready for long enough', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet({ minReadySeconds: 10 }));
    cluster.run(5);
    expect(statusOf(cluster)).toMatchObject({ numberReady: 3, numberUnavailable: 3 });
    cluster.run(10);
    expect(statusOf(cluster)).toMatchObject({ numberReady: 3, numberAvailable: 3 });
    setImage(cluster, 'nginx:1.28');
    cluster.run(9);
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
    cluster.run(60);
    expect(imagesOf(cluster)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
  });
});

describe('revisions of a DaemonSet', () => {
  it('are kept up to the limit, the newest and those of living pods apart', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet({ revisionHistoryLimit: 1 }));
    cluster.run(5);
    for (const image of ['nginx:1.28', 'nginx:1.29', 'nginx:1.30']) {
      setImage(cluster, image);
      cluster.run(20);
    }
    expect(revisions(cluster).map(({ revision }) => revision)).toEqual([3, 4]);
  });

  it('move to the front when their template comes back', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    const [first] = revisions(cluster);
    setImage(cluster, 'nginx:1.28');
    cluster.run(20);
    setImage(cluster, 'nginx:1.27');
    cluster.run(20);
    expect(revisions(cluster).map(({ revision, metadata }) => [revision, metadata.name === first?.metadata.name])).toEqual([
      [2, false],
      [3, true],
    ]);
    const hash = first?.metadata.labels?.['controller-revision-hash'];
    expect(daemons(cluster).map(({ metadata }) => metadata.labels?.['controller-revision-hash'])).toEqual([hash, hash, hash]);
  });

  it('of another template that have the name which a new one would get make it take another', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    const [first] = revisions(cluster);
    cluster.remove(DAEMON_SET, 'agent');
    cluster.run(40);
    const metadata = { name: first?.metadata.name ?? '', namespace: 'default' };
    cluster.create({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, revision: 1, data: { spec: {} } });
    cluster.create(daemonSet());
    cluster.run(10);
    expect(statusOf(cluster)).toMatchObject({ collisionCount: 1, numberReady: 3 });
  });
});
