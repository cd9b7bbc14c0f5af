/**
 * The Kubernetes REST API over HTTP. A request is read whole, answered as data (`api/http`), and its answer goes out as
 * bytes. Which paths there are follows from the kinds that the cluster serves. Bounded: see `limits.ts`.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import prose from 'kubernetes-prose';
import { failure } from '../../api/errors.ts';
import { LOG_TYPE, refusalOf as answerOfStatus, textAnswer } from '../../api/http/answer.ts';
import { exchange } from '../../api/http/exchange.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import type { HttpAnswer } from '../../api/http/types.ts';
import type { Status } from '../../api/types.gen.ts';
import { API_SERVER, ETCD } from '../../sim/apiserver/outage.ts';
import type { Identity } from '../../sim/kernel/command.ts';
import type { Cluster } from '../../sim/engine.ts';
import { createBodies, tooMany } from './bodies.ts';
import type { Certificates } from './certificates.ts';
import { whenOver } from './connection.ts';
import { createFront } from './front.ts';
import { refusalOf } from './guard.ts';
import { httpRequestOf } from './http-request.ts';
import { ANONYMOUS, type Tokens, ofCertificate } from './identities.ts';
import { LIMITS, type Limits } from './limits.ts';
import { createLogStreams } from './log-streams.ts';
import { createMetrics } from './metrics.ts';
import { lastResponse } from './odd-requests.ts';
import { createOutbox } from './outbox.ts';
import { PAGES_PATH } from './pages.ts';
import { createStreams } from './streams.ts';

export interface ServerOptions {
  /** Name or address to listen on. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly tls?: Certificates;
  readonly tokens?: Tokens;
  /** Who a caller is that shows neither certificate nor token. */
  readonly nobody?: Identity;
  readonly limits?: Partial<Limits>;
  /** Milliseconds of the clock that ends watches: the wall's, unless told otherwise. */
  readonly now?: () => number;
  /** Called for each request that was answered. */
  readonly onRequest?: () => void;
}

/** The cluster that is served, whichever it is at the moment. */
export interface Served {
  readonly cluster: Cluster;
  /** A request has written: there may be something new to see. */
  changed(): void;
  /** Pages that look at it. */
  readonly pages: number;
  /** A request ran into an assertion of the simulation. Its client is told that it is not to blame. */
  failed(error: unknown): void;
}

export interface ApiServer {
  /** `http://127.0.0.1:6443`. */
  readonly url: string;
  readonly http: HttpServer;
  /** Watches that are open. */
  readonly watches: number;
  /** Readers that keep up wait to be told more. Time had better wait for them too, or they fall behind for good. */
  readonly isBehind: boolean;
  /** The cluster has moved on. */
  advanced(): void;
  /** Another cluster has taken the place of the one that was served. */
  replaced(): void;
  close(): Promise<void>;
}

const GIT_VERSION = 'v1.36.2';

