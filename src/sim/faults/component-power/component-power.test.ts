import { describe, expect, it } from 'vitest';
import { podCondition } from '../../../api/pod/conditions.ts';
import { LEASE } from '../../../api/resources.ts';
import type { KubeList } from '../../../api/request.ts';
import type { Lease, Status } from '../../../api/types.gen.ts';
import { type WholeCluster, deploymentNamed, podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

const MACHINES = [{ name: 'n1' }, { name: 'n2' }];

function ready(): WholeCluster {
  const w = wholeCluster(MACHINES, 'registry');
  w.run(18);
  return w;
}

const stop = (w: WholeCluster, component: string, instance?: string) =>
  w.fault({ type: 'component-stop', component, ...(instance === undefined ? {} : { instance }) });
const start = (w: WholeCluster, component: string, instance?: string) =>
  w.fault({ type: 'component-start', component, ...(instance === undefined ? {} : { instance }) });

const running = (w: WholeCluster) => w.pods().filter(({ status }) => status?.phase === 'Running').length;
const readyOf = (w: WholeCluster, name: string) => w.node(name).status?.conditions?.find(({ type }) => type === 'Ready')?.status;
const stateOf = (w: WholeCluster, name: string) => {
  const parts = w.cluster.controlPlane();
  return [...parts, ...parts.flatMap((part) => part.parts)].find((part) => part.name === name)?.state;
};

it.each([
  ['nobody', undefined, 404],
  ['kubelet', undefined, 404],
  ['kubelet', 'n9', 404],
  ['kube-scheduler', 'control-plane-2', 404],
  ['replicaset-controller', 'n1', 404],
  ['network', undefined, 404],
  ['node-controller', undefined, 200],
  ['node-lifecycle-controller', undefined, 200],
  ['kubelet', 'n1', 200],
])('stop %s/%s: %d', (component, instance, code) => expect(stop(ready(), component, instance)).toBe(code));

describe('without the scheduler', () => {
  it('new pods wait without a word, and are placed when it is back', () => {
    const w = ready();
    stop(w, 'kube-scheduler');
    w.create(podNamed('p'));
    w.run(60);
    expect(w.pod('p').status).toMatchObject({ phase: 'Pending' });
    expect(w.pod('p').status?.conditions).toBeUndefined();
    expect(w.said('default-scheduler').filter((text) => text.includes('Pod/p'))).toEqual([]);
    start(w, 'kube-scheduler');
    w.run(10);
    // The lease that it did not give back is not its own: it waits as anybody else would.
    expect(w.pod('p').spec?.nodeName).toBeUndefined();
    w.run(20);
    expect(w.pod('p').status?.phase).toBe('Running');
  });
});

describe('without the controller manager', () => {
  it('nothing is replaced, no namespace gets its account, no node is called NotReady', () => {
    const w = ready();
    w.create(deploymentNamed('web', 2));
    w.run(20);
    stop(w, 'kube-controller-manager');
    w.cluster.request({ verb: 'deletecollection', group: '', resource: 'pods', namespace: 'default' });
    w.cluster.request({
      verb: 'create',
      group: '',
      resource: 'namespaces',
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } },
    });
    w.fault({ type: 'node-disconnect', node: 'n2' });
    w.run(120);
    expect(w.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toEqual([]);
    expect(readyOf(w, 'n2')).toBe('True');
    const { body } = w.cluster.request({
      verb: 'create',
      group: '',
      resource: 'pods',
      namespace: 'new',
      body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'a', image: 'nginx' }] } },
    });
    expect((body as Status).message).toBe(
      'pods "p" is forbidden: error looking up service account new/default: serviceaccount "default" not found',
    );
    start(w, 'kube-controller-manager');
    w.run(40);
    expect(w.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(2);
    // Its grace is counted from when the new process first looked.
    expect(readyOf(w, 'n2')).toBe('True');
    w.run(50);
    expect(readyOf(w, 'n2')).toBe('Unknown');
  });
});

