import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Control, type ControlAnswer, type ControlRequest, listenForControl } from './control.ts';
import { parseFault } from './fault-words.ts';
import { type Bridge, openBridge, until } from './testing/bridge.ts';

let bridge: Bridge;
let control: Control;
let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubarium-'));
  bridge = await openBridge();
  control = await listenForControl(bridge.home, join(folder, 'not-there-yet'));
});
afterEach(async () => {
  control.close();
  await bridge.close();
  rmSync(folder, { recursive: true });
});

function ask(request: ControlRequest): Promise<ControlAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(control.path, () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('data', (piece) => void (text += piece.toString()));
    socket.on('error', reject);
    socket.on('end', () => resolve(JSON.parse(text) as ControlAnswer));
  });
}

const fault = (...words: string[]) => {
  const parsed = parseFault(words);
  return ask(parsed === 'list' ? { type: 'control-plane' } : { type: 'fault', fault: parsed });
};
const get = (path: string) => fetch(`http://${bridge.address}${path}`).then(async (response) => [response.status, await response.text()]);

describe('from a terminal', () => {
  it('the API server is stopped, which nobody can connect to then, and started', async () => {
    expect(await fault('stop', 'kube-apiserver')).toEqual({ error: '' });
    const error: { cause?: { code?: string } } = await get('/version').then(
      () => ({}),
      (thrown: { cause?: { code?: string } }) => thrown,
    );
    expect(error.cause?.code).toBe('ECONNREFUSED');
    expect(await fault('start', 'kube-apiserver')).toEqual({ error: '' });
    const [status] = await until(() => get('/version').catch(() => undefined));
    expect(status).toBe(200);
  });

  it('etcd is stopped, which the checks tell of', async () => {
    await fault('stop', 'etcd');
    expect(await get('/readyz')).toEqual([500, expect.stringContaining('[-]etcd failed: reason withheld\n')]);
    expect(await get('/livez')).toEqual([500, expect.stringMatching(/livez check failed\n$/)]);
    expect(await get('/api/v1/nodes')).toEqual([500, expect.stringContaining('etcdserver: request timed out')]);
    expect((await get('/api/v1/nodes?resourceVersion=0'))[0]).toBe(200);
    await fault('start', 'etcd');
    expect(await get('/readyz')).toEqual([200, 'ok']);
  });

  it('what there is not is said to be missing', async () => {
    expect(await fault('stop', 'nobody')).toMatchObject({
      error: expect.stringMatching(/^no component nobody: there are kube-apiserver, /),
    });
    expect(await fault('list')).toMatchObject({ parts: expect.any(Array), kubeletsStopped: [] });
  });
});

describe('words', () => {
  it.each([
    [['stop', 'kubelet/node-1'], { type: 'component-stop', component: 'kubelet', instance: 'node-1' }],
    [['stop', 'etcd', '--graceful'], { type: 'component-stop', component: 'etcd', graceful: true }],
    [['crash', 'shop/web', 'app'], { type: 'container-crash', namespace: 'shop', pod: 'web', container: 'app' }],
    [['node-add'], { type: 'node-add' }],
  ])('%j', (words, expected) => expect(parseFault(words)).toEqual(expected));

  it.each([
    [['stop'], 'stop wants a name'],
    [['stop', 'a', 'b'], 'stop does not want "b"'],
    [['start', 'a', '--graceful'], '--graceful is for stop'],
    [['explode'], 'unknown fault "explode"; npm run -s fault lists them'],
  ])('%j: %s', (words, message) => expect(() => parseFault(words)).toThrow(message));
});
