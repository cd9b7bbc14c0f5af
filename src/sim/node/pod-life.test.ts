import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, NODE, POD } from '../../api/resources.ts';
import type { PodSpec } from '../../api/types.gen.ts';
import { START, appStatus, handlesOf, one, script, smallCluster, statusText } from '../../testing/small-cluster.ts';
import { restoreCluster } from '../cluster.ts';

describe('termination', () => {
  it('lets a server stop by itself and kills a shell after its grace', () => {
    const c = smallCluster();
    c.createPod('server', one('nginx:1.27'));
    c.createPod('shell', { terminationGracePeriodSeconds: 10, ...one('busybox:1.36', script('while true; do sleep 1; done')) });
    c.run(10);
    c.remove(POD, 'server');
    c.remove(POD, 'shell');
    c.run(2);
    expect(c.get(POD, 'server')).toBeUndefined();
    expect(statusText(c, 'shell')).toBe('Terminating');
    c.run(9);
    expect(c.get(POD, 'shell')).toBeUndefined();
    expect(c.events('shell').at(-1)).toBe('Killing Stopping container app');
  });

  it('sees a container end that ends the moment it is told to', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:1.27'), { 'sim/term-seconds': '0' });
    c.run(10);
    c.remove(POD, 'p');
    c.run(1);
    expect(c.get(POD, 'p')).toBeUndefined();
  });

  it('calls a pod failed that goes before its containers came to anything', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:missing'));
    c.run(10);
    c.patch(POD, 'p', { metadata: { finalizers: ['example.com/hold'] } });
    c.remove(POD, 'p');
    c.run(5);
    expect(c.pod('p').status?.phase).toBe('Failed');
  });

  it('takes the time of the preStop hook from the grace', () => {
    const c = smallCluster();
    c.createPod('p', {
      terminationGracePeriodSeconds: 20,
      ...one('nginx:1.27', { lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'sleep 180'] } } } }),
    });
    c.run(8);
    c.remove(POD, 'p');
    c.run(19);
    expect(statusText(c, 'p')).toBe('Terminating');
    c.run(4);
    expect(c.get(POD, 'p')).toBeUndefined();
  });

  it('ends a pod at its deadline', () => {
    const c = smallCluster(1, 'preloaded');
    c.createPod('p', { activeDeadlineSeconds: 5, ...one('nginx') });
    c.run(7);
    expect(c.pod('p').status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
      containerStatuses: [{ state: { terminated: { exitCode: 137 } } }],
    });
  });

  it('forgets a pod that was deleted by force', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:1.27'));
    c.run(8);
    c.remove(POD, 'p', 0);
    expect(c.get(POD, 'p')).toBeUndefined();
    c.run(5);
    expect(c.cluster.ask('kubelet', 'node-1', { type: 'connect', ip: '10.244.0.2', port: 80 })).toMatchObject({ status: 0 });
  });
});

