import { expect, it } from 'vitest';
import { JOB } from '../../../api/resources.ts';
import { wholeCluster } from '../../../testing/whole-cluster.ts';

function finishedJob(ttlSecondsAfterFinished?: number) {
  const cluster = wholeCluster([{ name: 'node-1' }]);
  const template = {
    metadata: { annotations: { 'sim/exit-code': '0' } },
    spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'busybox:1.36' }] },
  };
  const ttl = ttlSecondsAfterFinished === undefined ? {} : { ttlSecondsAfterFinished };
  cluster.create({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec: { ...ttl, template } });
  cluster.run(10);
  return cluster;
}

it('deletes a finished job with its pods when its time has come', () => {
  const cluster = finishedJob(20);
  expect(cluster.get(JOB, 'work')).toBeDefined();
  cluster.run(20);
  expect([cluster.get(JOB, 'work'), cluster.pods()]).toEqual([undefined, []]);
});

it('deletes it at once where it has no time', () => {
  expect(finishedJob(0).get(JOB, 'work')).toBeUndefined();
});

it('goes by what the job says in the end', () => {
  const cluster = finishedJob(20);
  cluster.patch(JOB, 'work', { spec: { ttlSecondsAfterFinished: 60 } });
  cluster.run(30);
  expect(cluster.get(JOB, 'work')).toBeDefined();
  cluster.run(30);
  expect(cluster.get(JOB, 'work')).toBeUndefined();
});

it('leaves a job alone that says nothing', () => {
  const cluster = finishedJob();
  cluster.run(3600);
  expect(cluster.get(JOB, 'work')).toBeDefined();
});
