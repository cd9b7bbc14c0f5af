import { describe, expect, it } from 'vitest';
import { smallCluster } from '../../testing/small-cluster.ts';
import type { Fault } from '../kernel/command.ts';
import { FAULTS } from './registry.ts';

describe('faults', () => {
  it('have one definition each', () => {
    expect(new Set(FAULTS.map(({ type }) => type)).size).toBe(FAULTS.length);
  });

  it.each<{ name: string; fault: Fault; code: number }>([
    {
      name: 'a machine that is there already',
      fault: { type: 'node-add', machine: { name: 'node-1', cpu: '1', memory: '1Gi' } },
      code: 409,
    },
    {
      name: 'a name that no Node can have',
      fault: { type: 'node-add', machine: { name: 'Bad Name', cpu: '1', memory: '1Gi' } },
      code: 422,
    },
    { name: 'sizes that are no quantities', fault: { type: 'node-add', machine: { name: 'n', cpu: 'lots', memory: '1Gi' } }, code: 422 },
    { name: 'a machine that is not there', fault: { type: 'node-remove', node: 'nope' }, code: 404 },
    { name: 'a pod that is not there', fault: { type: 'container-crash', namespace: 'default', pod: 'nope' }, code: 404 },
    {
      name: 'an honest machine',
      fault: {
        type: 'node-add',
        machine: {
          name: 'node-2',
          cpu: '1',
          memory: '1Gi',
          taints: [{ key: 'a', effect: 'NoSchedule' }],
          extended: { 'example.com/gpu': '2' },
        },
      },
      code: 200,
    },
  ])('$name: $code', ({ fault, code }) => {
    expect(smallCluster().fault(fault)).toBe(code);
  });

  it('of power are known without asking every machine', () => {
    const c = smallCluster(3);
    const off = () => {
      c.run(0.1);
      const { poweredOff } = c.cluster.state;
      const names = ['node-1', 'node-2', 'node-3'];
      expect(names.filter((name) => c.cluster.ask('kubelet', name, { type: 'power' }) === 'off')).toEqual([...poweredOff]);
      return [...poweredOff];
    };
    c.fault({ type: 'node-stop', node: 'node-2' });
    c.fault({ type: 'node-stop', node: 'node-3' });
    c.fault({ type: 'node-disconnect', node: 'node-1' });
    expect(off()).toEqual(['node-2', 'node-3']);
    c.fault({ type: 'node-start', node: 'node-2' });
    c.fault({ type: 'node-remove', node: 'node-3' });
    expect(off()).toEqual([]);
    c.fault({ type: 'node-add', machine: { name: 'node-3', cpu: '1', memory: '1Gi' } });
    expect(off()).toEqual([]);
    expect(c.fault({ type: 'node-stop', node: 'nope' })).toBe(404);
    expect(off()).toEqual([]);
  });

  it('of a container need a container', () => {
    const c = smallCluster();
    c.createPod('p', { containers: [{ name: 'app', image: 'nginx:1.27' }] });
    c.run(8);
    expect(c.fault({ type: 'container-crash', namespace: 'default', pod: 'p', container: 'other' })).toBe(400);
    expect(c.fault({ type: 'container-crash', namespace: 'default', pod: 'p', container: 'app', exitCode: 3 })).toBe(200);
    c.run(0.5);
    expect(c.pod('p').status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3);
  });
});
