/** Answers on their way to their readers: how many bytes wait, and since when. */
import type { ServerResponse } from 'node:http';
import type { Limits } from './limits.ts';

export interface Outbox {
  /** Bytes that no reader has taken yet. */
  readonly bytes: number;
  /** Ends the response with a body. Headers are written already. */
  end(response: ServerResponse, body: Buffer): void;
  /** Now and then: gives up readers that have not taken their answer in time. */
  tick(): void;
}

/** `wallNow`: milliseconds of a monotonic clock. */
export function createOutbox({ stalledMs }: Limits, wallNow: () => number): Outbox {
  const waiting = new Map<ServerResponse, { readonly bytes: number; readonly since: number }>();
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    end: (response, body) => {
      response.end(body);
      // Most answers are with the system at once.
      if (response.writableLength === 0) return;
      waiting.set(response, { bytes: body.length, since: wallNow() });
      bytes += body.length;
      response.once('close', () => {
        bytes -= waiting.get(response)?.bytes ?? 0;
        waiting.delete(response);
      });
    },
    tick: () => {
      for (const [response, { since }] of waiting) if (wallNow() - since > stalledMs) response.destroy();
    },
  };
}
