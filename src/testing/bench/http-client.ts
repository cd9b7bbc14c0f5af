/** A server in a process of its own, and how it is asked. */
import { type ChildProcess, fork } from 'node:child_process';
import { type Agent, request as ask } from 'node:http';
import type { JsonValue } from '../../api/scalars.ts';
import type { FromServer, ToServer } from './http-server.ts';

export interface BenchServer {
  readonly port: number;
  order(order: ToServer): void;
  end(): void;
}

export function startServer(kind: 'cluster' | 'bare', nodes: number): Promise<BenchServer> {
  const child: ChildProcess = fork(process.argv[1] ?? '', ['--serve', kind, String(nodes)], { execArgv: ['--max-semi-space-size=32'] });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server has ended with ${code}`)));
    child.once('message', ({ port }: FromServer) => resolve({ port, order: (order) => child.send(order), end: () => child.disconnect() }));
  });
}

export type Send = (method: string, path: string, body?: JsonValue) => Promise<number>;

export function sender(port: number, agent: Agent): Send {
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const headers = body === undefined ? {} : { 'content-type': type };
      const request = ask({ host: '127.0.0.1', port, method, path, agent, headers }, (response) => {
        response.resume();
        response.on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode < 400) resolve(statusCode);
          else reject(new Error(`${method} ${path}: ${statusCode}`));
        });
      });
      request.on('error', reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
}
