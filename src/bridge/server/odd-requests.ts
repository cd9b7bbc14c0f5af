/** Requests that Node's parser does not hand on: methods that it has never heard of, which are answered like any that is not allowed. */
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface ParserError {
  readonly code?: string;
  readonly rawPacket?: unknown;
}

/** The request that the parser gave up on, as far as its head has come; undefined when it is none. */
export function oddRequest({ code, rawPacket }: ParserError, socket: Socket): IncomingMessage | undefined {
  if (code !== 'HPE_INVALID_METHOD' || !Buffer.isBuffer(rawPacket)) return undefined;
  const [line = '', ...headers] = (rawPacket.toString('latin1').split('\r\n\r\n')[0] ?? '').split('\r\n');
  const found = /^([A-Za-z]+) (\/\S*) HTTP\/1\.[01]$/.exec(line);
  if (found === null) return undefined;
  const request = new IncomingMessage(socket);
  request.method = found[1] ?? '';
  request.url = found[2] ?? '';
  for (const header of headers) {
    const cut = header.indexOf(':');
    if (cut > 0) request.headers[header.slice(0, cut).toLowerCase()] = header.slice(cut + 1).trim();
  }
  request.push(null);
  return request;
}

/** A response over a socket that no parser looks after any more; the socket ends with it. */
export function lastResponse(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on('finish', () => socket.end(() => socket.destroy()));
  return response;
}
