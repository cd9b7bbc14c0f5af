/** Transcripts over real sockets: the bridge's server, with time in the hands of the test. */
import { type IncomingMessage, request as sendRequest } from 'node:http';
import { type Served, startServer } from '../../bridge/server/server.ts';
import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import type { OpenTransport } from './transport.ts';
import { TOKENS, bootWorld } from './world.ts';

/** A watch's events are looked for this often, in virtual milliseconds. */
const LOOK_MS = 10;

export const throughBridge: OpenTransport = async (transcript, seed) => {
  const { cluster } = bootWorld(transcript, seed);
  const served: Served = {
    cluster,
    changed: () => server.advanced(),
    pages: 0,
    failed: (error) => {
      throw error;
    },
  };
  const server = await startServer(served, {
    host: '127.0.0.1',
    port: 0,
    tokens: new Map(Object.entries(TOKENS)),
    now: () => cluster.state.now,
  });
  const pass = async (milliseconds: number) => {
    const until = cluster.state.now + milliseconds;
    while (cluster.state.now < until) {
      cluster.advance(Math.min(until, cluster.state.now + LOOK_MS));
      server.advanced();
    }
    await nextTurn();
  };
  return {
    exchange: async (http) => {
      const response = await send(server.url, http);
      const reading = read(response);
      if (response.headers['transfer-encoding'] !== 'chunked') return answerOf(response, await reading.text);
      const ended = async () => {
        while (!reading.done()) await pass(LOOK_MS);
        return reading.text;
      };
      return { warnings: warningsOf(response), ended };
    },
    pass,
    close: server.close,
  };
};

function send(url: string, { method, path, query, headers, body }: HttpRequest): Promise<IncomingMessage> {
  const search = query.length === 0 ? '' : `?${new URLSearchParams(query.map(([name, value]) => [name, value])).toString()}`;
  const target = new URL(url);
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = sendRequest({
      host: target.hostname,
      port: target.port,
      method,
      path: path + search,
      headers: { ...headers, ...length },
    });
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      resolve(response);
    });
    // Who is refused while it still sends may not get rid of the rest.
    request.on('error', (error) => (answered ? undefined : reject(error)));
    request.end(body);
  });
}

function read(response: IncomingMessage): { text: Promise<string>; done(): boolean } {
  let done = false;
  const text = new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      done = true;
      resolve(Buffer.concat(chunks).toString());
    });
    response.on('error', reject);
  });
  return { text, done: () => done };
}

function answerOf(response: IncomingMessage, body: string): HttpAnswer {
  const { headers, statusCode = 0 } = response;
  return { code: statusCode, contentType: headers['content-type'] ?? '', warnings: warningsOf(response), headers: {}, body };
}

/** Each header by itself: joined, their texts could not be told apart. */
function warningsOf({ rawHeaders }: IncomingMessage): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'warning');
}

/** Whatever waits at a socket is read. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