export async function startServer(served: Served, options: ServerOptions): Promise<ApiServer> {
  const limits = { ...LIMITS, ...options.limits };
  const wallNow = () => performance.now();
  const streams = createStreams(limits, options.now ?? wallNow);
  const logs = createLogStreams(wallNow);
  const outbox = createOutbox(limits, wallNow);
  const bodies = createBodies(limits);
  const metrics = createMetrics();
  const announce = coalesced(() => served.changed());
  let inFlight = 0;
  let address = '';

  const send = (request: IncomingMessage, response: ServerResponse, { code, contentType, warnings, headers, body }: HttpAnswer) => {
    metrics.count(request.method ?? '', code);
    const length = Buffer.byteLength(body);
    const all = headersFor(served.cluster, warnings, headers);
    if (contentType !== '') all['Content-Type'] = contentType;
    all['Content-Length'] = length;
    response.writeHead(code, all);
    if (request.method === 'HEAD') response.end();
    else outbox.end(response, body, length);
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const { cluster } = served;
    const { revision } = cluster.state.store;
    const http = httpRequestOf(request.method ?? 'GET', request.url ?? '/', request.headers, body);
    const { caller, known } = callerOf(request, options);
    const { authorization: _authorization, ...headers } = http.headers;
    const etcd = !cluster.state.stopped.has(ETCD);
    const facts = { served: cluster.served(), address, gitVersion: GIT_VERSION, etcd, prose };
    const exchanged = exchange(known ? { ...http, headers } : http, {
      facts,
      protobuf: PROTOBUF_CODEC,
      request: (wanted) => cluster.request(wanted, caller),
    });
    if ('answer' in exchanged) send(request, response, ownAnswer(request, http.path, exchanged.answer) ?? exchanged.answer);
    else if (streams.size + logs.size >= limits.watches) send(request, response, answerOfStatus(tooMany().status));
    else if ('log' in exchanged) {
      metrics.count('GET', 200);
      response.writeHead(200, { ...headersFor(cluster, [], {}), 'Content-Type': LOG_TYPE, 'Cache-Control': 'no-cache, private' });
      logs.open(exchanged.log, caller, response);
    } else {
      metrics.count('WATCH', 200);
      const all = headersFor(cluster, exchanged.watch.warnings, {});
      const { mediaType, protobuf } = exchanged.watch.shape;
      all['Content-Type'] = protobuf === undefined ? mediaType : `${mediaType};stream=watch`;
      all['Cache-Control'] = 'no-cache, private';
      response.writeHead(200, all);
      streams.open(cluster, exchanged.watch, caller, response);
    }
    if (cluster.state.store.revision !== revision) announce();
    options.onRequest?.();
  };

  const refuse = (request: IncomingMessage, response: ServerResponse, status: Status) => {
    if (!response.headersSent) send(request, response, answerOfStatus(status));
  };

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    // On an address that the doors don't know of.
    if (isStopped(served.cluster)) return void request.socket.destroy();
    const refused = refusalOf(request.headers, options.host);
    if (refused !== undefined) return refuse(request, response, failure(403, 'Forbidden', refused).status);
    if (inFlight >= limits.inFlight || outbox.bytes > limits.unsentBytes) return refuse(request, response, tooMany().status);
    inFlight += 1;
    let isCounted = true;
    const leave = () => {
      if (isCounted) inFlight -= 1;
      isCounted = false;
    };
    whenOver(response, leave);
    const go = (body: Buffer) => {
      try {
        answer(request, response, body);
      } catch (error) {
        served.failed(error);
        refuse(request, response, failure(500, 'InternalError', PANIC).status);
      }
      // A watch is not in flight; it is counted elsewhere.
      if (!response.writableEnded) leave();
    };
    if (BODILESS.has(request.method ?? '') || request.headers.upgrade !== undefined) go(NO_BODY);
    else bodies.read(request, (error, body) => (error === null ? go(body) : refuse(request, response, error.status)));
  };

  /** What is about this process, and not about the cluster. */
  const ownAnswer = ({ headers }: IncomingMessage, path: string, { code }: HttpAnswer): HttpAnswer | undefined => {
    if (code === 404 && path === '/metrics') return textAnswer(200, metrics.text(served.cluster, gauges()));
    if (code === 400 && headers.upgrade !== undefined) return answerOfStatus(notSimulated(path));
    return undefined;
  };
  const gauges = () => ({ watches: streams.size, unsentBytes: outbox.bytes, bodyBytes: bodies.bytes, inFlight, pages: served.pages });

  const front = createFront(options.tls, limits, handle);
  // What would turn into a stream of another protocol: exec, attach, port-forward. Whether the caller may is said as ever.
  front.http.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    if (request.url === PAGES_PATH) return;
    socket.on('error', () => socket.destroy());
    handle(request, lastResponse(request, socket));
  });

  /** A stopped API server is one that nobody can connect to. */
  const follow = () => {
    const isOpen = !isStopped(served.cluster);
    if (!isOpen) {
      streams.closeAll();
      logs.closeAll();
    }
    front.setOpen(isOpen);
  };

  const url = await front.listen(options.host, options.port);
  address = url.replace(/^https?:\/\//, '');
  const timer = setInterval(() => {
    streams.tick(served.cluster);
    logs.advance(served.cluster);
    outbox.tick();
  }, limits.tickMs);
  return {
    url,
    http: front.http,
    get watches() {
      return streams.size;
    },
    get isBehind() {
      return streams.isBehind;
    },
    advanced: () => {
      follow();
      streams.advance(served.cluster);
      logs.advance(served.cluster);
      if (options.now !== undefined) streams.tick(served.cluster);
    },
    replaced: () => {
      streams.closeAll();
      logs.closeAll();
      follow();
    },
    close: async () => {
      clearInterval(timer);
      streams.closeAll();
      logs.closeAll();
      await front.close();
    },
  };
}

function isStopped({ state }: Cluster): boolean {
  return state.stopped.has(API_SERVER);
}

/** Bodies of these are not looked at. */
const NO_BODY = Buffer.alloc(0);
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD']);
/** What the real server says of itself (apiserver/pkg/server/filters/wrap.go). */
const PANIC = 'This request caused apiserver to panic. Look in the logs for details.';

/** Many requests that come at once are announced once, when all of them are answered. */
function coalesced(run: () => void): () => void {
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    setImmediate(() => {
      waits = false;
      run();
    });
  };
}

/** `known`: the token is this server's own business, and not one of the cluster's service accounts. */
function callerOf(request: IncomingMessage, { tokens, nobody = ANONYMOUS }: ServerOptions): { caller: Identity; known: boolean } {
  const { authorization } = request.headers;
  const [scheme = '', token = ''] = (authorization ?? '').split(' ');
  const bearer = scheme.toLowerCase() === 'bearer' ? tokens?.get(token) : undefined;
  if (bearer !== undefined) return { caller: bearer, known: true };
  const socket = request.socket as Partial<TLSSocket>;
  const shown = socket.authorized === true ? ofCertificate(socket.getPeerCertificate?.(true)) : undefined;
  if (shown !== undefined) return { caller: shown, known: false };
  return { caller: authorization === undefined ? nobody : ANONYMOUS, known: false };
}

function headersFor(
  { state }: Cluster,
  warnings: readonly string[],
  own: HttpAnswer['headers'],
): Record<string, string | number | string[]> {
  return {
    // The cluster's time, which may run faster or slower than any other.
    Date: dateOf(Math.floor(state.now / 1000) * 1000),
    'Audit-Id': crypto.randomUUID(),
    ...(warnings.length === 0 ? undefined : { Warning: warnings.map(asBytes) }),
    ...own,
  };
}

/** UTF-8, byte by byte, which is how Go writes a header and Node takes one. */
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

let lastDate = { at: 0, text: '' };

function dateOf(at: number): string {
  if (lastDate.at !== at) lastDate = { at, text: new Date(at).toUTCString() };
  return lastDate.text;
}

function notSimulated(path: string): Status {
  return failure(501, 'NotImplemented', `${path.split('/').at(-1) ?? ''} is not simulated yet`).status;
}
