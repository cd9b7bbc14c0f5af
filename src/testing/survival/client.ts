/** Plain HTTP over a few connections that are kept. */
import { Agent, type IncomingMessage, request as ask } from 'node:http';
import type { JsonValue } from '../../api/scalars.ts';

export interface Reply {
  /** 0 when the connection ended without an answer. */
  readonly code: number;
  readonly text: string;
}

export interface Client {
  readonly port: number;
  send(method: string, target: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Promise<Reply>;
  json(method: string, target: string, body?: JsonValue): Promise<{ readonly code: number; readonly body: JsonValue }>;
  close(): void;
}

export const ADMINISTRATOR = { authorization: 'Bearer admin-token' } as const;

export function createClient(port: number, connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send: Client['send'] = (method, target, headers, body) =>
    new Promise((resolve) => {
      // Node tells the length of a body by itself only where it expects one.
      const all = body === '' ? headers : { ...headers, 'content-length': Buffer.byteLength(body) };
      const request = ask({ port, host: '127.0.0.1', method, path: target, headers: all, agent }, (response) => {
        const done = (text: string) => resolve({ code: response.statusCode ?? 0, text });
        // A watch: it was let in, and that is all there is to know.
        if (response.headers['content-length'] === undefined && method !== 'HEAD') {
          response.on('error', () => undefined);
          request.destroy();
          return done('');
        }
        textOf(response).then(done, () => done(''));
      });
      request.on('error', () => resolve({ code: 0, text: '' }));
      request.end(body);
    });
  return {
    port,
    send,
    json: async (method, target, body) => {
      const type = { 'content-type': 'application/json', ...ADMINISTRATOR };
      const reply = await send(method, target, type, body === undefined ? '' : JSON.stringify(body));
      return { code: reply.code, body: reply.text === '' ? null : (JSON.parse(reply.text) as JsonValue) };
    },
    close: () => agent.destroy(),
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
