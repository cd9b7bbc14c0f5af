import { describe, expect, it } from 'vitest';
import { JOB } from '../../../api/resources.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';

function job(name: string, seconds: number): object {
  const annotations = { 'sim/exit-code': '0', 'sim/run-seconds': String(seconds) };
  const containers = [{ name: 'app', image: 'busybox:1.36' }];
  const template = { metadata: { annotations }, spec: { restartPolicy: 'Never', containers } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { completions: 2, parallelism: 2, template } };
}

/** A Job that is finished and has been given one of the two pods of another, which runs on. */
function withGivenPod() {
  const cluster = wholeCluster([{ name: 'node-1' }]);
  cluster.create(job('short', 1), job('long', 30));
  cluster.run(10);
  const given = podsMadeBy(cluster, 'long')[0]?.metadata.name ?? '';
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    name: 'short',
    uid: cluster.get(JOB, 'short')?.metadata.uid ?? '',
    controller: true,
  };
  cluster.cluster.request({
    verb: 'patch',
    group: '',
    resource: 'pods',
    namespace: 'default',
    name: given,
    patchType: 'merge',
    body: { metadata: { ownerReferences: [owner] } },
  });
  cluster.run(1);
  return { ...cluster, isHeld: () => cluster.pod(given).metadata.finalizers !== undefined };
}

function podsMadeBy(cluster: WholeCluster, name: string) {
  return cluster.pods().filter(({ metadata }) => metadata.labels?.['job-name'] === name);
}

it('a controller that begins lets go no pod of a Job that was finished before', () => {
  const cluster = wholeCluster([{ name: 'node-1' }]);
  cluster.create(job('short', 1));
  cluster.run(10);
  const name = podsMadeBy(cluster, 'short')[0]?.metadata.name ?? '';
  const isHeld = () => cluster.pod(name).metadata.finalizers !== undefined;
  cluster.fault({ type: 'component-stop', component: 'kube-controller-manager' });
  cluster.patchPod(name, { metadata: { finalizers: ['batch.kubernetes.io/job-tracking'] } });
  cluster.fault({ type: 'component-start', component: 'kube-controller-manager' });
  cluster.run(60);
  expect(isHeld()).toBe(true);
  cluster.patch(JOB, 'short', { metadata: { annotations: { look: 'again' } } });
  cluster.run(1);
  expect(isHeld()).toBe(false);
});

describe('a pod that a finished Job was given', () => {
  it('is not let go by that Job, whatever becomes of either', () => {
    const cluster = withGivenPod();
    cluster.patch(JOB, 'short', { metadata: { annotations: { look: 'again' } } });
    cluster.run(25);
    expect([cluster.isHeld(), cluster.get(JOB, 'long')?.status?.completionTime]).toEqual([true, undefined]);
  });

  it('is let go by the Job that made it, when that is finished', () => {
    const cluster = withGivenPod();
    cluster.run(60);
    expect(cluster.get(JOB, 'long')?.status?.completionTime).toBeDefined();
    expect(cluster.isHeld()).toBe(false);
  });
});
