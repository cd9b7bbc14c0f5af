import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../api/scalars.ts';
import { createCluster } from '../../cluster.ts';

const START = Date.UTC(2026, 0, 1);
const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const USER = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'user' },
  spec: {
    nodeName: 'away',
    containers: [{ name: 'c', image: 'nginx' }],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
  },
};

function cluster() {
  const own = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1, { freeze: true });
  const settle = () => void own.advance(own.state.now + 1000);
  const target = (resource: string) => ({ group: '', resource, namespace: 'default' }) as const;
  settle();
  return {
    create: (resource: string, body: JsonValue) => own.request({ verb: 'create', ...target(resource), body }).code,
    remove(resource: string, name: string, grace = 30) {
      own.request({ verb: 'delete', ...target(resource), name, body: { gracePeriodSeconds: grace } });
      settle();
    },
    has: (resource: string, name: string) => own.request({ verb: 'get', ...target(resource), name }).code === 200,
  };
}

describe('a claim that is deleted', () => {
  it('goes at once when no pod uses it', () => {
    const { create, remove, has } = cluster();
    expect(create('persistentvolumeclaims', CLAIM)).toBe(201);
    remove('persistentvolumeclaims', 'data');
    expect(has('persistentvolumeclaims', 'data')).toBe(false);
  });

  it('waits for the pod that uses it', () => {
    const { create, remove, has } = cluster();
    create('persistentvolumeclaims', CLAIM);
    expect(create('pods', USER)).toBe(201);
    remove('persistentvolumeclaims', 'data');
    expect(has('persistentvolumeclaims', 'data')).toBe(true);
    remove('pods', 'user', 0);
    expect(has('persistentvolumeclaims', 'data')).toBe(false);
  });
});
