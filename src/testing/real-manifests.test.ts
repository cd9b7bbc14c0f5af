/** Manifests that people really apply come to rest with every pod Running and every Service with endpoints. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindByGvk } from '../api/kinds/registry.ts';
import type { KubeObject } from '../api/object.ts';
import { isPodReady } from '../api/pod/conditions.ts';
import type { EndpointSlice, Pod, Service } from '../api/types.gen.ts';
import { type ParsedDocument, parseDocuments } from '../api/yaml.ts';
import type { ApiPort } from '../api/request.ts';
import { type Cluster, createCluster } from '../sim/cluster.ts';
import { applyText } from '../worker/apply.ts';
import { clusterPort } from './cluster-port.ts';

const CORPUS = '../shared/manifests';
const EXAMPLES = 'kubernetes-website/content/en/examples';
const START = Date.UTC(2026, 0, 1);

/** Files or folders; in folders everything whose kinds are served here. */
const APPLICATIONS: readonly { readonly name: string; readonly paths: readonly string[] }[] = [
  { name: 'guestbook', paths: ['kubernetes-examples/web/guestbook/all-in-one/guestbook-all-in-one.yaml'] },
  {
    name: 'guestbook in pieces',
    paths: [
      'kubernetes-examples/web/guestbook/all-in-one/frontend.yaml',
      'kubernetes-examples/web/guestbook/all-in-one/redis-replica.yaml',
    ],
  },
  {
    name: 'legacy guestbook',
    paths: [
      'kubernetes-examples/web/guestbook/legacy',
      'kubernetes-examples/web/guestbook/frontend-service.yaml',
      'kubernetes-examples/web/guestbook/redis-master-service.yaml',
      'kubernetes-examples/web/guestbook/redis-replica-service.yaml',
    ],
  },
  { name: 'voting app', paths: ['example-voting-app/k8s-specifications'] },
  { name: 'guestbook of kubernetes.io', paths: [`${EXAMPLES}/application/guestbook`] },
  { name: 'nginx Deployment and Service', paths: [`${EXAMPLES}/application/nginx`] },
  { name: 'nginx Deployment', paths: [`${EXAMPLES}/controllers/nginx-deployment.yaml`] },
  { name: 'nginx ReplicationController', paths: [`${EXAMPLES}/controllers/replication.yaml`] },
  { name: 'frontend ReplicaSet', paths: [`${EXAMPLES}/controllers/frontend.yaml`] },
  { name: 'my-nginx', paths: [`${EXAMPLES}/service/networking/run-my-nginx.yaml`, `${EXAMPLES}/service/networking/nginx-svc.yaml`] },
  {
    name: 'hello front and back',
    paths: ['backend-deployment.yaml', 'backend-service.yaml', 'frontend-deployment.yaml', 'frontend-service.yaml'].map(
      (file) => `${EXAMPLES}/service/access/${file}`,
    ),
  },
  { name: 'simple deployment', paths: [`${EXAMPLES}/application/simple_deployment.yaml`] },
  { name: 'nginx with requests', paths: [`${EXAMPLES}/application/nginx-with-request.yaml`] },
  { name: 'load balancer', paths: [`${EXAMPLES}/service/load-balancer-example.yaml`] },
];

describe.skipIf(!existsSync(CORPUS))('real manifests', () => {
  for (const { name, paths } of APPLICATIONS) {
    it(name, async () => {
      const { cluster, port } = boot();
      const files = paths.flatMap((path) => filesUnder(join(CORPUS, path)));
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) await apply(port, readFileSync(file, 'utf8'));
      cluster.advance(cluster.state.now + 300_000);
      expect(list<Pod>(cluster, 'pods').length).toBeGreaterThan(0);
      expect(notReady(cluster)).toEqual([]);
      expect(withoutEndpoints(cluster)).toEqual([]);
    });
  }
});

function boot(): { cluster: Cluster; port: ApiPort } {
  const machines = ['node-1', 'node-2', 'node-3'].map((name) => ({ name, cpu: '4', memory: '8Gi' }));
  const cluster = createCluster({ startTime: START, machines, images: 'registry' }, 1, { freeze: true });
  cluster.advance(START + 20_000);
  const port = clusterPort(cluster);
  return { cluster, port };
}

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((file) => /\.ya?ml$/.test(file))
    .toSorted()
    .map((file) => join(path, file));
}

async function apply(port: ApiPort, text: string): Promise<void> {
  const served = parseDocuments(text).filter(isServed);
  if (served.length === 0) return;
  const { documents } = await applyText(port, text, 'default', false);
  expect(documents.filter(({ result }) => result === 'error')).toEqual([]);
}

function isServed({ value }: ParsedDocument): boolean {
  const object = value as unknown as KubeObject | null;
  return object !== null && kindByGvk(object.apiVersion, object.kind) !== undefined;
}

function list<T>(cluster: Cluster, resource: string, group = ''): T[] {
  const { body } = cluster.request({ verb: 'list', group, resource, namespace: 'default' });
  return 'items' in body ? ([...body.items] as unknown as T[]) : [];
}

function notReady(cluster: Cluster): string[] {
  const waiting = list<Pod>(cluster, 'pods').filter((pod) => pod.status?.phase !== 'Running' || !isPodReady(pod));
  return waiting.map(
    (pod) => `${pod.metadata.name ?? ''}: ${JSON.stringify(pod.status?.containerStatuses?.[0]?.state ?? pod.status?.conditions)}`,
  );
}

function withoutEndpoints(cluster: Cluster): string[] {
  const slices = list<EndpointSlice>(cluster, 'endpointslices', 'discovery.k8s.io');
  const served = new Set(
    slices.flatMap((slice) =>
      slice.endpoints?.some(({ conditions }) => conditions?.ready) ? [slice.metadata.labels?.['kubernetes.io/service-name']] : [],
    ),
  );
  return list<Service>(cluster, 'services').flatMap((service) =>
    served.has(service.metadata.name) || service.spec?.selector === undefined ? [] : [service.metadata.name ?? ''],
  );
}
