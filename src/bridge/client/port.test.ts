/** kubectl over HTTP prints what it prints without, command for command, on two clusters that are the same. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import type { ApiRequest, WatchEvent } from '../../api/request.ts';
import { serveWorld } from '../../testing/http/serve.ts';
import { httpPort } from './port.ts';
import { COMMANDS } from './testing/commands.ts';
import { AGENT, type Twin, both, startCluster, startTwin, stopTwin } from './testing/twin.ts';

describe('a server of today', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin();
  });
  afterAll(() => stopTwin(twin));

  test.each(COMMANDS)('%s', async (line) => {
    const { near, far } = await both(twin, line);
    expect(far).toEqual(near);
  });
});

describe('a server that knows discovery list by list only', () => {
  let twin: Twin;
  beforeAll(async () => {
    const plain = (accept = '') => (accept.includes('APIGroupDiscoveryList') ? 'application/json' : accept);
    twin = await startTwin({
      read: (request) => ({ ...request, headers: { ...request.headers, accept: plain(request.headers['accept']) } }),
    });
  });
  afterAll(() => stopTwin(twin));

  test.each(['api-resources -o wide', 'get all -A', 'apply -f crd.yaml', 'apply -f gadget.yaml', 'get gd', 'explain gadget.spec'])(
    '%s',
    async (line) => {
      const { near, far } = await both(twin, line);
      expect(far).toEqual(near);
      if (line.startsWith('api-resources')) expect(twin.served.requests).toContain('GET /apis/apps/v1');
    },
  );
});

describe('the port itself', () => {
  let twin: Twin;
  beforeAll(async () => {
    twin = await startTwin();
  });
  afterAll(() => stopTwin(twin));
  const who = { token: 'admin-token' };
  const target = { group: '', version: 'v1', resource: 'configmaps', namespace: 'default' };
  const maps = { ...target, ...who };
  const create = (name: string) =>
    twin.port.request({ verb: 'create', ...maps, body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } } });

  test('a watch hands out what happens while it is read, and ends when nobody reads on', async () => {
    const seen: string[] = [];
    await create('first');
    for await (const event of twin.port.watch(maps, { fieldSelector: 'metadata.name!=kube-root-ca.crt' })) {
      if (event.type === 'ERROR') throw new Error(event.object.message);
      seen.push(`${event.type} ${event.object.metadata.name}`);
      if (seen.length === 1) await create('second');
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['ADDED first', 'ADDED second']);
  });

  test('a watch that can not begin has an error as its only event', async () => {
    const events: WatchEvent[] = [];
    for await (const event of twin.port.watch(maps, { resourceVersion: 'x' })) events.push(event);
    const { body } = twin.near.request({ verb: 'watch', ...target, options: { resourceVersion: 'x' } }, 'admin');
    expect(events).toEqual([{ type: 'ERROR', object: body }]);
  });

  test('a watch that is refused', async () => {
    const events: WatchEvent[] = [];
    for await (const event of twin.port.watch({ ...maps, token: 'bob-token' }, {})) events.push(event);
    expect(events).toMatchObject([{ type: 'ERROR', object: { reason: 'Forbidden' } }]);
  });

  test('the events of a Table all tell its columns', async () => {
    await create('third');
    const tables: unknown[] = [];
    for await (const { object } of twin.port.watch({ ...maps, as: 'Table' }, { timeoutSeconds: 1 })) tables.push(object);
    expect(tables.length).toBeGreaterThan(1);
    for (const table of tables) expect(table).toMatchObject({ columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }] });
  });

  test('warnings lose their quotes', async () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'warned' }, 'a "b" \\ c': 1 };
    const request: ApiRequest = { verb: 'create', ...target, body, options: { fieldValidation: 'Warn' } };
    const { warnings } = await twin.port.request({ ...request, ...who });
    expect(warnings).toEqual(twin.near.request(request, 'admin').warnings);
    expect(warnings).toHaveLength(1);
  });

  test('who asks is told, and whom for', async () => {
    const review = { group: 'authentication.k8s.io', version: 'v1', resource: 'selfsubjectreviews' };
    const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const impersonate = { user: 'system:alice', uid: '7', groups: ['a', 'b'], extra: { 'example.org/x': ['1', '2'] } };
    const answer = await twin.port.request({ verb: 'create', ...review, ...who, impersonate, body });
    expect(answer.body).toMatchObject({
      status: {
        userInfo: {
          username: 'system:alice',
          uid: '7',
          groups: ['a', 'b', 'system:authenticated'],
          extra: { 'example.org/x': ['1', '2'] },
        },
      },
    });
  });

  test('the clock is that of the server', async () => {
    const port = httpPort({ server: twin.served.url, userAgent: AGENT });
    await port.request({ verb: 'version', ...who });
    expect(Math.abs(port.now() - twin.far.state.now)).toBeLessThan(60_000);
    port.close();
  });
});

test('a server that asks for patience is asked again', async () => {
  let left = 2;
  const instead = (request: HttpRequest): HttpAnswer | undefined => {
    if (!request.path.startsWith('/version') || left-- <= 0) return undefined;
    return { code: 429, contentType: 'text/plain', warnings: [], headers: { 'Retry-After': '1' }, body: 'slow down' };
  };
  const twin = await startTwin({ instead });
  expect(await twin.port.request({ verb: 'version' })).toMatchObject({ code: 200, body: { gitVersion: 'v1.36.2' } });
  expect(twin.served.requests).toHaveLength(3);
  await stopTwin(twin);
});

test('answers that are no Status get the words of client-go', async () => {
  const page = (code: number) => ({ code, contentType: 'text/html', warnings: [], headers: {}, body: '<html>' });
  const codes = [404, 502, 403];
  const twin = await startTwin({ instead: () => page(codes.shift() ?? 500) });
  const messages: unknown[] = [];
  for (let i = 0; i < 3; i++) {
    const { body } = await twin.port.request({
      verb: 'get',
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      namespace: 'a',
      name: 'b',
    });
    messages.push('message' in body ? body.message : body);
  }
  expect(messages).toEqual([
    'the server could not find the requested resource (get deployments.apps b)',
    'an error on the server ("<html>") has prevented the request from succeeding (get deployments.apps b)',
    '<html> (get deployments.apps b)',
  ]);
  await stopTwin(twin);
});

test('what follows the host stands before every path', async () => {
  const served = await serveWorld({ cluster: startCluster() });
  const port = httpPort({ server: `${served.url}/clusters/a/`, userAgent: AGENT });
  await port.request({ verb: 'version' });
  expect(served.requests).toEqual(['GET /clusters/a/version']);
  port.close();
  await served.close();
});
