/**
 * The Kubernetes REST API over HTTP: what comes in over a socket becomes a request as data (`api/http`), and its answer goes out as
 * bytes. Which paths there are follows from the kinds that the cluster serves. Bounded: bodies, watches, bytes that nobody takes.
 */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import prose from 'kubernetes-prose';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { failure } from '../../api/errors.ts';
import { refusalOf as answerOfStatus, textAnswer } from '../../api/http/answer.ts';
import { BODY_LIMIT } from '../../api/http/body.ts';
import { exchange } from '../../api/http/exchange.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import type { HttpAnswer } from '../../api/http/types.ts';
import type { ApiResourceList } from '../../api/request.ts';
import type { Status } from '../../api/types.gen.ts';
import type { Identity } from '../../sim/kernel/command.ts';
import type { Cluster } from '../../sim/engine.ts';
import type { Certificates } from './certificates.ts';
import { refusalOf } from './guard.ts';
import { httpRequestOf } from './http-request.ts';
import { ANONYMOUS, type Tokens, ofCertificate } from './identities.ts';
import { createMetrics } from './metrics.ts';
import { lastResponse, oddRequest, refuseUnreadable } from './odd-requests.ts';
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
  /** Milliseconds of the clock that ends watches: the wall's, unless told otherwise. */
  readonly now?: () => number;
}

/** The cluster that is served, whichever it is at the moment. */
export interface Served {
  readonly cluster: Cluster;
  /** A request was answered: there may be something new to see. */
  changed(): void;
  /** Pages that look at it. */
  readonly pages: number;
}

export interface ApiServer {
  /** `http://127.0.0.1:6443`. */
  readonly url: string;
  readonly http: HttpServer;
  /** Watches that are open. */
  readonly watches: number;
  /** The cluster has moved on. */
  advanced(): void;
  /** Another cluster has taken the place of the one that was served. */
  replaced(): void;
  close(): Promise<void>;
}

const MOST_WATCHES = 2000;
/** Answers that their readers have not taken yet. */
const MOST_UNSENT_BYTES = 256 << 20;
const STALLED_MS = 60_000;
const TICK_MS = 1000;
const NO_BODY = Buffer.alloc(0);
const GIT_VERSION = 'v1.36.2';

export async function startServer(served: Served, options: ServerOptions): Promise<ApiServer> {
  const app = fastifyFor(options);
  const streams = createStreams(options.now ?? (() => performance.now()));
  const metrics = createMetrics();
  let unsent = 0;
  let address = '';

  const send = (request: IncomingMessage, response: ServerResponse, { code, contentType, warnings, headers, body }: HttpAnswer) => {
    metrics.count(request.method ?? '', code);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    response.writeHead(code, {
      ...headersFor(served.cluster, warnings),
      ...headers,
      ...(contentType === '' ? {} : { 'Content-Type': contentType }),
      'Content-Length': bytes.length,
    });
    unsent += bytes.length;
    response.once('close', () => {
      unsent -= bytes.length;
    });
    response.setTimeout(STALLED_MS, () => response.destroy());
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };

  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => {
    const refused = refusalOf(request.headers, options.host);
    if (refused !== undefined) return send(request, response, answerOfStatus(forbidden(refused)));
    if (unsent > MOST_UNSENT_BYTES) return send(request, response, answerOfStatus(tooMany()));
    const { cluster } = served;
    const http = httpRequestOf(request.method ?? 'GET', request.url ?? '/', request.headers, body);
    const { caller, known } = callerOf(request, options);
    const { authorization: _authorization, ...headers } = http.headers;
    const facts = { served: resourcesOf(cluster), address, gitVersion: GIT_VERSION, prose };
    const exchanged = exchange(known ? { ...http, headers } : http, {
      facts,
      protobuf: PROTOBUF_CODEC,
      request: (wanted) => cluster.request(wanted, caller),
    });
    if ('answer' in exchanged) {
      send(request, response, ownAnswer(request, http.path, exchanged.answer) ?? exchanged.answer);
    } else if (streams.size >= MOST_WATCHES) send(request, response, answerOfStatus(tooMany()));
    else {
      metrics.count('WATCH', 200);
      const { mediaType, protobuf } = exchanged.watch.shape;
      response.writeHead(200, {
        ...headersFor(cluster, exchanged.watch.warnings),
        'Content-Type': protobuf === undefined ? mediaType : `${mediaType};stream=watch`,
        'Cache-Control': 'no-cache, private',
      });
      streams.open(cluster, exchanged.watch, caller, response);
    }
    served.changed();
  };

  /** What is about this process, and not about the cluster. */
  const ownAnswer = ({ headers }: IncomingMessage, path: string, { code }: HttpAnswer): HttpAnswer | undefined => {
    if (code === 404 && path === '/metrics')
      return textAnswer(200, metrics.text(served.cluster, { watches: streams.size, unsentBytes: unsent, pages: served.pages }));
    if (code === 400 && headers.upgrade !== undefined) return answerOfStatus(notSimulated(path));
    return undefined;
  };

  app.all('/*', (request, reply) => {
    reply.hijack();
    answer(request.raw, reply.raw, Buffer.isBuffer(request.body) ? request.body : NO_BODY);
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    reply.hijack();
    reply.raw.setHeader('Connection', 'close');
    send(request.raw, reply.raw, answerOfStatus(statusOf(error)));
  });

  // What would turn into a stream of another protocol: exec, attach, port-forward. Whether the caller may is said as ever.
  app.server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    if (request.url === PAGES_PATH) return;
    answer(request, lastResponse(request, socket), NO_BODY);
  });
  app.server.on('clientError', (error: Error, socket: Socket) => {
    const request = oddRequest(error, socket);
    if (request === undefined) refuseUnreadable(socket);
    else answer(request, lastResponse(request, socket), NO_BODY);
  });

  const url = await app.listen({ host: options.host, port: options.port });
  address = url.replace(/^https?:\/\//, '');
  const timer = setInterval(() => streams.tick(served.cluster), TICK_MS);
  return {
    url,
    http: app.server,
    get watches() {
      return streams.size;
    },
    advanced: () => {
      streams.advance(served.cluster);
      if (options.now !== undefined) streams.tick(served.cluster);
    },
    replaced: () => streams.closeAll(),
    close: async () => {
      clearInterval(timer);
      streams.closeAll();
      await app.close();
    },
  };
}

