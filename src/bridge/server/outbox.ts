/** Answers on their way to their readers: how many bytes wait, and since when. */
import type { ServerResponse } from 'node:http';
import { hangUp, whenOver } from './connection.ts';
import type { Limits } from './limits.ts';

export interface Outbox {
  /** Bytes that no reader has taken yet. */
  readonly bytes: number;
  /** Ends the response with a body of so many bytes. Its headers are written already. */
  end(response: ServerResponse, body: string | Uint8Array, length: number): void;
  /** Now and then: gives up readers that have not taken their answer in time. */
  tick(): void;
}

const SHORT = 64 << 10;

/** `wallNow`: milliseconds of a monotonic clock. */
export function createOutbox({ stalledMs }: Limits, wallNow: () => number): Outbox {
  const waiting = new Map<ServerResponse, { readonly bytes: number; readonly since: number }>();
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    end: (response, body, length) => {
      // A short text goes out in one piece with the headers.
      response.end(typeof body === 'string' && length > SHORT ? Buffer.from(body) : body);
      // Most answers are with the system at once.
      if (response.writableLength === 0) return;
      waiting.set(response, { bytes: length, since: wallNow() });
      bytes += length;
      whenOver(response, () => {
        bytes -= waiting.get(response)?.bytes ?? 0;
        waiting.delete(response);
      });
    },
    tick: () => {
      for (const [response, { since }] of waiting) if (wallNow() - since > stalledMs) hangUp(response);
    },
  };
}