describe('one controller alone', () => {
  it('leaves its work undone, and does it when it is back, although nothing has changed since', () => {
    const w = ready();
    stop(w, 'replicaset-controller');
    w.create(deploymentNamed('web', 3));
    w.run(60);
    expect(w.pods()).toEqual([]);
    expect([stateOf(w, 'replicaset-controller'), stateOf(w, 'deployment-controller')]).toEqual(['stopped', 'running']);
    start(w, 'replicaset-controller');
    w.run(20);
    expect(running(w)).toBe(3);
  });

  it('counts nothing twice of what it finds', () => {
    const w = ready();
    w.create(deploymentNamed('web', 3));
    w.run(20);
    stop(w, 'replicaset-controller');
    w.run(1);
    start(w, 'replicaset-controller');
    w.run(5);
    w.cluster.request({
      verb: 'patch',
      group: 'apps',
      resource: 'deployments',
      namespace: 'default',
      name: 'web',
      subresource: 'scale',
      patchType: 'merge',
      body: { spec: { replicas: 1 } },
    });
    w.run(40);
    expect(w.pods()).toHaveLength(1);
  });

  it('stays away when its process is started again', () => {
    const w = ready();
    stop(w, 'deployment-controller');
    w.fault({ type: 'component-stop', component: 'kube-controller-manager', graceful: true });
    start(w, 'kube-controller-manager');
    w.run(5);
    w.create(deploymentNamed('web', 1));
    w.run(10);
    expect([stateOf(w, 'deployment-controller'), stateOf(w, 'replicaset-controller'), w.pods().length]).toEqual(['stopped', 'running', 0]);
    start(w, 'deployment-controller');
    w.run(15);
    expect(running(w)).toBe(1);
  });

  it('does not tell of a dead node when it is the one for that', () => {
    const w = ready();
    stop(w, 'node-lifecycle-controller');
    w.fault({ type: 'node-stop', node: 'n1' });
    w.run(600);
    expect(readyOf(w, 'n1')).toBe('True');
    start(w, 'node-lifecycle-controller');
    w.run(45);
    expect(readyOf(w, 'n1')).toBe('True');
    w.run(15);
    expect(readyOf(w, 'n1')).toBe('Unknown');
  });
});

describe('without the API server', () => {
  const ask = (w: WholeCluster) => w.cluster.request({ verb: 'list', group: '', resource: 'pods', namespace: 'default' });

  it('nobody is answered; containers run on and are restarted; the elected exit and come back', () => {
    const w = ready();
    w.create(deploymentNamed('web', 1));
    w.run(20);
    const [pod] = w.pods();
    const name = pod?.metadata.name ?? '';
    stop(w, 'kube-apiserver');
    expect(ask(w)).toMatchObject({
      refused: true,
      body: { message: expect.stringMatching(/^The connection to the server .* was refused/) },
    });
    w.fault({ type: 'container-crash', namespace: 'default', pod: name });
    w.run(60);
    expect([stateOf(w, 'kube-scheduler'), stateOf(w, 'kube-controller-manager')]).toEqual(['waiting', 'waiting']);
    expect(w.traffic({ url: `http://${pod?.status?.podIP ?? ''}` })).toMatchObject([{ ok: true }]);
    start(w, 'kube-apiserver');
    expect(ask(w).code).toBe(200);
    w.run(12);
    expect(w.pod(name).status?.containerStatuses?.[0]).toMatchObject({ restartCount: 1, ready: true });
    expect(stateOf(w, 'kube-scheduler')).toBe('waiting');
    w.run(10);
    expect(stateOf(w, 'kube-scheduler')).toBe('running');
    w.create(podNamed('late'));
    w.run(10);
    expect(w.pod('late').status?.phase).toBe('Running');
    expect([readyOf(w, 'n1'), readyOf(w, 'n2')]).toEqual(['True', 'True']);
  });

  it('for a moment, nobody exits', () => {
    const w = ready();
    const identity = lease(w, 'kube-scheduler').spec?.holderIdentity;
    stop(w, 'kube-apiserver');
    w.run(8);
    start(w, 'kube-apiserver');
    w.create(deploymentNamed('web', 2));
    w.run(20);
    expect(lease(w, 'kube-scheduler').spec?.holderIdentity).toBe(identity);
    expect(running(w)).toBe(2);
  });

  it('a machine can be switched off but not be taken away', () => {
    const w = ready();
    stop(w, 'kube-apiserver');
    expect(w.fault({ type: 'node-remove', node: 'n1' })).toBe(503);
    expect(w.fault({ type: 'node-stop', node: 'n1' })).toBe(200);
    expect(w.fault({ type: 'node-add', machine: { name: 'n3', cpu: '1', memory: '1Gi' } })).toBe(200);
    w.run(5);
    start(w, 'kube-apiserver');
    w.run(15);
    expect(readyOf(w, 'n3')).toBe('True');
  });

  it.each([
    ['long', 0.01, 30],
    ['over before the next sign of life', 3, 5],
  ])('a pod that ends meanwhile is taken away when it is back: %s', (_, before, seconds) => {
    const w = ready();
    w.create(podNamed('p', { nodeName: 'n1', terminationGracePeriodSeconds: 3 }, { image: 'busybox', command: ['sleep', '9999'] }));
    w.run(10 + before);
    w.remove({ group: '', resource: 'pods', namespaced: true } as never, 'p');
    w.run(0.01);
    stop(w, 'kube-apiserver');
    w.run(seconds);
    start(w, 'kube-apiserver');
    w.run(12);
    expect(w.pods()).toEqual([]);
  });
});

