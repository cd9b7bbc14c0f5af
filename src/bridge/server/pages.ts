/** Pages that show this process's cluster: the worker's protocol over a WebSocket. */
import type { Server as HttpServer } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { FromWorker, Request } from '../../protocol/messages.ts';
import { bytesOf, decodeMessage, encodeMessage } from '../../protocol/wire.ts';
import { openSession } from '../../worker/session.ts';
import type { Home } from '../home.ts';
import { refusalOf } from './guard.ts';

/** Where a page finds it. */
export const PAGES_PATH = '/kubarium/page';

export interface Pages {
  readonly count: number;
  /** Tells every page that the simulation stands still. */
  tell(message: FromWorker): void;
  close(): void;
}

/** A snapshot that a page sends to start from, at most. */
const MOST_BYTES = 256 << 20;
/** A page that does not take what it is sent is let go. */
const MOST_UNSENT = 64 << 20;

export function servePages(http: HttpServer, home: Home, host: string): Pages {
  const server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  let asker: WebSocket | undefined;
  http.on('upgrade', (request, socket, head) => {
    if (request.url !== PAGES_PATH) return;
    socket.on('error', () => socket.destroy());
    if (refusalOf(request.headers, host) === undefined) server.handleUpgrade(request, socket, head, (page) => attend(page));
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n', () => socket.destroy());
  });
  // What they show is gone; they come back for what has taken its place.
  home.onReplaced(() => {
    for (const page of server.clients) if (page !== asker) page.close();
  });

  const attend = (page: WebSocket) => {
    const send = (message: FromWorker) => {
      if (page.bufferedAmount > MOST_UNSENT) return page.terminate();
      const { text, bytes } = encodeMessage(message);
      page.send(text);
      if (bytes !== undefined) page.send(bytes);
    };
    const session = openSession(
      { post: send, wallNow: () => performance.now(), defer: (run, afterMs) => setTimeout(run, afterMs) },
      {
        pausesUnseen: false,
        boot: (boot) => {
          if (boot.from === 'server') return Promise.resolve(home.live);
          asker = page;
          return home.replace(boot).finally(() => (asker = undefined));
        },
      },
    );
    listen(page, (request) => session.receive(request));
    page.on('close', () => session.close());
    page.on('error', () => page.terminate());
  };

  return {
    get count() {
      return server.clients.size;
    },
    tell: (message) => {
      for (const page of server.clients) page.send(encodeMessage(message).text);
    },
    close: () => {
      for (const page of server.clients) page.terminate();
      server.close();
    },
  };
}

function listen(page: WebSocket, receive: (request: Request) => void): void {
  /** What its bytes are still to follow. */
  let text = '';
  page.on('message', (data, isBinary) => {
    try {
      if (!isBinary) text = (data as Buffer).toString();
      const bytes = isBinary ? alone(data) : undefined;
      if (bytes !== undefined && bytes.byteLength !== bytesOf(text)) throw new Error('other bytes than were announced');
      if (bytesOf(text) > 0 && bytes === undefined) return;
      const request = decodeMessage(text, bytes) as Request;
      text = '';
      receive(request);
    } catch {
      page.close(1007, 'not a message of this protocol');
    }
  });
}

/** A buffer of its own, so that typed arrays in it are aligned. */
function alone(data: RawData): ArrayBuffer {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data);
  return new Uint8Array(bytes).slice().buffer;
}
