/** HTTP requests over sockets that are kept open between them. */
import http from 'node:http';
import https from 'node:https';
import { PlainError } from '../../kubectl/errors.ts';
import type { HttpRequest } from '../../api/http/types.ts';
import type { HttpConfig } from './config.ts';
import { connectionError, timeoutError } from './failures.ts';

export interface Reply {
  readonly code: number;
  readonly warnings: readonly string[];
  /** Seconds. */
  readonly retryAfter?: number;
  /** What the server's clock showed, milliseconds since the epoch in whole seconds. */
  readonly date?: number;
  /** The body as it comes. Whoever stops reading it closes the connection. */
  readonly chunks: AsyncIterable<Buffer>;
}

export interface Transport {
  /** `isStream`: an answer that may take as long as it likes once it has begun. */
  send(request: HttpRequest, isStream: boolean): Promise<Reply>;
  /** Idle sockets would keep the process alive. */
  close(): void;
}

export function createTransport(config: HttpConfig): Transport {
  const base = baseUrl(config.server);
  const isSecure = base.protocol === 'https:';
  const options = { keepAlive: true, ...(isSecure ? tlsOptions(config) : {}) };
  const agent = isSecure ? new https.Agent(options) : new http.Agent(options);
  return {
    send: (request, isStream) => attempt({ config, base, agent }, request, isStream),
    close: () => agent.destroy(),
  };
}

interface Wire {
  readonly config: HttpConfig;
  readonly base: URL;
  readonly agent: http.Agent;
}

/** A server that is told without a scheme speaks HTTP (client-go's DefaultServerURL). */
function baseUrl(server: string): URL {
  const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `http://${server}`);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new PlainError(`Unable to connect to the server: unsupported protocol scheme ${JSON.stringify(url.protocol.replace(':', ''))}`);
}

function tlsOptions({ tls = {} }: HttpConfig): https.AgentOptions {
  const { ca, isInsecure, serverName, certificate, key } = tls;
  return {
    rejectUnauthorized: isInsecure !== true,
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
  };
}

/** A socket that the server has closed while it lay idle says so only to the next request, which then was not read. */
async function attempt(wire: Wire, request: HttpRequest, isStream: boolean): Promise<Reply> {
  const first = await exchange(wire, request, isStream);
  if (!('failed' in first)) return first;
  const second = first.isStale ? await exchange(wire, request, isStream) : first;
  if ('failed' in second) throw second.failed;
  return second;
}

interface Failed {
  readonly failed: Error;
  readonly isStale: boolean;
}

function exchange({ config, base, agent }: Wire, request: HttpRequest, isStream: boolean): Promise<Reply | Failed> {
  const query = request.query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const path = `${base.pathname.replace(/\/$/, '')}${request.path}${query === '' ? '' : `?${query}`}`;
  const headers = headersOf(config, request);
  const startedAt = performance.now();
  const tell = (code: number, reason: string, received: http.IncomingHttpHeaders = {}) =>
    config.trace?.({
      method: request.method,
      url: `${base.origin}${path}`,
      code,
      reason,
      milliseconds: Math.trunc(performance.now() - startedAt),
      sent: headers,
      received: Object.fromEntries(Object.entries(received).map(([name, value]) => [name, String(value)])),
      body: typeof request.body === 'string' ? request.body : '',
    });
  return new Promise((resolve) => {
    const { protocol, hostname, port } = base;
    const host = hostname.replace(/^\[|\]$/g, '');
    const module = protocol === 'https:' ? https : http;
    const sent = module.request({ protocol, host, port, method: request.method, path, headers, agent });
    const { timeoutMs = 0 } = config;
    const timer = timeoutMs > 0 ? setTimeout(() => sent.destroy(timeoutError()), timeoutMs) : undefined;
    sent.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      tell(0, '');
      resolve({ failed: connectionError(error, base), isStale: sent.reusedSocket && error.code === 'ECONNRESET' });
    });
    sent.on('response', (response) => {
      if (isStream) clearTimeout(timer);
      response.on('close', () => clearTimeout(timer));
      tell(response.statusCode ?? 0, response.statusMessage ?? '', response.headers);
      resolve(replyOf(response));
    });
    sent.end(request.body);
  });
}

function headersOf({ basic }: HttpConfig, { headers, body }: HttpRequest): Readonly<Record<string, string>> {
  const login = basic === undefined ? undefined : Buffer.from(`${basic.username}:${basic.password}`).toString('base64');
  return {
    ...headers,
    ...(login === undefined || headers['authorization'] !== undefined ? {} : { authorization: `Basic ${login}` }),
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
  };
}

function replyOf(response: http.IncomingMessage): Reply {
  const { statusCode = 0, headers, headersDistinct } = response;
  const retryAfter = Number(headers['retry-after'] ?? '');
  const date = Date.parse(headers.date ?? '');
  return {
    code: statusCode,
    warnings: headersDistinct['warning'] ?? [],
    ...(retryAfter > 0 ? { retryAfter } : {}),
    ...(Number.isNaN(date) ? {} : { date }),
    chunks: response,
  };
}
