/** A simulated cluster behind a real socket. Its time passes only while a watch is open, and when whoever holds it advances it. */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import { type Stream, type World, exchange, follow } from './world.ts';

export interface Served {
  readonly url: string;
  /** Method, path and query of what was asked, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

export interface ServeOptions {
  /** PEM; with it the server speaks HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** What a server that is older reads of a request. */
  read?(request: HttpRequest): HttpRequest;
  /** What a server in trouble answers instead. */
  instead?(request: HttpRequest): HttpAnswer | undefined;
}

export async function serveWorld(world: World, { tls, read = (request) => request, instead }: ServeOptions = {}): Promise<Served> {
  const requests: string[] = [];
  const listener = (incoming: http.IncomingMessage, response: http.ServerResponse): void => {
    requests.push(`${incoming.method} ${incoming.url}`);
    void readRequest(incoming).then(async (request) => {
      const answered = instead?.(request) ?? exchange(world, read(request));
      response.setHeader('Date', new Date(world.cluster.state.now).toUTCString());
      if ('lines' in answered) return streamTo(world, answered, response);
      return sendAnswer(answered, response);
    });
  };
  const server = tls === undefined ? http.createServer(listener) : https.createServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readRequest(incoming: http.IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const url = new URL(incoming.url ?? '/', 'http://server');
  const headers = Object.entries(incoming.headers).map(
    ([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')] as const,
  );
  return {
    method: incoming.method ?? '',
    path: (incoming.url ?? '/').split('?')[0] ?? '',
    query: [...url.searchParams],
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function sendAnswer({ code, contentType, warnings, headers, body }: HttpAnswer, response: http.ServerResponse): void {
  if (contentType !== '') response.setHeader('Content-Type', contentType);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (warnings.length > 0) response.setHeader('Warning', warnings);
  response.writeHead(code);
  response.end(body);
}

const LOOK_MS = 10;

/** Lines go out in two pieces, cut anywhere. */
async function streamTo(world: World, stream: Stream, response: http.ServerResponse): Promise<void> {
  const { cluster } = world;
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.flushHeaders();
  let sent = 0;
  while (!response.destroyed) {
    const bytes = Buffer.from(stream.lines.slice(sent));
    sent = stream.lines.length;
    const middle = Math.floor(bytes.length / 2);
    for (const piece of [bytes.subarray(0, middle), bytes.subarray(middle)]) {
      if (piece.length > 0) response.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (cluster.state.now >= stream.until) break;
    cluster.advance(cluster.state.now + LOOK_MS);
    follow(world, stream);
  }
  response.end();
}
