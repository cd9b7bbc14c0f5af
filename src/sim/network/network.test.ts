import { describe, expect, it } from 'vitest';
import { NODE, POD, SERVICE } from '../../api/resources.ts';
import type { PodSpec, Service, ServiceSpec } from '../../api/types.gen.ts';
import { type SmallCluster, smallCluster } from '../../testing/small-cluster.ts';
import { candidates } from './coredns.ts';
import { parseUrl } from './url.ts';

describe('URLs', () => {
  it.each([
    { text: 'http://web', parsed: { scheme: 'http', host: 'web', port: 80, path: '/' } },
    { text: 'web.default:8080/a/b?c=d#e', parsed: { scheme: 'http', host: 'web.default', port: 8080, path: '/a/b?c=d' } },
    { text: 'https://10.96.0.1', parsed: { scheme: 'https', host: '10.96.0.1', port: 443, path: '/' } },
    { text: 'tcp://db:5432', parsed: { scheme: 'tcp', host: 'db', port: 5432, path: '/' } },
    { text: 'http://web:99999', parsed: undefined },
    { text: 'ftp://web', parsed: undefined },
    { text: 'http://a b', parsed: undefined },
    { text: '', parsed: undefined },
  ])('$text', ({ text, parsed }) => {
    expect(parseUrl(text)).toEqual(parsed);
  });
});

describe('search path', () => {
  it.each([
    { name: 'web', first: 'web.shop.svc.cluster.local', count: 4 },
    { name: 'web.default', first: 'web.default.shop.svc.cluster.local', count: 4 },
    { name: 'web.default.svc.cluster.local.', first: 'web.default.svc.cluster.local', count: 1 },
    { name: 'a.b.c.d.e.f', first: 'a.b.c.d.e.f', count: 4 },
  ])('$name', ({ name, first, count }) => {
    expect([candidates(name, 'shop')[0], candidates(name, 'shop').length]).toEqual([first, count]);
  });
});

const LABELS = { app: 'web' };

function pod(
  c: SmallCluster,
  name: string,
  spec: PodSpec = { containers: [{ name: 'app', image: 'kubarium/hostname', ports: [{ name: 'http', containerPort: 8080 }] }] },
): void {
  c.create(POD, { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: LABELS }, spec });
}

function service(c: SmallCluster, spec: ServiceSpec = {}, name = 'web'): Service {
  return c.create(SERVICE, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: LABELS, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  });
}

/** Three pods that answer with their names, a client among them, and a Service. */
function shop(spec: ServiceSpec = {}): SmallCluster {
  const c = smallCluster(2);
  for (const name of ['web-a', 'web-b', 'web-c']) pod(c, name);
  c.createPod('client', { containers: [{ name: 'app', image: 'registry.k8s.io/pause:3.10' }] });
  service(c, spec);
  c.run(12);
  return c;
}

const answers = (c: SmallCluster, url: string, count = 60, from = 'default/client') =>
  c.traffic({ url, count, ...(from === '' ? {} : { from }) });

describe('requests to a Service', () => {
  it.each(['http://web', 'http://web.default', 'http://web.default.svc', 'http://web.default.svc.cluster.local'])(
    '%s is spread over its ready pods',
    (url) => {
      const counts = new Map<string, number>();
      for (const { body, status } of answers(shop(), url)) {
        expect(status).toBe(200);
        counts.set(body, (counts.get(body) ?? 0) + 1);
      }
      expect([...counts.keys()].toSorted()).toEqual(["You've hit web-a\n", "You've hit web-b\n", "You've hit web-c\n"]);
      expect(Math.min(...counts.values())).toBeGreaterThan(8);
    },
  );

  it('leave out a pod that is relabelled, and reach nobody once all are gone', () => {
    const c = shop();
    c.patch(POD, 'web-a', { metadata: { labels: { app: 'other' } } });
    c.run(2);
    expect(new Set(answers(c, 'http://web').map(({ pod: name }) => name))).toEqual(new Set(['default/web-b', 'default/web-c']));
    c.remove(POD, 'web-b');
    c.remove(POD, 'web-c');
    c.run(3);
    const [first] = answers(c, 'http://web', 1);
    expect(first).toMatchObject({ ok: false, status: 0, pod: '' });
    expect(first?.body).toMatch(/Connection refused$/);
  });

  it('stay with one pod under session affinity', () => {
    expect(new Set(answers(shop({ sessionAffinity: 'ClientIP' }), 'http://web').map(({ pod: name }) => name)).size).toBe(1);
  });

  it('find the pods themselves behind a headless Service', () => {
    const c = shop({ clusterIP: 'None' });
    expect(new Set(answers(c, 'http://web:8080').map(({ pod: name }) => name)).size).toBe(3);
    expect(answers(c, 'http://web', 1)[0]?.body).toMatch(/port 80: Connection refused$/);
  });

  it.each([
    { name: 'a name that is not there', url: 'http://nope', body: 'curl: (6) Could not resolve host: nope' },
    {
      name: 'a name of another namespace without saying so',
      url: 'http://kubernetes.kube-system',
      body: 'curl: (6) Could not resolve host: kubernetes.kube-system',
    },
    { name: 'no URL at all', url: 'http://', body: 'curl: (3) URL rejected: Malformed input to a URL function' },
  ])('fail for $name', ({ url, body }) => {
    expect(answers(shop(), url, 1)[0]).toMatchObject({ ok: false, status: 0, body });
  });

  it('draw a packet each', () => {
    const c = shop();
    c.cluster.takeHints();
    answers(c, 'http://web', 5);
    const packets = c.cluster.takeHints().filter(({ type }) => type === 'packet');
    expect(packets).toHaveLength(5);
    expect(packets[0]).toMatchObject({ from: 'default/client', service: 'default/web', ok: true });
  });
});

