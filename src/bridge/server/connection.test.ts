import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { openBridge, until } from '../testing/bridge.ts';
import { ADMINISTRATOR } from './identities.ts';

const GAUGES = ['apiserver_registered_watchers', 'apiserver_current_inflight_requests', 'kubarium_unsent_bytes'];

/** The gauges by name. The request that asks is in flight itself. */
async function gaugesOf(address: string): Promise<readonly number[]> {
  const text = await (await fetch(`http://${address}/metrics`)).text();
  return GAUGES.map((name) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]));
}

test('answers that wait behind another are forgotten with their connection', async () => {
  const bridge = await openBridge({ nobody: ADMINISTRATOR });
  const { address } = bridge;
  const [host = '', port = ''] = address.split(':');
  const socket = connect(Number(port), host);
  socket.pause();
  // Nothing behind a watch has the socket before the watch ends.
  const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: ${address}\r\n\r\n`;
  const watch = ask('/api/v1/pods?watch=1');
  socket.write(watch + watch + ask('/api/v1/nodes') + ask('/api/v1/nodes'));
  await until(async () => {
    const [watches = 0, , unsent = 0] = await gaugesOf(address);
    return watches === 2 && unsent > 0;
  }, 'answers on their way');
  socket.destroy();
  await until(async () => String(await gaugesOf(address)) === '0,1,0', 'the end of them');
  expect(bridge.failures).toEqual([]);
  await bridge.close();
});
