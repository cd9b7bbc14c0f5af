/** Clients without manners: what they send over bare sockets, and what they must hear. */
import { connect } from 'node:net';
import { ADMINISTRATOR } from './client.ts';

const MB = 1 << 20;
const HEAD = `Host: 127.0.0.1\r\nAuthorization: ${ADMINISTRATOR.authorization}\r\n`;
const PATH = '/api/v1/namespaces/one/configmaps';

/** The first line of what the server says to a body that is far too large, sent to its end before anything is read. */
export function sendHuge(port: number, megabytes: number, isChunked: boolean): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const piece = Buffer.alloc(MB, 0x20);
    let left = megabytes;
    let heard = '';
    const length = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${megabytes * MB}`;
    socket.write(`POST ${PATH} HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\n${length}\r\n\r\n`);
    socket.pause();
    const more = (): void => {
      while (left > 0) {
        left -= 1;
        if (isChunked) socket.write(`${MB.toString(16)}\r\n`);
        const isTaken = socket.write(piece);
        if (isChunked) socket.write('\r\n');
        if (!isTaken) return void socket.once('drain', more);
      }
      if (isChunked) socket.write('0\r\n\r\n');
      socket.on('data', (chunk: Buffer) => {
        heard += chunk.toString();
        if (heard.includes('\r\n\r\n')) socket.end();
      });
      socket.resume();
    };
    socket.on('connect', more);
    socket.on('error', (error) => resolve(`${error.message}; ${heard}`));
    socket.on('close', () => resolve(heard.split('\r\n')[0] ?? ''));
  });
}

/** Says something and hears the first line of the answer; '' when it is hung up on without a word. */
export function say(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard.split('\r\n')[0] ?? ''));
    socket.write(text);
  });
}

const FLOOD = Array.from({ length: 20_000 }, (_, index) => `X-Header-${index}: ${'x'.repeat(40)}\r\n`).join('');

/** Name, what is said, what must be heard. The last of them are half of a request: they are waited for, and then hung up on. */
export const RUDE: readonly (readonly [name: string, text: string, heard: RegExp])[] = [
  ['no HTTP', 'hello, is anybody there?\r\n\r\n', /^HTTP\/1.1 400 /],
  ['bytes', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', /^HTTP\/1.1 400 /],
  ['an unknown method', `FOO ${PATH} HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1.1 405 /],
  ['a method of others', `PROPFIND ${PATH} HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1.1 405 /],
  ['no Host', `GET ${PATH} HTTP/1.1\r\n\r\n`, /^HTTP\/1.1 400 /],
  ['a broken escape', `GET /api/v1/%zz HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1.1 400 /],
  ['two lengths', `POST ${PATH} HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`, /^HTTP\/1.1 400 /],
  [
    'length and chunks',
    `POST ${PATH} HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1.1 400 /,
  ],
  ['a broken chunk', `POST ${PATH} HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, /^HTTP\/1.1 400 /],
  ['a flood of headers', `GET ${PATH} HTTP/1.1\r\n${HEAD}${FLOOD}\r\n`, /^HTTP\/1.1 431 /],
  ['a long path', `GET /${'x'.repeat(300_000)} HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1.1 431 /],
  ['another site', `GET ${PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://example.com\r\n\r\n`, /^HTTP\/1.1 403 /],
  ['a foreign name', `GET ${PATH} HTTP/1.1\r\nHost: example.com\r\n\r\n`, /^HTTP\/1.1 403 /],
  [
    'another protocol',
    `GET /api/v1/namespaces/one/pods/x/exec HTTP/1.1\r\n${HEAD}Connection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n`,
    /^HTTP\/1.1 (?:404|501) /,
  ],
  ['half a line', 'GET /api', /^HTTP\/1.1 408 |^$/],
  ['half a head', `GET ${PATH} HTTP/1.1\r\nHost: 127`, /^HTTP\/1.1 408 |^$/],
];

/** Connects, asks for something large many times over, and never reads. Returns how to hang up. */
export function neverRead(port: number, path: string, times: number): () => void {
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\n${HEAD}\r\n`.repeat(times));
  return () => socket.destroy();
}

/** Begins a body and stops in the middle. */
export function halfABody(port: number): () => void {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`POST ${PATH} HTTP/1.1\r\n${HEAD}Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(50_000)}`);
  return () => socket.destroy();
}
