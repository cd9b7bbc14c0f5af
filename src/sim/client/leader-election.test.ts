import { describe, expect, it } from 'vitest';
import { EVENT, LEASE } from '../../api/resources.ts';
import type { KubeList } from '../../api/request.ts';
import type { Event, Lease } from '../../api/types.gen.ts';
import { type Cluster, createCluster } from '../cluster.ts';

const START = Date.UTC(2026, 0, 1);
const SCHEDULER = 'kube-scheduler';

function booted(replicas: number, seed = 1): Cluster {
  const cluster = createCluster({ startTime: START, images: 'preloaded', machines: [], controlPlane: { replicas } }, seed, {
    freeze: true,
  });
  cluster.advance(START + 10_000);
  return cluster;
}

const leaseOf = (cluster: Cluster): Lease =>
  cluster.request({ verb: 'get', group: LEASE.group, resource: LEASE.resource, namespace: 'kube-system', name: SCHEDULER }).body as Lease;
const holderOf = (cluster: Cluster) => (leaseOf(cluster).spec?.holderIdentity ?? '').split('_')[0];
const rolesOf = (cluster: Cluster) =>
  cluster
    .controlPlane()
    .find(({ name }) => name === SCHEDULER)
    ?.candidates.map(({ role }) => role);
const stop = (cluster: Cluster, graceful = false, instance?: string) =>
  cluster.execute({
    type: 'fault',
    fault: { type: 'component-stop', component: SCHEDULER, graceful, ...(instance === undefined ? {} : { instance }) },
  });
const start = (cluster: Cluster) => cluster.execute({ type: 'fault', fault: { type: 'component-start', component: SCHEDULER } });

/** Seconds until the lease has another holder. */
function failover(cluster: Cluster): number {
  const before = leaseOf(cluster).spec?.holderIdentity;
  const from = cluster.state.now;
  while (cluster.state.now - from < 60_000 && [before, undefined].includes(leaseOf(cluster).spec?.holderIdentity))
    cluster.advance(cluster.state.now + 100);
  return (cluster.state.now - from) / 1000;
}

it('the lease is that of a real leader', () => {
  const cluster = booted(1);
  expect(leaseOf(cluster)).toMatchObject({
    metadata: { name: SCHEDULER, namespace: 'kube-system' },
    spec: {
      holderIdentity: expect.stringMatching(/^control-plane-1_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      leaseDurationSeconds: 15,
      leaseTransitions: 0,
      acquireTime: '2026-01-01T00:00:00.000000Z',
      renewTime: '2026-01-01T00:00:10.000000Z',
    },
  });
  const events = (cluster.request({ verb: 'list', group: '', resource: 'events', namespace: 'kube-system' }).body as KubeList<Event>).items;
  const told = events.map(({ source, reason, message = '', involvedObject }) => [
    source?.component,
    reason,
    message.replace(/_\S+/, ''),
    `${involvedObject.kind}/${involvedObject.name}`,
  ]);
  expect(told.toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
    ['default-scheduler', 'LeaderElection', 'control-plane-1 became leader', 'Lease/kube-scheduler'],
    ['kube-controller-manager', 'LeaderElection', 'control-plane-1 became leader', 'Lease/kube-controller-manager'],
  ]);
  expect(EVENT.kind).toBe('Event');
});

describe('with standbys', () => {
  it('one leads, and the others wait', () => expect(rolesOf(booted(3))).toEqual(['leader', 'standby', 'standby']));

  it.each([1, 2, 3, 4, 5])('a crash is followed when the lease has expired (seed %d)', (seed) => {
    const cluster = booted(2, seed);
    stop(cluster);
    const seconds = failover(cluster);
    // 15 s after the standby has seen the last renewal, and with its next try, 2 to 4.4 s apart.
    expect(seconds).toBeGreaterThan(12);
    expect(seconds).toBeLessThan(24);
    expect([holderOf(cluster), leaseOf(cluster).spec?.leaseTransitions]).toEqual(['control-plane-2', 1]);
    expect(rolesOf(cluster)).toEqual(['stopped', 'leader']);
    start(cluster);
    cluster.advance(cluster.state.now + 30_000);
    expect(rolesOf(cluster)).toEqual(['standby', 'leader']);
  });

  it('a graceful end is followed with the next try', () => {
    const cluster = booted(2);
    stop(cluster, true);
    expect(leaseOf(cluster).spec).toEqual({
      leaseDurationSeconds: 1,
      leaseTransitions: 0,
      acquireTime: '2026-01-01T00:00:10.000000Z',
      renewTime: '2026-01-01T00:00:10.000000Z',
    });
    expect(failover(cluster)).toBeLessThan(4.5);
  });

  it('a standby may go without anybody noticing', () => {
    const cluster = booted(2);
    stop(cluster, false, 'control-plane-2');
    cluster.advance(cluster.state.now + 60_000);
    expect(rolesOf(cluster)).toEqual(['leader', 'stopped']);
  });
});

describe('alone', () => {
  it.each([
    ['waits for the lease of its former life', false, 15, 20],
    ['takes what it gave back', true, 0, 0.2],
  ])('it %s', (_name, graceful, least, most) => {
    const cluster = booted(1);
    stop(cluster, graceful);
    cluster.advance(cluster.state.now + 60_000);
    start(cluster);
    const seconds = failover(cluster);
    expect(seconds).toBeGreaterThanOrEqual(least);
    expect(seconds).toBeLessThanOrEqual(most);
  });

  it('makes a lease anew that somebody has deleted', () => {
    const cluster = booted(1);
    cluster.request({ verb: 'delete', group: LEASE.group, resource: LEASE.resource, namespace: 'kube-system', name: SCHEDULER });
    cluster.advance(cluster.state.now + 5000);
    expect(holderOf(cluster)).toBe('control-plane-1');
  });
});

it('a lease that somebody takes away is fought for by two until the loser gives up', () => {
  const cluster = booted(2);
  cluster.request({
    verb: 'patch',
    group: LEASE.group,
    resource: LEASE.resource,
    namespace: 'kube-system',
    name: SCHEDULER,
    patchType: 'merge',
    body: { spec: { holderIdentity: 'control-plane-2_somebody-else' } },
  });
  const seen = new Set<string>();
  for (let second = 0; second < 60; second += 1) {
    cluster.advance(cluster.state.now + 1000);
    seen.add((rolesOf(cluster) ?? []).join(' '));
  }
  expect(seen).toContain('leader standby');
  expect([...seen].at(-1)).toMatch(/leader/);
  expect(cluster.state.processes.get(SCHEDULER)?.components).toEqual(['default-scheduler']);
});

it('who exits again and again is started later and later', () => {
  const cluster = booted(1);
  const fault = (type: 'component-stop' | 'component-start') =>
    cluster.execute({ type: 'fault', fault: { type, component: 'kube-apiserver' } });
  const waits: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    fault('component-stop');
    const from = cluster.state.now;
    while (rolesOf(cluster)?.[0] === 'leader' && cluster.state.now - from < 30_000) cluster.advance(cluster.state.now + 100);
    const restartAt = cluster.controlPlane().find(({ name }) => name === SCHEDULER)?.candidates[0]?.restartAt ?? 0;
    waits.push(restartAt === 0 ? 0 : Math.round((restartAt - cluster.state.now) / 1000));
    fault('component-start');
    cluster.advance(cluster.state.now + 90_000);
  }
  expect(waits).toEqual([0, 10, 20, 40]);
});
