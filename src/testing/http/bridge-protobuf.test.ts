import { expect, test } from 'vitest';
import { PROTOBUF } from '../../api/http/accept.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import { startServer } from '../../bridge/server/server.ts';
import { jsonOf, lineOfFrame } from './protobuf-json.ts';
import { readCommitted } from './pin.ts';
import { TOKENS, bootWorld } from './world.ts';

const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, binaryData: { bin: '/4AA//79' }, data: {} };

/** Bytes that are no text come through a socket unharmed, both ways. */
test('protobuf over sockets', async () => {
  const { cluster } = bootWorld({ ...readCommitted('001-configmap-crud'), namespace: 'one' }, 1);
  const server = await startServer(
    {
      cluster,
      changed: () => server.advanced(),
      pages: 0,
      failed: (error) => {
        throw error;
      },
    },
    {
      host: '127.0.0.1',
      port: 0,
      tokens: new Map(Object.entries(TOKENS)),
      now: () => cluster.state.now,
    },
  );
  const url = `${server.url}/api/v1/namespaces/one/configmaps`;
  const headers = { authorization: 'Bearer admin-token', accept: PROTOBUF };
  try {
    const refused = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': PROTOBUF },
      body: body({ ...CONFIG, data: { é: '' } }),
    });
    expect(refused.status).toBe(422);
    expect(jsonOf(await bytesOf(refused))).toMatchObject({ kind: 'Status', reason: 'Invalid' });

    const created = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': PROTOBUF },
      body: body(CONFIG),
    });
    expect([created.status, created.headers.get('content-type')]).toEqual([201, PROTOBUF]);
    expect(jsonOf(await bytesOf(created))).toMatchObject({ kind: 'ConfigMap', binaryData: { bin: '/4AA//79' } });

    const watched = await fetch(`${url}?watch=1&fieldSelector=metadata.name%3Da`, { headers });
    expect(watched.headers.get('content-type')).toBe(`${PROTOBUF};stream=watch`);
    const frame = await watched.body?.getReader().read();
    expect(JSON.parse(lineOfFrame(frame?.value ?? new Uint8Array()))).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
  } finally {
    await server.close();
  }
});

function body(object: typeof CONFIG): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(PROTOBUF_CODEC.write(object) ?? []);
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer());
}