describe('without etcd', () => {
  it('only what the watch cache holds is answered', () => {
    const w = ready();
    w.create(podNamed('p'));
    w.run(10);
    stop(w, 'etcd');
    const list = (resourceVersion?: string) =>
      w.cluster.request({
        verb: 'list',
        group: '',
        resource: 'pods',
        namespace: 'default',
        ...(resourceVersion === undefined ? {} : { options: { resourceVersion } }),
      });
    expect(list()).toMatchObject({ code: 500, body: { message: 'etcdserver: request timed out' } });
    expect((list('0').body as KubeList).items).toHaveLength(1);
    expect(w.cluster.request({ verb: 'delete', group: '', resource: 'pods', namespace: 'default', name: 'p' })).toMatchObject({
      code: 500,
    });
    w.run(30);
    expect(stateOf(w, 'kube-controller-manager')).toBe('waiting');
    start(w, 'etcd');
    w.run(40);
    expect(stateOf(w, 'kube-controller-manager')).toBe('running');
    expect(w.pod('p').status?.phase).toBe('Running');
  });
});

describe('without its kubelet', () => {
  it('a machine keeps its containers, and nobody looks after them', () => {
    const w = ready();
    w.create(podNamed('p', { nodeName: 'n1' }), podNamed('q', { nodeName: 'n1' }));
    w.run(10);
    const ip = w.pod('p').status?.podIP ?? '';
    stop(w, 'kubelet', 'n1');
    w.create(podNamed('r', { nodeName: 'n1' }));
    w.fault({ type: 'container-crash', namespace: 'default', pod: 'q' });
    w.run(45);
    expect(w.traffic({ url: `http://${ip}` })).toMatchObject([{ ok: true }]);
    expect(w.traffic({ url: `http://${w.pod('q').status?.podIP ?? ''}` })).toMatchObject([{ ok: false }]);
    expect([w.pod('q').status?.containerStatuses?.[0]?.restartCount, w.pod('r').status?.phase]).toEqual([0, 'Pending']);
    w.run(30);
    expect(readyOf(w, 'n1')).toBe('Unknown');
    expect(podCondition(w.pod('p'), 'Ready')?.status).toBe('False');
    start(w, 'kubelet', 'n1');
    w.run(12);
    expect(readyOf(w, 'n1')).toBe('True');
    expect(w.pods().map(({ status }) => [status?.phase, status?.containerStatuses?.[0]?.restartCount])).toEqual([
      ['Running', 0],
      ['Running', 1],
      ['Running', 0],
    ]);
    expect(w.said('kubelet').filter((text) => text.includes('Rebooted'))).toEqual([]);
  });

  it('a machine that boots has one again', () => {
    const w = ready();
    stop(w, 'kubelet', 'n1');
    w.fault({ type: 'node-stop', node: 'n1' });
    w.run(100);
    w.fault({ type: 'node-start', node: 'n1' });
    w.create(podNamed('p', { nodeName: 'n1' }));
    w.run(20);
    expect([readyOf(w, 'n1'), w.pod('p').status?.phase]).toEqual(['True', 'Running']);
  });
});

describe('without kube-proxy or CoreDNS', () => {
  it('rules stay as they were, and names are not resolved', () => {
    const w = ready();
    const service = (name: string) => ({ kind: 'Service', metadata: { name }, spec: { selector: { app: name }, ports: [{ port: 80 }] } });
    w.create(podNamed('web'), podNamed('client', {}, { image: 'busybox', command: ['sleep', '9999'] }), service('web'));
    w.run(15);
    stop(w, 'kube-proxy');
    w.create(podNamed('new'), service('new'));
    w.run(15);
    const from = 'default/client';
    const get = (name: string) => w.traffic({ url: `http://${name}`, from })[0]?.ok;
    expect([get('web'), get('new')]).toEqual([true, false]);
    start(w, 'kube-proxy');
    w.run(1);
    expect([get('web'), get('new')]).toEqual([true, true]);
    stop(w, 'coredns');
    expect(w.traffic({ url: 'http://web', from })).toMatchObject([{ body: 'curl: (6) Could not resolve host: web' }]);
    start(w, 'coredns');
    w.run(1);
    expect(get('web')).toBe(true);
  });
});

it('without the cloud, load balancers wait; addresses that were given away are not given twice', () => {
  const w = ready();
  const service = (name: string) => ({ kind: 'Service', metadata: { name }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } });
  w.create(service('old'));
  w.run(10);
  stop(w, 'cloud-controller-manager');
  w.create(service('a-new'));
  w.run(30);
  const ips = () =>
    (w.cluster.request({ verb: 'list', group: '', resource: 'services', namespace: 'default' }).body as KubeList).items.map(
      (item) => (item as { status?: { loadBalancer?: { ingress?: { ip?: string }[] } } }).status?.loadBalancer?.ingress?.[0]?.ip,
    );
  expect(ips()).toEqual([undefined, undefined, '203.0.113.1']);
  start(w, 'cloud-controller-manager');
  w.run(10);
  expect(ips()).toEqual(['203.0.113.2', undefined, '203.0.113.1']);
});

function lease(w: WholeCluster, name: string): Lease {
  const { group, resource } = LEASE;
  return w.cluster.request({ verb: 'get', group, resource, namespace: 'kube-system', name }).body as Lease;
}
