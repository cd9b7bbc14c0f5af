/** The HTTP server itself: what it lets in, and what it says to what is no HTTP. */
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Certificates } from './certificates.ts';
import type { Limits } from './limits.ts';
import { type ParserError, lastResponse, oddRequest } from './odd-requests.ts';

/** Answers one request, whose body is still to be read. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Front {
  readonly http: HttpServer;
  /** Where it listens: `http://127.0.0.1:6443`. */
  listen(host: string, port: number): Promise<string>;
  /** Nobody is let in any more, and who is in is hung up on, pages apart; or the doors are open again. */
  setOpen(isOpen: boolean): void;
  /** Waits for what is under way, for a moment. */
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 65_000;
const CLOSING_MS = 1000;
const CLOSING_STEP_MS = 20;

export function createFront(tls: Certificates | undefined, limits: Limits, handle: Handler): Front {
  const app = fastifyFor(tls, limits, handle);
  // Taken before Fastify looks at method, media type and body, which are for the API to judge.
  app.addHook('onRequest', (request, reply) => {
    reply.hijack();
    handle(request.raw, reply.raw);
  });
  const { server } = app;
  server.maxConnections = limits.connections;
  server.headersTimeout = limits.headersMs;
  server.on('dropRequest', (_request, socket) => socket.destroy());
  let place: AddressInfo | undefined;
  return {
    http: server,
    listen: async (host, port) => {
      const url = await app.listen({ host, port });
      place = server.address() as AddressInfo;
      return url;
    },
    setOpen: (isOpen) => {
      if (isOpen === server.listening) return;
      if (isOpen) server.listen({ host: place?.address, port: place?.port });
      else {
        server.close();
        server.closeAllConnections();
      }
    },
    close: async () => {
      const began = performance.now();
      const closing = setInterval(() => {
        if (performance.now() - began > CLOSING_MS) server.closeAllConnections();
        else server.closeIdleConnections();
      }, CLOSING_STEP_MS);
      await app.close().finally(() => clearInterval(closing));
    },
  };
}

function fastifyFor(tls: Certificates | undefined, limits: Limits, handle: Handler): FastifyInstance {
  const connection = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.tickMs,
  };
  const settings = {
    requestTimeout: limits.requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    clientErrorHandler: (error: ParserError, socket: Socket) => {
      const request = oddRequest(error, socket);
      if (request === undefined) refuseClient(error, socket);
      else handle(request, lastResponse(request, socket));
    },
    frameworkErrors: (_error: Error, _request: unknown, { raw }: { raw: ServerResponse }) => endPlainly(raw, BAD_REQUEST),
  };
  if (tls === undefined) return Fastify({ ...settings, http: connection });
  return Fastify({
    ...settings,
    https: {
      ...connection,
      handshakeTimeout: limits.headersMs,
      key: tls.server.key,
      cert: tls.server.cert,
      ca: tls.authority.cert,
      requestCert: true,
      // Whoever shows a certificate of somebody else is nobody.
      rejectUnauthorized: false,
    },
  });
}

const BAD_REQUEST = '400 Bad Request';
const REFUSALS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What is no HTTP is told so in a line, as Go's server does, and hung up on. */
function refuseClient(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const line = REFUSALS[error.code ?? ''] ?? BAD_REQUEST;
  const head = `HTTP/1.1 ${line}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n`;
  socket.end(`${head}${line}`, () => socket.destroy());
}

function endPlainly(response: ServerResponse, line: string): void {
  response.writeHead(Number(line.slice(0, 3)), { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(line);
}
