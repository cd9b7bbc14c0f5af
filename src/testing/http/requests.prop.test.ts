import { describe, expect, test } from 'vitest';
import { decodeObject } from '../../api/decode.ts';
import type { KindDefinition } from '../../api/kind.ts';
import { KINDS } from '../../api/kinds/registry.ts';
import { type KubeObject, groupResource } from '../../api/object.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { Service, Status } from '../../api/types.gen.ts';
import { PROTOBUF } from '../../api/http/accept.ts';
import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import { parseDocuments } from '../../api/yaml.ts';
import { asWritten } from '../../api/written.ts';
import { type PrngState, createPrng } from '../../base/prng.ts';
import type { Cluster } from '../../sim/cluster.ts';
import { readObject, scanObjects } from '../../sim/store/store.ts';
import { type Living, hostileRequest } from './hostile.ts';
import { readCommitted, readPins } from './pin.ts';
import { jsonOf, textOfBody } from './protobuf-json.ts';
import type { Step } from './transcript.ts';
import { type World, bootWorld, exchange } from './world.ts';

/** What the server must survive: recorded requests of every kind, bent at random, in any order, while controllers are at work. */
const REQUESTS = 20_000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const LOOK_EVERY = 250;
const NAMESPACES = ['one', 'two'];

const steps: readonly Step[] = Object.keys(readPins())
  .flatMap((id) => readCommitted(id).steps)
  .filter(({ path, rawRepeat }) => path !== undefined && rawRepeat === undefined);

describe('hostile requests', () => {
  test.each(SEEDS)('seed %i', (seed) => {
    const random = createPrng(seed, 'hostile');
    const world = bootWorld({ ...readCommitted('001-configmap-crud'), namespace: 'one' }, seed);
    for (const name of NAMESPACES.slice(1)) createNamespace(world.cluster, name);
    for (let count = 0; count < REQUESTS / SEEDS.length; count += 1) {
      send(world, hostileRequest(random, steps, livingIn(world.cluster)));
      if (count % LOOK_EVERY === 0) look(world, random);
    }
    look(world, random);
  });
});

function livingIn({ state }: Cluster): Living {
  return (resource, namespace) => {
    const table = [...state.store.tables.keys()].find((name) => name.split('.')[0] === resource);
    if (table === undefined) return [];
    const found = scanObjects(state.store, table, namespace === '' ? '' : `${namespace}/`);
    return Array.from(found, ([key]) => key.split('/').at(-1) ?? '');
  };
}

function createNamespace(cluster: Cluster, name: string): void {
  cluster.request({ verb: 'create', group: '', resource: 'namespaces', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
  cluster.advance(cluster.state.now + 1000);
}

function send(world: World, http: HttpRequest): void {
  const { store } = world.cluster.state;
  const before = store.revision;
  const answered = exchange(world, http);
  const what = `${http.method} ${http.path} ${JSON.stringify(http.query)} ${String(http.body).slice(0, 2000)}`;
  expect(store.revision, what).toBeGreaterThanOrEqual(before);
  if (!('lines' in answered) && answered.code >= 400) expectStatus(answered, what);
}

/** Whatever is refused is refused with a Status; only a path that nobody serves is a page. */
function expectStatus(answer: HttpAnswer, what: string): void {
  const { code, contentType } = answer;
  const body = contentType === PROTOBUF ? JSON.stringify(jsonOf(answer.body as Uint8Array)) : textOfBody(answer);
  if (contentType.startsWith('text/plain')) return expect(body, what).toBe('404 page not found\n');
  const status = (contentType === 'application/yaml' ? parseDocuments(body)[0]?.value : JSON.parse(body)) as Status;
  expect(status, what).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code });
  expect(status.message, what).toMatch(/\S/);
  // Errors that Kubernetes does not foresee have no reason.
  if (code !== 500) expect(status.reason, what).toMatch(/^[A-Z]\w+$/);
}

function look({ cluster }: World, _random: PrngState): void {
  expectLog(cluster);
  for (const kind of KINDS) if (kind.virtual === undefined && kind.view === undefined) expectObjects(cluster, kind);
  expectAllocations(cluster);
  cluster.advance(cluster.state.now + 500);
}

function expectLog(cluster: Cluster): void {
  const { log, compacted, revision } = cluster.state.store;
  for (const [index, entry] of log.entries()) {
    if (entry.revision !== compacted + index + 1) throw new Error(`revision ${entry.revision} at ${index} after ${compacted}`);
    if (entry.object.metadata.resourceVersion !== String(entry.revision))
      throw new Error(`object of revision ${entry.revision} says otherwise`);
  }
  expect(log.at(-1)?.revision ?? compacted).toBe(revision);
}

/** What is stored can be read, stands under its key, and would pass its own validation. */
function expectObjects(cluster: Cluster, kind: KindDefinition): void {
  const { store } = cluster.state;
  const resource = groupResource(kind.type);
  for (const [key, object] of scanObjects(store, resource, '')) {
    const { namespace, name = '' } = object.metadata;
    expect(key).toBe(kind.type.namespaced ? `${namespace}/${name}` : name);
    expect(readObject(store, resource, key)).toBe(object);
    if (CHECKED.has(object)) continue;
    CHECKED.add(object);
    const bare = withoutManagers(object);
    const { object: decoded } = decodeObject(JSON.parse(JSON.stringify(bare)) as JsonValue, kind, 'Strict');
    const written = asWritten(bare, kind.schema);
    expect(asWritten(decoded, kind.schema), `${resource} ${key}`).toEqual(written);
    expect(asWritten(kind.default(decoded), kind.schema), `${resource} ${key}`).toEqual(written);
  }
}

/** Who manages which fields is kept in a form of its own. */
function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _managers, ...metadata } = object.metadata;
  return { ...object, metadata };
}

const CHECKED = new WeakSet<KubeObject>();

function expectAllocations(cluster: Cluster): void {
  const { store, server } = cluster.state;
  const addresses = new Map<string, string>();
  const ports = new Map<number, string>();
  for (const [key, object] of scanObjects(store, 'services', '')) {
    const { clusterIPs = [], ports: all = [], type } = (object as Service).spec ?? {};
    for (const address of clusterIPs) if (address !== 'None' && address !== '') addresses.set(address, key);
    if (type !== 'ExternalName') for (const { nodePort } of all) if (nodePort !== undefined) ports.set(nodePort, key);
  }
  expect(Object.fromEntries(server.clusterIps)).toEqual(Object.fromEntries(addresses));
  for (const [port, key] of ports) expect(server.nodePorts.get(port), `node port ${port}`).toBe(key);
}
