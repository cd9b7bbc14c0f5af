/** A cluster that lives in another process: `npm run apiserver`. */
import type { FromWorker, Request } from '../../protocol/messages.ts';
import { bytesOf, decodeMessage, encodeMessage } from '../../protocol/wire.ts';
import type { OpenLink } from './link.ts';

/** `address`: host and port. */
export function openServer(address: string): OpenLink {
  return (events) => {
    const socket = new WebSocket(`ws://${address}/kubarium/page`);
    socket.binaryType = 'arraybuffer';
    const early: Request[] = [];
    const send = (request: Request): void => {
      const { text, bytes } = encodeMessage(request);
      socket.send(text);
      if (bytes) socket.send(bytes);
    };
    let text = '';
    socket.addEventListener('open', () => {
      for (const request of early) send(request);
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data === 'string') text = data;
      if (typeof data === 'string' && bytesOf(data) > 0) return;
      events.message(decodeMessage(text, typeof data === 'string' ? undefined : data) as FromWorker);
    });
    socket.addEventListener('close', () => events.broken(`the API server at ${address} does not answer`));
    return {
      send: (request) => {
        if (socket.readyState === WebSocket.OPEN) send(request);
        else early.push(request);
      },
      close: () => socket.close(),
    };
  };
}
