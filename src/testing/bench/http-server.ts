/** The servers that the benchmark of HTTP asks: a cluster's, and a bare one that gives and takes the same bytes. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openBridge } from '../../bridge/testing/bridge.ts';

export interface FromServer {
  readonly port: number;
}

export type ToServer = { readonly type: 'speed'; readonly speed: number };

export async function serveFor(kind: string, nodes: number): Promise<void> {
  process.on('disconnect', () => process.exit(0));
  if (kind === 'bare') return serveBare();
  const bridge = await openBridge({}, nodes);
  process.on('message', (order: ToServer) => bridge.home.live.pump.command(order));
  say(Number(new URL(bridge.server.url).port));
}

function say(port: number): void {
  const message: FromServer = { port };
  process.send?.(message);
}

/** About what a pod is when it is read. */
const POD_BYTES = 2200;
const HEADERS = { 'Content-Type': 'application/json', 'Audit-Id': 'c0a80164-0000-4000-8000-000000000000', 'Content-Length': POD_BYTES };

function serveBare(): void {
  const answer = 'x'.repeat(POD_BYTES);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      if (text !== '') JSON.parse(text);
      response.writeHead(200, HEADERS);
      response.end(answer);
    });
  });
  server.listen(0, '127.0.0.1', () => say((server.address() as AddressInfo).port));
}
