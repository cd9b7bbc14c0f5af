import { describe, expect, it } from 'vitest';
import type { ApiResponse, LogOptions } from '../../api/request.ts';
import { SERVICE } from '../../api/resources.ts';
import type { Status } from '../../api/types.gen.ts';
import { createCluster, restoreCluster } from '../cluster.ts';
import { START, type SmallCluster, handlesOf, one, smallCluster } from '../../testing/small-cluster.ts';
import { MOST_BYTES, MOST_LINES } from '../images/log/limits.ts';

const script = (text: string, image = 'busybox') => ({ containers: [{ name: 'app', image, command: ['sh', '-c', text] }] });

function ask({ cluster }: SmallCluster, name: string, log: LogOptions = {}): ApiResponse {
  return cluster.request({ verb: 'get', group: '', resource: 'pods', namespace: 'default', name, subresource: 'log', log });
}

function lines(c: SmallCluster, name: string, log: LogOptions = {}): readonly string[] {
  const { body } = ask(c, name, log);
  if (!('text' in body)) throw new Error((body as Status).message);
  return body.text.split('\n').slice(0, -1);
}

const message = (response: ApiResponse) => (response.body as Status).message;

describe('what scripts print', () => {
  it('has its time and comes in order', () => {
    const c = smallCluster();
    c.createPod('p', script('echo a; sleep 3; echo b >&2; sh -c "sleep 2; echo c"; echo d; sleep 999'));
    c.run(15);
    const stamps = lines(c, 'p', { timestamps: true }).map((line) => [Date.parse(line.split(' ')[0] ?? ''), line.split(' ')[1]] as const);
    const start = stamps[0]?.[0] ?? 0;
    expect(stamps.map(([at, text]) => [at - start, text])).toEqual([
      [0, 'a'],
      [3000, 'b'],
      [5000, 'c'],
      [5000, 'd'],
    ]);
  });

  it('of a loop that only prints is worked out, however long it has gone on', () => {
    const c = smallCluster();
    c.createPod('counter', script('i=10; while true; do i=$((i+2)); echo $i $(date +%T); sleep 2; done'));
    c.createPod('ring', script('i=0; while true; do i=$(( (i+1) % 3 )); echo $i; sleep 1; done'));
    c.run(12);
    const before = c.cluster.state.handled;
    const first = lines(c, 'counter')[0] ?? '';
    expect(first).toMatch(/^12 00:00:\d\d$/);
    c.run(7200);
    const all = lines(c, 'counter');
    expect(all).toHaveLength(MOST_LINES);
    const [count = '', time = ''] = (all.at(-1) ?? '').split(' ');
    const seconds = (text: string) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    expect((Number(count) - 12) / 2).toBe((seconds(time) - seconds(first.split(' ')[1] ?? '')) / 2);
    expect(lines(c, 'ring', { tailLines: 300 })).toEqual(expect.arrayContaining(['0', '1', '2']));
    // Nothing but the cluster's own business happened in two hours.
    expect(c.cluster.state.handled - before).toBeLessThan(20_000);
  });

  it('is bounded in lines and bytes', () => {
    const c = smallCluster();
    c.createPod('p', script('for i in $(seq 1 900); do echo ${i}a; echo ${i}b; sleep 0.001; done; sleep 999'));
    c.createPod('wide', script(`for i in $(seq 1 900); do echo ${'x'.repeat(500)} $i; sleep 0.001; done; sleep 999`));
    c.run(8);
    const all = lines(c, 'p');
    expect(all.length).toBeLessThanOrEqual(MOST_LINES);
    expect(all.at(-1)).toBe('900b');
    expect(lines(c, 'wide').join('\n').length).toBeLessThanOrEqual(MOST_BYTES);
    expect(lines(c, 'wide').at(-1)).toMatch(/ 900$/);
  });

  it('survives a snapshot', () => {
    const c = smallCluster();
    c.createPod('p', script('echo a; while true; do date; sleep 1; done'));
    c.run(20);
    const again = handlesOf(restoreCluster(c.cluster.snapshot()));
    again.run(30);
    c.run(30);
    expect(lines(again, 'p')).toEqual(lines(c, 'p'));
  });
});

it('is told stream by stream where that gate is on', () => {
  const machines = [{ name: 'node-1', cpu: '4', memory: '8Gi' }];
  const spec = { startTime: START, images: 'registry', machines, featureGates: { PodLogsQuerySplitStreams: true } } as const;
  const c = handlesOf(createCluster(spec, 1));
  c.run(10);
  c.createPod('p', script('echo a; echo b >&2; echo c; sleep 99'));
  c.run(8);
  expect(lines(c, 'p', { stream: 'Stdout' })).toEqual(['a', 'c']);
  expect(lines(c, 'p', { stream: 'Stderr' })).toEqual(['b']);
  expect(lines(c, 'p', { stream: 'All', tailLines: 1 })).toEqual(['c']);
  expect(message(ask(c, 'p', { stream: 'Both' }))).toMatch(
    /stream: Unsupported value: "Both": supported values: "All", "Stderr", "Stdout"$/,
  );
});