describe('what a pod needs', () => {
  it('waits for a ConfigMap behind a variable', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:1.27', { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'cm', key: 'a' } } }] }));
    c.run(6);
    expect(statusText(c, 'p')).toBe('CreateContainerConfigError');
    expect(c.events('p').at(-1)).toBe('Failed Error: configmap "cm" not found');
    c.create(CONFIG_MAP, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cm' }, data: { a: '1' } });
    c.run(16);
    expect(statusText(c, 'p')).toBe('Running');
  });

  it('waits for a ConfigMap behind a volume', () => {
    const c = smallCluster();
    c.createPod('p', { ...one('nginx:1.27'), volumes: [{ name: 'v', configMap: { name: 'cm' } }] });
    c.run(3);
    expect(statusText(c, 'p')).toBe('ContainerCreating');
    expect(c.events('p').at(-1)).toMatch(/^FailedMount MountVolume\.SetUp failed for volume "v" : configmap "cm" not found/);
    c.create(CONFIG_MAP, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cm' } });
    c.run(10);
    expect(statusText(c, 'p')).toBe('Running');
  });
});

describe('admission', () => {
  it.each([
    {
      name: 'resources',
      spec: one('nginx', { resources: { requests: { cpu: '5' } } }),
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000",
    },
    {
      name: 'selector',
      spec: { nodeSelector: { disk: 'ssd' }, ...one('nginx') },
      reason: 'NodeAffinity',
      message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
    },
  ])('refuses for its $name', ({ spec, reason, message }) => {
    const c = smallCluster();
    c.createPod('p', { nodeName: 'node-1', ...spec });
    c.run(2);
    expect(c.pod('p').status).toMatchObject({ phase: 'Failed', reason, message });
    expect(c.pod('p').status?.containerStatuses).toBeUndefined();
  });

  it('gives back what a finished pod had', () => {
    const c = smallCluster();
    const spec = (): PodSpec => ({
      nodeName: 'node-1',
      restartPolicy: 'Never',
      ...one('busybox:1.36', { ...script('sleep 2'), resources: { requests: { cpu: '3' } } }),
    });
    c.createPod('a', spec());
    c.run(1);
    c.createPod('b', spec());
    c.run(10);
    c.createPod('c', spec());
    c.run(10);
    expect(['a', 'b', 'c'].map((name) => statusText(c, name))).toEqual(['Completed', 'OutOfcpu', 'Completed']);
  });

  it.each([
    { name: 'is deleted, until its containers have ended', grace: 30, told: 'OutOfcpu' },
    { name: 'is gone by force no more, while its containers still end', grace: 0, told: 'Running' },
  ])('counts a pod that $name', ({ grace, told }) => {
    const c = smallCluster();
    const spec = { nodeName: 'node-1', ...one('nginx:1.27', { resources: { requests: { cpu: '3' } } }) };
    c.createPod('a', spec, { 'sim/term-seconds': '20' });
    c.run(8);
    expect(statusText(c, 'a')).toBe('Running');
    c.remove(POD, 'a', grace);
    c.run(1);
    c.createPod('b', spec);
    c.run(8);
    expect(statusText(c, 'b')).toBe(told);
  });
});

describe('a kubelet that was away', () => {
  it.each([{ seconds: 20 }, { seconds: 1200 }])('for $seconds s ends a pod in whose place there is another of its name', ({ seconds }) => {
    const c = smallCluster();
    const spec = { nodeName: 'node-1', ...one('nginx:1.27', { resources: { requests: { cpu: '3' } } }) };
    c.createPod('p', spec);
    c.run(8);
    c.fault({ type: 'component-stop', component: 'kubelet', instance: 'node-1' });
    c.remove(POD, 'p', 0);
    c.createPod('p', spec);
    c.run(seconds);
    c.fault({ type: 'component-start', component: 'kubelet', instance: 'node-1' });
    c.run(60);
    expect(statusText(c, 'p')).toBe('Running');
    expect(c.events('p').filter((text) => text.startsWith('Killing'))).toEqual(['Killing Stopping container app']);
  });
});

describe('power', () => {
  it('starts everything over after a power cut', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:1.27'));
    c.run(8);
    c.fault({ type: 'node-stop', node: 'node-1' });
    c.run(20);
    expect(statusText(c, 'p')).toBe('Running');
    c.fault({ type: 'node-start', node: 'node-1' });
    c.run(3);
    expect(appStatus(c, 'p')).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } });
    expect(c.pod('p').status?.podIP).toBe('10.244.0.3');
    expect(c.events('p')).toContain('SandboxChanged Pod sandbox changed, it will be killed and re-created.');
    expect(c.events('node-1').some((text) => text.startsWith('Rebooted Node node-1 has been rebooted, boot id: '))).toBe(true);
  });

  it('ends a pod that is never restarted, its init containers having run', () => {
    const c = smallCluster();
    const initContainers = [{ name: 'before', image: 'busybox:1.36', command: ['sh', '-c', 'sleep 1'] }];
    c.createPod('p', { restartPolicy: 'Never', initContainers, ...one('nginx:1.27') });
    c.run(12);
    expect(statusText(c, 'p')).toBe('Running');
    c.fault({ type: 'node-stop', node: 'node-1' });
    c.fault({ type: 'node-start', node: 'node-1' });
    c.run(3);
    expect(c.pod('p').status).toMatchObject({ phase: 'Failed', initContainerStatuses: [{ state: { terminated: { exitCode: 0 } } }] });
    expect(c.events('p').some((text) => text.startsWith('SandboxChanged'))).toBe(false);
  });

  it('leaves containers alone while the machine is only cut off', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:1.27'));
    c.createPod('q', one('nginx:1.27'));
    c.run(8);
    c.fault({ type: 'node-disconnect', node: 'node-1' });
    c.remove(POD, 'q');
    c.run(45);
    expect(statusText(c, 'q')).toBe('Terminating');
    c.fault({ type: 'node-reconnect', node: 'node-1' });
    c.run(3);
    expect(c.get(POD, 'q')).toBeUndefined();
    expect(appStatus(c, 'p').restartCount).toBe(0);
    expect(c.get(NODE, 'node-1')?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
  });

  it('says no to machines that are not there', () => {
    expect(smallCluster().fault({ type: 'node-stop', node: 'nope' })).toBe(404);
  });
});

describe('state', () => {
  it('goes on from a snapshot as if nothing had been', () => {
    const c = smallCluster(2);
    for (const [name, image] of [
      ['a', 'nginx:1.27'],
      ['b', 'busybox:1.36'],
      ['c', 'nginx:nope'],
    ] as const)
      c.createPod(name, one(image, image.startsWith('busybox') ? script('for i in 1 2 3; do echo $i; sleep 2; done; exit 1') : {}));
    c.run(2.5);
    const other = handlesOf(restoreCluster(c.cluster.snapshot(), { freeze: true }));
    c.run(60);
    other.run(60);
    expect(other.list(POD)).toEqual(c.list(POD));
    expect(other.cluster.state.now).toBe(START + 72_500);
  });
});
