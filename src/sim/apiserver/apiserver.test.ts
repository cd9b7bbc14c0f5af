import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import type { ApiRequest, ApiResponse, KubeList } from '../../api/request.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { ConfigMap, Namespace, Pod, Service, Status } from '../../api/types.gen.ts';
import { createCluster } from '../cluster.ts';

const START = Date.UTC(2026, 0, 1);

function server() {
  const cluster = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1, { freeze: true });
  cluster.advance(START + 1000);
  return { cluster, ask: (request: ApiRequest) => cluster.request(request) };
}

const CONFIG_MAPS = { group: '', resource: 'configmaps', namespace: 'default' } as const;

function configMap(name: string, data: JsonValue = { a: '1' }): JsonValue {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

function message(response: ApiResponse): string {
  return (response.body as Status).message ?? '';
}

describe('create, get, update, delete', () => {
  it('fills in the system fields', () => {
    const { ask } = server();
    const { code, body } = ask({ verb: 'create', ...CONFIG_MAPS, body: configMap('a') });
    expect(code).toBe(201);
    const { metadata } = body as ConfigMap;
    expect(metadata).toMatchObject({ name: 'a', namespace: 'default', creationTimestamp: '2026-01-01T00:00:01Z' });
    expect(metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('refuses a second object of the same name in the real words', () => {
    const { ask } = server();
    ask({ verb: 'create', ...CONFIG_MAPS, body: configMap('a') });
    const again = ask({ verb: 'create', ...CONFIG_MAPS, body: configMap('a') });
    expect([again.code, message(again)]).toEqual([409, 'configmaps "a" already exists']);
  });

  it('refuses a stale resourceVersion and drops a write that changes nothing', () => {
    const { ask } = server();
    const first = ask({ verb: 'create', ...CONFIG_MAPS, body: configMap('a') }).body as ConfigMap;
    const same = ask({ verb: 'update', ...CONFIG_MAPS, name: 'a', body: first as unknown as JsonValue }).body as ConfigMap;
    expect(same.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const second = ask({ verb: 'update', ...CONFIG_MAPS, name: 'a', body: { ...first, data: { a: '2' } } as unknown as JsonValue });
    expect(second.code).toBe(200);
    const stale = ask({ verb: 'update', ...CONFIG_MAPS, name: 'a', body: { ...first, data: { a: '3' } } as unknown as JsonValue });
    expect([stale.code, message(stale)]).toEqual([
      409,
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    ]);
  });

  it('keeps an object with finalizers until the last one is gone', () => {
    const { ask } = server();
    const body = { ...(configMap('a') as object), metadata: { name: 'a', finalizers: ['example.com/hold'] } } as unknown as JsonValue;
    ask({ verb: 'create', ...CONFIG_MAPS, body });
    const deleting = ask({ verb: 'delete', ...CONFIG_MAPS, name: 'a' }).body as KubeObject;
    expect(deleting.metadata).toMatchObject({ deletionGracePeriodSeconds: 0, deletionTimestamp: '2026-01-01T00:00:01Z' });
    ask({ verb: 'patch', ...CONFIG_MAPS, name: 'a', patchType: 'merge', body: { metadata: { finalizers: null } } });
    expect(ask({ verb: 'get', ...CONFIG_MAPS, name: 'a' }).code).toBe(404);
  });

  it('gives a pod its grace period, and shortens it on request', () => {
    const { ask, cluster } = server();
    const pods = { group: '', resource: 'pods', namespace: 'default' } as const;
    cluster.request({
      verb: 'create',
      group: '',
      resource: 'serviceaccounts',
      namespace: 'default',
      body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } },
    });
    const spec = { serviceAccountName: 'robot', containers: [{ name: 'c', image: 'nginx' }], nodeName: 'gone' };
    const created = ask({ verb: 'create', ...pods, body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec } });
    expect(created.code).toBe(201);
    const deleted = ask({ verb: 'delete', ...pods, name: 'p' }).body as Pod;
    expect(deleted.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-01-01T00:00:31Z', generation: 2 });
    const shorter = ask({ verb: 'delete', ...pods, name: 'p', body: { gracePeriodSeconds: 5 } }).body as Pod;
    expect(shorter.metadata).toMatchObject({ deletionGracePeriodSeconds: 5, deletionTimestamp: '2026-01-01T00:00:06Z' });
    ask({ verb: 'delete', ...pods, name: 'p', body: { gracePeriodSeconds: 0 } });
    expect(ask({ verb: 'get', ...pods, name: 'p' }).code).toBe(404);
  });

  it('answers preconditions, unknown resources and unsupported verbs as the real server', () => {
    const { ask } = server();
    ask({ verb: 'create', ...CONFIG_MAPS, body: configMap('a') });
    const precondition = ask({ verb: 'delete', ...CONFIG_MAPS, name: 'a', body: { preconditions: { uid: 'x' } } });
    expect(message(precondition)).toMatch(
      /^Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition \(x\) does not match the UID in record/,
    );
    expect(message(ask({ verb: 'list', group: 'example.com', resource: 'widgets' }))).toBe(
      'the server could not find the requested resource',
    );
    expect(message(ask({ verb: 'create', ...CONFIG_MAPS, namespace: 'nowhere', body: configMap('a') }))).toBe(
      'namespaces "nowhere" not found',
    );
    expect(message(ask({ verb: 'delete', group: '', resource: 'namespaces', name: 'default' }))).toBe(
      'namespaces "default" is forbidden: this namespace may not be deleted',
    );
  });

  it('holds no dry run', () => {
    const { ask } = server();
    expect(ask({ verb: 'create', ...CONFIG_MAPS, body: configMap('a'), options: { dryRun: true } }).code).toBe(201);
    expect(ask({ verb: 'get', ...CONFIG_MAPS, name: 'a' }).code).toBe(404);
  });
});

describe('list', () => {
  const NAMES = ['a', 'b', 'c', 'd', 'e'];

  function filled() {
    const { ask } = server();
    for (const name of NAMES)
      ask({
        verb: 'create',
        ...CONFIG_MAPS,
        body: { ...(configMap(name) as object), metadata: { name, labels: { x: name < 'c' ? '1' : '2' } } } as unknown as JsonValue,
      });
    return ask;
  }
  const names = (response: ApiResponse) =>
    (response.body as KubeList).items.map((item) => item.metadata.name ?? '').filter((name) => name.length === 1);

  it('selects by labels and fields', () => {
    const ask = filled();
    expect(names(ask({ verb: 'list', ...CONFIG_MAPS, options: { labelSelector: 'x=1' } }))).toEqual(['a', 'b']);
    expect(names(ask({ verb: 'list', ...CONFIG_MAPS, options: { fieldSelector: 'metadata.name!=a', labelSelector: 'x' } }))).toEqual([
      'b',
      'c',
      'd',
      'e',
    ]);
    expect(message(ask({ verb: 'list', ...CONFIG_MAPS, options: { fieldSelector: 'data=1' } }))).toContain('is not a known field selector');
  });

  it('pages through one snapshot while the present moves on', () => {
    const ask = filled();
    const first = ask({ verb: 'list', ...CONFIG_MAPS, options: { limit: 2, labelSelector: 'x' } }).body as KubeList;
    expect(first.items.map((item) => item.metadata.name)).toEqual(['a', 'b']);
    ask({ verb: 'delete', ...CONFIG_MAPS, name: 'c' });
    ask({
      verb: 'create',
      ...CONFIG_MAPS,
      body: { ...(configMap('cc') as object), metadata: { name: 'cc', labels: { x: '9' } } } as unknown as JsonValue,
    });
    const rest = ask({ verb: 'list', ...CONFIG_MAPS, options: { continue: first.metadata.continue ?? '', labelSelector: 'x' } })
      .body as KubeList;
    expect(rest.items.map((item) => item.metadata.name)).toEqual(['c', 'd', 'e']);
    expect(rest.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
  });

  it('answers 410 when the snapshot has been compacted away', () => {
    const { ask, cluster } = server();
    for (const name of NAMES) ask({ verb: 'create', ...CONFIG_MAPS, body: configMap(name) });
    const first = ask({ verb: 'list', ...CONFIG_MAPS, options: { limit: 1 } }).body as KubeList;
    ask({ verb: 'create', ...CONFIG_MAPS, body: configMap('f') });
    cluster.advance(START + 660_000);
    const expired = ask({ verb: 'list', ...CONFIG_MAPS, options: { continue: first.metadata.continue ?? '' } });
    expect([expired.code, (expired.body as Status).reason]).toEqual([410, 'Expired']);
  });

  it('makes a Table', () => {
    const { ask } = server();
    const table = ask({ verb: 'list', group: '', resource: 'namespaces', as: 'Table' }).body;
    expect(table).toMatchObject({ kind: 'Table', columnDefinitions: [{ name: 'Name' }, { name: 'Status' }, { name: 'Age' }] });
  });
});

describe('services', () => {
  const SERVICES = { group: '', resource: 'services', namespace: 'default' } as const;
  const service = (name: string, spec: JsonValue): JsonValue => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec });

  it('get cluster IPs and node ports from the dynamic bands, and give them back', () => {
    const { ask, cluster } = server();
    const { body } = ask({
      verb: 'create',
      ...SERVICES,
      body: service('a', { type: 'NodePort', selector: { a: 'b' }, ports: [{ port: 80 }] }),
    });
    const { spec } = body as Service;
    expect(spec?.clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\./);
    expect(spec?.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30086);
    expect(spec).toMatchObject({ ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack', internalTrafficPolicy: 'Cluster' });
    ask({ verb: 'delete', ...SERVICES, name: 'a' });
    expect([cluster.state.server.clusterIps.size, cluster.state.server.nodePorts.size]).toEqual([1, 0]);
  });

  it('refuse what is taken', () => {
    const { ask } = server();
    const taken = ask({ verb: 'create', ...SERVICES, body: service('a', { clusterIP: '10.96.0.1', ports: [{ port: 80 }] }) });
    expect(message(taken)).toBe(
      'Service "a" is invalid: spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated',
    );
    const outside = ask({ verb: 'create', ...SERVICES, body: service('a', { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] }) });
    expect(message(outside)).toContain('provided port is not in the valid range. The range of valid ports is 30000-32767');
  });
});

describe('namespaces', () => {
  it('stay Terminating until finalized', () => {
    const { ask } = server();
    const all = { group: '', resource: 'namespaces' } as const;
    ask({ verb: 'create', ...all, body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } } });
    const deleting = ask({ verb: 'delete', ...all, name: 'n' }).body as Namespace;
    expect(deleting.status?.phase).toBe('Terminating');
    const refused = ask({ verb: 'create', ...CONFIG_MAPS, namespace: 'n', body: configMap('a') });
    expect([refused.code, message(refused)]).toEqual([
      403,
      'configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated',
    ]);
  });
});
