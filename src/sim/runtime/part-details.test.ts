import { expect, it } from 'vitest';
import { deploymentNamed, podNamed, wholeCluster } from '../../testing/whole-cluster.ts';

function ready() {
  const w = wholeCluster([{ name: 'n1' }, { name: 'n2' }], 'registry');
  w.run(18);
  return w;
}

it('a controller tells of its syncs while it is looked into, and of what it did in any case', () => {
  const w = ready();
  expect(w.cluster.part('replicaset-controller', '')?.syncs).toEqual([]);
  w.create(deploymentNamed('web', 2));
  w.run(20);
  const part = w.cluster.part('replicaset-controller', '');
  expect(part).toMatchObject({ state: 'running', process: 'kube-controller-manager', queue: { readyCount: 0, delayedCount: 0 } });
  expect(part?.syncs[0]).toMatchObject({ key: expect.stringMatching(/^default\/web-/), result: 'done' });
  expect(part?.acts.map(({ what }) => what.replace(/web-.*/, 'web-…'))).toContain('create pods default/web-…');
  expect(part?.watches.find(({ resource }) => resource === 'pods')).toMatchObject({ objects: 2, behind: 0 });
});

it('the scheduler tells who waits for what', () => {
  const w = ready();
  w.create(podNamed('big', {}, { resources: { requests: { cpu: '900' } } }));
  w.run(5);
  const places = w.cluster.part('default-scheduler', '')?.scheduling ?? [];
  expect(places.find(({ place }) => place === 'unschedulable')).toMatchObject({
    count: 1,
    pods: [{ key: 'default/big', rejectors: ['NodeResourcesFit'] }],
  });
});

it('a kubelet tells of its pods, etcd of its history, the API server of who writes', () => {
  const w = ready();
  w.create(deploymentNamed('web', 2));
  w.run(20);
  const kubelets = ['n1', 'n2'].flatMap((node) => w.cluster.part('kubelet', node)?.kubelet?.pods ?? []);
  expect(kubelets.filter(({ key }) => key.startsWith('default/web-')).map(({ running }) => running)).toEqual([1, 1]);
  expect(w.cluster.part('etcd', '')?.etcd).toMatchObject({ revision: w.cluster.state.store.revision });
  expect(w.cluster.part('kube-apiserver', '')?.server?.writers.map(({ actor }) => actor)).toContain('kubelet');
  expect(w.cluster.part('kubelet', 'n9')).toBeUndefined();
  expect(w.cluster.part('nobody', '')).toBeUndefined();
});

it.each(['default-scheduler', 'replicaset-controller', 'etcd', 'coredns'])('%s says when it is stopped', (component) => {
  const w = ready();
  w.fault({ type: 'component-stop', component });
  expect(w.cluster.part(component, '')?.state).toBe('stopped');
});

it('who looks changes nothing', () => {
  const [looked, quiet] = [ready(), ready()];
  looked.cluster.part('replicaset-controller', '');
  for (const w of [looked, quiet]) w.create(deploymentNamed('web', 2));
  for (let second = 0; second < 20; second += 1) {
    looked.cluster.part('deployment-controller', '');
    looked.run(1);
    quiet.run(1);
  }
  expect(looked.cluster.state).toEqual(quiet.cluster.state);
});
