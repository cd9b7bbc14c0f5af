import { describe, expect, it } from 'vitest';
import { apiVersionOf, groupResource } from '../../../api/object.ts';
import { KINDS } from '../../../api/kinds/registry.ts';
import type { KubeList } from '../../../api/request.ts';
import { serializePlain } from '../../../base/serialize.ts';
import { createCluster } from '../../cluster.ts';
import type { ClusterSpec } from '../../kernel/spec.ts';
import { baseObjects } from './base-objects.ts';

const SPEC: ClusterSpec = { startTime: Date.UTC(2026, 0, 1), images: 'preloaded', machines: [{ name: 'node-1', cpu: '4', memory: '8Gi' }] };
const RBAC = 'rbac.authorization.k8s.io';

describe('what every cluster is born with', () => {
  it('follows from the seed, each object with a uid and a version of its own', () => {
    const all = [...baseObjects(SPEC, 1).values()].flatMap((table) => [...table.values()]);
    expect(new Set(all.map(({ metadata }) => metadata.uid)).size).toBe(all.length);
    expect(new Set(all.map(({ metadata }) => metadata.resourceVersion)).size).toBe(all.length);
    expect(baseObjects(SPEC, 1)).toEqual(baseObjects(SPEC, 1));
    expect(baseObjects(SPEC, 2)).not.toEqual(baseObjects(SPEC, 1));
  });

  it('is valid by the rules of its kinds', () => {
    for (const [resource, table] of baseObjects(SPEC, 1)) {
      const kind = KINDS.find(({ type, view }) => groupResource(type) === resource && view === undefined);
      for (const object of table.values()) {
        expect([object.kind, object.apiVersion]).toEqual([kind?.type.kind, kind && apiVersionOf(kind.type)]);
        expect(kind?.validate(object)).toEqual([]);
        expect(kind?.default(object)).toEqual(object);
      }
    }
  });

  it('is listed like everything else', () => {
    const cluster = createCluster(SPEC, 1, { freeze: true });
    const count = (group: string, resource: string) => (cluster.request({ verb: 'list', group, resource }).body as KubeList).items.length;
    expect([count(RBAC, 'clusterroles'), count(RBAC, 'clusterrolebindings'), count('scheduling.k8s.io', 'priorityclasses')]).toEqual([
      70, 51, 2,
    ]);
    expect(cluster.request({ verb: 'delete', group: RBAC, resource: 'clusterroles', name: 'view' }).code).toBe(200);
    expect(count(RBAC, 'clusterroles')).toBe(69);
  });

  it('is there for components from its first change on, whenever somebody looks at it', () => {
    const [quiet, watched] = [createCluster(SPEC, 1), createCluster(SPEC, 1)];
    watched.request({ verb: 'list', group: RBAC, resource: 'clusterroles' });
    for (const cluster of [quiet, watched]) cluster.advance(SPEC.startTime + 20_000);
    expect(serializePlain(watched.state)).toBe(serializePlain(quiet.state));
  });
});
