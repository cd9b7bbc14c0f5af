import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Answers, FromWorker, RequestBody } from '../../protocol/messages.ts';
import { bytesOf, decodeMessage, encodeMessage } from '../../protocol/wire.ts';
import { type Bridge, START, openBridge, until } from '../testing/bridge.ts';
import { PAGES_PATH } from './pages.ts';

let bridge: Bridge;

beforeEach(async () => {
  bridge = await openBridge();
}, 60_000);
afterEach(async () => {
  expect(bridge.failures).toEqual([]);
  await bridge.close();
});

/** A page's end of the protocol over a real WebSocket. */
interface Page {
  readonly socket: WebSocket;
  readonly isClosed: () => boolean;
  ask<T extends RequestBody['type']>(body: RequestBody & { readonly type: T }): Promise<Answers[T]>;
  say(text: string | Uint8Array): void;
}

async function openPage(headers: Readonly<Record<string, string>> = {}): Promise<Page> {
  const socket = new WebSocket(`ws://${bridge.address}${PAGES_PATH}`, { headers });
  const waiting = new Map<number, (message: FromWorker) => void>();
  let id = 0;
  let text = '';
  let closed = false;
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) text = data.toString();
    if (!isBinary && bytesOf(text) > 0) return;
    const message = decodeMessage(text, isBinary ? new Uint8Array(data).slice().buffer : undefined) as FromWorker;
    if ('id' in message) waiting.get(message.id)?.(message);
  });
  socket.on('close', () => (closed = true));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    isClosed: () => closed,
    say: (said) => socket.send(said),
    ask: (body) =>
      new Promise((resolve, reject) => {
        id += 1;
        waiting.set(id, (message) => {
          if (message.type === 'answer') resolve(message.answer as never);
          else reject(new Error(message.type === 'refused' ? message.message : message.type));
        });
        const { text: said, bytes } = encodeMessage({ id, ...body });
        socket.send(said);
        if (bytes !== undefined) socket.send(bytes);
      }),
  };
}

async function attend(): Promise<Page> {
  const page = await openPage();
  await page.ask({ type: 'boot', boot: { from: 'server' } });
  return page;
}

const frameOf = async (page: Page) => (await page.ask({ type: 'frame', visible: true })).frame;

async function create(name: string): Promise<number> {
  const response = await fetch(`http://${bridge.address}/api/v1/namespaces/default/pods`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata: { name }, spec: { containers: [{ name: 'app', image: 'nginx:1.29' }] } }),
  });
  await response.text();
  return response.status;
}

