import { expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import type { ApiRequest, KubeList } from '../../../api/request.ts';
import type { JsonObject } from '../../../api/scalars.ts';
import type { Status } from '../../../api/types.gen.ts';
import { userWorld } from '../../../testing/users.ts';
import { type Cluster, restoreCluster } from '../../cluster.ts';

const GROUP = 'example.com';
const CRD = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };
const WIDGETS = { group: GROUP, resource: 'widgets' };
const ITEMS = { type: 'object', required: ['k'], properties: { k: { type: 'string' }, v: { type: 'string' } } };
const SPEC = {
  type: 'object',
  properties: {
    list: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'], items: ITEMS },
    map: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { a: { type: 'string' }, b: { type: 'string' } } },
  },
};
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `widgets.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'widgets', kind: 'Widget' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: SPEC } } } }],
  },
};

const widget = (name: string, metadata: JsonObject = {}, more: JsonObject = {}): JsonObject => ({
  apiVersion: `${GROUP}/v1`,
  kind: 'Widget',
  metadata: { name, ...metadata },
  ...more,
});

function world() {
  const own = userWorld();
  own.ask({ verb: 'create', ...CRD, body: DEFINITION });
  return own;
}

const names = (cluster: Cluster, resource: object = WIDGETS) =>
  (cluster.request({ verb: 'list', ...resource } as ApiRequest).body as KubeList).items.map(({ metadata }) => metadata.name);

test('objects go with their namespace', () => {
  const { ask, told, cluster, run } = world();
  ask({ verb: 'create', group: '', resource: 'namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } } });
  ask({ verb: 'create', ...WIDGETS, namespace: 'team', body: widget('a') });
  ask({ verb: 'create', ...WIDGETS, namespace: 'default', body: widget('b') });
  expect(told({ verb: 'delete', group: '', resource: 'namespaces', name: 'team' })).toBe('200');
  run(60);
  expect(names(cluster)).toEqual(['b']);
  expect(told({ verb: 'get', group: '', resource: 'namespaces', name: 'team' })).toContain('404');
});

/** A widget that owns a ConfigMap and another widget. */
function family() {
  const own = world();
  const parent = own.ask({ verb: 'create', ...WIDGETS, namespace: 'default', body: widget('parent') }).body as KubeObject;
  const ownerReferences = [{ apiVersion: `${GROUP}/v1`, kind: 'Widget', name: 'parent', uid: parent.metadata.uid ?? '' }];
  own.ask({ verb: 'create', ...WIDGETS, namespace: 'default', body: widget('child', { ownerReferences }) });
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'child', ownerReferences } };
  own.ask({ verb: 'create', group: '', resource: 'configmaps', namespace: 'default', body: map });
  own.run(5);
  return own;
}

const left = (cluster: Cluster) =>
  [...names(cluster), ...names(cluster, { group: '', resource: 'configmaps', namespace: 'default' })].filter(
    (name) => name !== 'kube-root-ca.crt',
  );

test.each([
  ['Background', []],
  ['Foreground', []],
  ['Orphan', ['child', 'child']],
] as const)('dependents of a custom object, %s', (propagationPolicy, expected) => {
  const { ask, cluster, run } = family();
  ask({ verb: 'delete', ...WIDGETS, namespace: 'default', name: 'parent', body: { propagationPolicy } });
  run(60);
  expect(left(cluster)).toEqual(expected);
});

test('dependents of objects that go with their definition', () => {
  const { ask, cluster, run } = family();
  ask({ verb: 'delete', ...CRD, name: `widgets.${GROUP}` });
  run(60);
  expect(names(cluster, { group: '', resource: 'configmaps', namespace: 'default' })).toEqual(['kube-root-ca.crt']);
});

test('a cluster that is taken up again in the middle goes on the same', () => {
  const { ask, cluster, run } = family();
  ask({ verb: 'delete', ...WIDGETS, namespace: 'default', name: 'parent' });
  const other = restoreCluster(cluster.snapshot());
  run(60);
  other.advance(cluster.state.now);
  expect(left(other)).toEqual([]);
  expect(JSON.stringify(other.state.store)).toBe(JSON.stringify(cluster.state.store));
});

test('server-side apply knows keys of lists and maps that are one', () => {
  const { ask } = world();
  const apply = (manager: string, spec: JsonObject, force = false) =>
    ask({
      verb: 'patch',
      ...WIDGETS,
      namespace: 'default',
      name: 'a',
      patchType: 'apply',
      body: widget('a', {}, { spec }),
      options: { fieldManager: manager, force },
    });
  expect(apply('one', { list: [{ k: 'x', v: '1' }], map: { a: '1' } }).code).toBe(201);
  expect(apply('two', { list: [{ k: 'y', v: '2' }] }).body).toMatchObject({
    spec: {
      list: [
        { k: 'x', v: '1' },
        { k: 'y', v: '2' },
      ],
    },
  });
  const conflict = apply('two', { map: { b: '2' } });
  expect(conflict.code).toBe(409);
  expect((conflict.body as Status).message).toContain('conflict with "one": .spec.map');
  expect(apply('two', { map: { b: '2' } }, true).body).toMatchObject({ spec: { list: [{ k: 'x', v: '1' }], map: { b: '2' } } });
});

test('watches see objects come, change and go', () => {
  const { ask } = world();
  const { metadata } = ask({ verb: 'list', ...WIDGETS }).body as KubeList;
  ask({ verb: 'create', ...WIDGETS, namespace: 'default', body: widget('a') });
  ask({ verb: 'patch', ...WIDGETS, namespace: 'default', name: 'a', patchType: 'merge', body: { metadata: { labels: { x: 'y' } } } });
  ask({ verb: 'delete', ...WIDGETS, namespace: 'default', name: 'a' });
  const started = ask({ verb: 'watch', ...WIDGETS, options: { resourceVersion: metadata.resourceVersion ?? '' } }).body;
  expect(started.kind === 'WatchStart' && 'events' in started ? started.events.map(({ type }) => type) : []).toEqual([
    'ADDED',
    'MODIFIED',
    'DELETED',
  ]);
});