describe('requests from outside', () => {
  it('come in through a node port, on any machine, by address or name', () => {
    const c = shop({ type: 'NodePort' });
    const port = c.get(SERVICE, 'web')?.spec?.ports?.[0]?.nodePort ?? 0;
    for (const host of ['172.18.0.3', 'node-2']) expect(answers(c, `http://${host}:${port}`, 1, '')[0]).toMatchObject({ status: 200 });
    expect(answers(c, 'http://172.18.0.3:30001', 1, '')[0]?.body).toMatch(/Connection refused$/);
  });

  it('come in through a load balancer', () => {
    expect(answers(shop({ type: 'LoadBalancer' }), 'http://203.0.113.1', 1, '')[0]).toMatchObject({ status: 200 });
  });

  it('do not know names of Services', () => {
    expect(answers(shop(), 'http://web', 1, '')[0]?.body).toBe('curl: (6) Could not resolve host: web');
  });
});

describe('machines', () => {
  it('lose packets while they are off', () => {
    const c = shop();
    const address = c.pod('web-a').status?.podIP ?? '';
    const node = c.pod('web-a').spec?.nodeName ?? '';
    expect(answers(c, `http://${address}:8080`, 1)[0]).toMatchObject({ status: 200, pod: 'default/web-a' });
    c.fault({ type: 'node-stop', node });
    c.run(1);
    expect(answers(c, `http://${address}:8080`, 1)[0]?.body).toMatch(/Connection timed out$/);
  });

  it('get addresses of their own', () => {
    const c = smallCluster(3);
    c.fault({ type: 'node-remove', node: 'node-2' });
    c.fault({ type: 'node-add', machine: { name: 'node-9', cpu: '1', memory: '1Gi' } });
    c.run(5);
    expect(c.list(NODE).map(({ metadata, status }) => [metadata.name, status?.addresses?.[0]?.address])).toEqual([
      ['node-1', '172.18.0.3'],
      ['node-3', '172.18.0.5'],
      ['node-9', '172.18.0.6'],
    ]);
  });
});

describe('servers that ask servers', () => {
  it('pass on the answer of the one behind', () => {
    const c = smallCluster();
    c.create(POD, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'front', labels: { app: 'front' } },
      spec: { containers: [{ name: 'nginx', image: 'gcr.io/google-samples/hello-frontend:1.0' }] },
    });
    service(c, { selector: { app: 'front' }, ports: [{ port: 80, targetPort: 80 }] }, 'frontend');
    service(c, { selector: { app: 'hello' }, ports: [{ port: 80, targetPort: 80 }] }, 'hello');
    c.run(10);
    expect(answers(c, 'http://frontend', 1, 'default/front')[0]).toMatchObject({ status: 502, body: '502 Bad Gateway' });
    c.create(POD, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'back', labels: { app: 'hello' } },
      spec: { containers: [{ name: 'hello', image: 'gcr.io/google-samples/hello-go-gke:1.0' }] },
    });
    c.run(10);
    expect(answers(c, 'http://frontend', 1, 'default/front')[0]).toMatchObject({
      status: 200,
      body: '{"message":"Hello"}\n',
      pod: 'default/front',
    });
  });
});