describe('pages', () => {
  test('two of them see the same picture of what happens over HTTP', async () => {
    bridge.home.live.pump.command({ type: 'pause' });
    const pages = [await attend(), await attend()];
    await Promise.all(pages.map(frameOf));
    const next = pages.map((page) => page.ask({ type: 'frame', visible: true }));
    expect(await create('seen')).toBe(201);
    const [one, two] = await Promise.all(next);
    expect(one?.frame.podCount).toBe(1);
    expect(one?.frame.podUid).toBeInstanceOf(Uint32Array);
    expect({ ...one?.frame, sequence: 0 }).toEqual({ ...two?.frame, sequence: 0 });
    expect(one?.clock).toEqual(two?.clock);
  });

  test('what one does is seen by the other and over HTTP', async () => {
    const [one, two] = [await attend(), await attend()];
    const { exitCode } = await one.ask({ type: 'kubectl', line: 'kubectl create configmap from-a-page --from-literal=a=1', files: {} });
    expect(exitCode).toBe(0);
    const { stdout } = await two.ask({ type: 'kubectl', line: 'kubectl get configmap from-a-page -o name', files: {} });
    expect(stdout).toBe('configmap/from-a-page\n');
    const response = await fetch(`http://${bridge.address}/api/v1/namespaces/default/configmaps/from-a-page`);
    expect(await response.json()).toMatchObject({ data: { a: '1' } });
  });

  test('the clock is one for all', async () => {
    const [one, two] = [await attend(), await attend()];
    await one.ask({ type: 'clock', clock: { type: 'speed', speed: 50 } });
    await one.ask({ type: 'clock', clock: { type: 'pause' } });
    await until(async () => {
      const { clock } = await two.ask({ type: 'frame', visible: true });
      return !clock.playing && clock.speed === 50;
    });
  });

  test('a page that nobody sees does not stop the clock of the others', async () => {
    const page = await attend();
    await page.ask({ type: 'frame', visible: false });
    await page.ask({ type: 'clock', clock: { type: 'speed', speed: 100 } });
    const before = bridge.home.cluster.state.now;
    await until(() => bridge.home.cluster.state.now > before + 50);
  });

  test('one boots another cluster: the other is told to come back, and finds it', async () => {
    const [one, two] = [await attend(), await attend()];
    expect(await create('old')).toBe(201);
    const watch = await fetch(`http://${bridge.address}/api/v1/pods?watch=1`);
    await one.ask({ type: 'boot', boot: { from: 'empty', seed: 3, startTime: START, nodes: 5 } });
    await until(two.isClosed, 'the other to be let go');
    expect(one.isClosed()).toBe(false);
    expect((await frameOf(one)).nodeCount).toBe(5);
    const again = await attend();
    expect(await frameOf(again)).toMatchObject({ nodeCount: 5, podCount: 0 });
    // A watch of the cluster that is gone ends in order.
    expect(await watch.text()).toContain('"name":"old"');
    await until(() => bridge.pages.count === 2);
  });

  test('watches that are opened after another cluster has come see all of it', async () => {
    await create('long-ago');
    await bridge.home.replace({ from: 'empty', seed: 3, startTime: START, nodes: 1 });
    // Until its namespace has a service account, pods are refused.
    bridge.home.cluster.advance(START + 20_000);
    const watch = await fetch(`http://${bridge.address}/api/v1/pods?watch=1&timeoutSeconds=1`);
    expect(await create('first')).toBe(201);
    const text = await watch.text();
    expect(text.split('\n').filter((line) => line.startsWith('{"type":"ADDED"'))).toHaveLength(1);
  });

  test('a page that does not read is let go', async () => {
    const page = await attend();
    // Something large to be sent.
    const body = { apiVersion: 'v1', kind: 'ConfigMap', data: { text: 'x'.repeat(900_000) } };
    const target = { group: '', resource: 'configmaps', namespace: 'default' } as const;
    for (const name of ['big-1', 'big-2', 'big-3'])
      await page.ask({ type: 'api', request: { verb: 'create', ...target, body: { ...body, metadata: { name } } } });
    page.socket.pause();
    for (let asked = 0; asked < 100; asked += 1) page.ask({ type: 'api', request: { verb: 'list', ...target } }).catch(() => undefined);
    await until(() => bridge.pages.count === 0, 'the page to be let go');
    page.socket.terminate();
  });

  test('a page that speaks in tongues is let go, and nobody else notices', async () => {
    const other = await attend();
    for (const said of ['hello', '', '0 {', '8 {"id":1,"type":"ping"}', new Uint8Array([1, 2, 3])]) {
      const page = await attend();
      page.say(said);
      page.say(new Uint8Array([1]));
      await until(page.isClosed, `${String(said)} to be let go`);
    }
    expect(await other.ask({ type: 'ping' })).toBeNull();
  });

  test('a page that asks before it has booted is refused', async () => {
    const page = await openPage();
    await expect(page.ask({ type: 'ping' })).rejects.toThrow('no cluster has been booted');
    await expect(page.ask({ type: 'boot', boot: { from: 'snapshot', bytes: new Uint8Array([1]) } })).rejects.toThrow('not a snapshot');
    expect((await attend().then(frameOf)).nodeCount).toBe(3);
  });
});

describe('who may ask', () => {
  const get = (headers: Readonly<Record<string, string>>): Promise<number> =>
    new Promise((resolve, reject) => {
      const [host = '', port = ''] = bridge.address.split(':');
      const request = ask({ host, port, path: '/api/v1/nodes', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.on('error', reject).end();
    });

  test.each([
    [{}, 200],
    [{ host: 'localhost:80' }, 200],
    [{ origin: 'http://localhost:5173' }, 200],
    [{ origin: 'http://127.0.0.1:4179' }, 200],
    [{ host: 'example.com' }, 403],
    [{ host: '127.0.0.1.example.com' }, 403],
    [{ origin: 'https://example.com' }, 403],
    [{ origin: 'https://localhost.example.com' }, 403],
    [{ origin: 'null' }, 403],
  ])('%j', async (headers, code) => {
    expect(await get(headers)).toBe(code);
    const page = openPage(headers);
    if (code === 200) (await page).socket.close();
    else await expect(page).rejects.toThrow('403');
  });

  test('a foreign page that hangs up at once does no harm', async () => {
    const [host = '', port = '0'] = bridge.address.split(':');
    const lines = [`GET ${PAGES_PATH} HTTP/1.1`, 'Host: example.com', 'Connection: Upgrade', 'Upgrade: websocket', '', ''];
    for (let times = 0; times < 20; times += 1) {
      const socket = connect(Number(port), host);
      socket.on('error', () => undefined);
      socket.write(lines.join('\r\n'), () => socket.resetAndDestroy());
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect(await get({})).toBe(200);
  });
});
