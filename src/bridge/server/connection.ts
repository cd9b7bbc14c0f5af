/** The end of answers whose connection may end first. */
import type { ServerResponse } from 'node:http';

/**
 * Calls `run` once: when the answer has gone out, or when its connection is gone. A response says the latter only of itself when
 * it has its socket already; one that waits behind another on the same connection (HTTP pipelining) is dropped without a word.
 */
export function whenOver(response: ServerResponse, run: () => void): void {
  const { socket } = response.req;
  if (socket.destroyed) return run();
  const over = (): void => {
    response.off('close', over);
    socket.off('close', over);
    run();
  };
  response.on('close', over);
  // As many as its client has asked for at once.
  socket.setMaxListeners(0);
  socket.on('close', over);
}

/** Its reader is given up, with whatever else waits on the same connection. */
export function hangUp(response: ServerResponse): void {
  response.req.socket.destroy();
}