function fastifyFor({ tls }: ServerOptions): FastifyInstance {
  const settings = {
    clientErrorHandler: () => undefined,
    bodyLimit: BODY_LIMIT + 1,
    requestTimeout: 60_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: true,
  } as const;
  const app =
    tls === undefined
      ? Fastify(settings)
      : (Fastify({
          ...settings,
          https: {
            key: tls.server.key,
            cert: tls.server.cert,
            ca: tls.authority.cert,
            requestCert: true,
            // Whoever shows a certificate of somebody else is nobody.
            rejectUnauthorized: false,
          },
        }) as unknown as FastifyInstance);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  return app;
}

/** `known`: the token is this server's own business, and not one of the cluster's service accounts. */
function callerOf(request: IncomingMessage, { tokens, nobody = ANONYMOUS }: ServerOptions): { caller: Identity; known: boolean } {
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
  const bearer = scheme.toLowerCase() === 'bearer' ? tokens?.get(token) : undefined;
  if (bearer !== undefined) return { caller: bearer, known: true };
  const socket = request.socket as Partial<TLSSocket>;
  const shown = socket.authorized === true ? ofCertificate(socket.getPeerCertificate?.(true)) : undefined;
  if (shown !== undefined) return { caller: shown, known: false };
  return { caller: request.headers.authorization === undefined ? nobody : ANONYMOUS, known: false };
}

function headersFor({ state }: Cluster, warnings: readonly string[]) {
  return {
    // The cluster's time, which may run faster or slower than any other.
    Date: new Date(state.now).toUTCString(),
    'Audit-Id': crypto.randomUUID(),
    ...(warnings.length === 0 ? {} : { Warning: [...warnings] }),
  };
}

function resourcesOf(cluster: Cluster) {
  return (cluster.request({ verb: 'discover' }).body as ApiResourceList).items;
}

function statusOf(error: FastifyError): Status {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT}`).status;
  return failure(error.statusCode ?? 500, error.statusCode === 400 ? 'BadRequest' : 'InternalError', error.message).status;
}

function tooMany(): Status {
  const { status } = failure(429, 'TooManyRequests', 'too many requests, please try again later');
  return { ...status, details: { retryAfterSeconds: 1 } };
}

function notSimulated(path: string): Status {
  return failure(501, 'NotImplemented', `${path.split('/').at(-1) ?? ''} is not simulated yet`).status;
}

function forbidden(why: string): Status {
  return failure(403, 'Forbidden', why).status;
}