describe('attempts', () => {
  function crashed(): SmallCluster {
    const c = smallCluster();
    c.createPod('p', {
      containers: [
        { ...one('busybox').containers[0], name: 'app', image: 'busybox', command: ['sh', '-c', 'date +%T; sleep 1; echo over; exit 1'] },
      ],
    });
    c.run(8);
    return c;
  }

  it('are the present one and the one before', () => {
    const c = crashed();
    c.run(20);
    const { restartCount = 0 } = c.pod('p').status?.containerStatuses?.[0] ?? {};
    expect(restartCount).toBeGreaterThan(0);
    expect(lines(c, 'p')[1]).toBe('over');
    c.run(40);
    const [now, then] = [lines(c, 'p')[0] ?? '', lines(c, 'p', { previous: true })[0] ?? ''];
    expect(then <= now).toBe(true);
  });

  it('give a message to what failed, where that is asked for', () => {
    const c = smallCluster();
    const [container] = script('for i in $(seq 1 100); do echo line $i; done; exit 2').containers;
    c.createPod('p', {
      restartPolicy: 'Never',
      containers: [{ name: 'app', ...container, terminationMessagePolicy: 'FallbackToLogsOnError' }],
    });
    c.run(8);
    const said = c.pod('p').status?.containerStatuses?.[0]?.state?.terminated?.message?.split('\n') ?? [];
    expect(said).toHaveLength(81);
    expect(said.slice(-2)).toEqual(['line 100', '']);
  });
});

describe('servers', () => {
  it('write of what they start, of requests and probes, and that they stop', () => {
    const c = smallCluster();
    c.createPod('web', {
      containers: [
        {
          name: 'nginx',
          image: 'nginx:1.29',
          livenessProbe: { httpGet: { path: '/alive', port: 80 }, periodSeconds: 10, failureThreshold: 3 },
        },
      ],
    });
    c.createPod('client', script('sleep 9999'));
    c.run(8);
    const address = c.pod('web').status?.podIP ?? '';
    c.traffic({ url: `http://${address}/page?a=1`, from: 'default/client' });
    const all = lines(c, 'web');
    expect(all[0]).toMatch(/^\/docker-entrypoint.sh: /);
    expect(all).toContainEqual(expect.stringMatching(/\[notice\] 1#1: start worker processes$/));
    expect(all.at(-1)).toMatch(/^10\.244\.0\.\d+ - - \[01\/Jan\/2026:00:00:\d\d \+0000\] "GET \/page\?a=1 HTTP\/1\.1" 404 \d+ "-" "curl/);
    c.run(25);
    expect(lines(c, 'web', { previous: true }).filter((line) => line.includes('GET /alive')).length).toBe(3);
    expect(lines(c, 'web', { previous: true }).at(-1)).toMatch(/1#1: exit$/);
  });

  it('are probed again and again, whether or not somebody made it happen', () => {
    const c = smallCluster();
    c.createPod('web', {
      containers: [{ name: 'nginx', image: 'nginx:1.29', readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 } }],
    });
    c.run(8);
    const before = lines(c, 'web').length;
    c.run(100);
    expect(lines(c, 'web').length - before).toBe(20);
  });

  it('that refuse to start say why', () => {
    const c = smallCluster();
    c.createPod('pg', one('postgres:16'));
    c.run(20);
    expect(lines(c, 'pg')[0]).toBe('Error: Database is uninitialized and superuser password is not specified.');
  });

  it('cost nothing while nobody asks them', () => {
    const c = smallCluster();
    c.createPod('web', one('nginx:1.29'));
    c.create(SERVICE, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { a: 'b' }, ports: [{ port: 80 }] },
    });
    c.run(30);
    const told = c.cluster.ask('kubelet', 'node-1', { type: 'statistics' }) as unknown as readonly {
      containers: readonly { log: unknown }[];
    }[];
    expect(told[0]?.containers[0]?.log).toBeUndefined();
  });
});

describe('refusals', () => {
  const c = smallCluster(2);
  c.createPod('two', {
    containers: [...one('nginx').containers, { name: 'b', image: 'nginx' }],
    initContainers: [{ name: 'i', image: 'busybox', command: ['true'] }],
  });
  c.createPod('web', one('nginx'));
  c.run(10);

  it.each<readonly [name: string, log: LogOptions, code: number, message: string]>([
    ['none', {}, 404, 'pods "none" not found'],
    ['two', {}, 400, 'a container name must be specified for pod two, choose one of: [app b] or one of the init containers: [i]'],
    ['two', { container: 'c' }, 400, 'container c is not valid for pod two'],
    ['web', { previous: true }, 400, 'previous terminated container "app" in pod "web" not found'],
    ['web', { tailLines: -1 }, 422, 'PodLogOptions "web" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0'],
    ['web', { limitBytes: 0 }, 422, 'PodLogOptions "web" is invalid: limitBytes: Invalid value: 0: must be greater than 0'],
    ['web', { stream: 'Stdout' }, 422, 'PodLogOptions "web" is invalid: stream: Forbidden: may not be specified'],
  ])('%s %j', (name, log, code, text) => {
    const response = ask(c, name, log);
    expect([response.code, message(response)]).toEqual([code, text]);
  });

  it('are those of the connection when nobody answers', () => {
    const { nodeName = '' } = c.pod('web').spec ?? {};
    c.fault({ type: 'component-stop', component: 'kubelet', instance: nodeName });
    c.run(1);
    expect(message(ask(c, 'web', { follow: true }))).toMatch(
      /^Get "https:\/\/172\.18\.0\.\d:10250\/containerLogs\/default\/web\/app\?follow=true": dial tcp 172\.18\.0\.\d:10250: connect: connection refused$/,
    );
    c.fault({ type: 'node-stop', node: nodeName });
    c.run(1);
    expect(message(ask(c, 'web'))).toMatch(/connect: no route to host$/);
  });

  it('are of a subresource that roles name', () => {
    const bob = { user: 'bob', groups: ['system:authenticated'] };
    const target = { group: '', resource: 'pods', namespace: 'default', name: 'web', subresource: 'log' };
    expect(message(c.cluster.request({ verb: 'get', ...target, log: {} }, bob))).toBe(
      'pods "web" is forbidden: User "bob" cannot get resource "pods/log" in API group "" in the namespace "default"',
    );
  });
});
