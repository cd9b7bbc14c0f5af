import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import type { Transcript } from './transcript.ts';
import { type Stream, awaitEnd, bootWorld, exchange, follow } from './world.ts';

/** What a transcript is played through: a cluster behind HTTP, in virtual time. */
export interface Transport {
  exchange(http: HttpRequest): Promise<HttpAnswer | OpenStream>;
  /** Lets so many milliseconds pass; open streams go on. */
  pass(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface OpenStream {
  readonly warnings: readonly string[];
  /** All that it sent; lets time pass until its end. */
  ended(): Promise<string>;
}

export type OpenTransport = (transcript: Transcript, seed: number) => Promise<Transport>;

/** Straight to the engine, without a socket. */
export const throughEngine: OpenTransport = async (transcript, seed) => {
  const world = bootWorld(transcript, seed);
  const { cluster } = world;
  const streams: Stream[] = [];
  return {
    exchange: async (http) => {
      const answered = exchange(world, http);
      if (!('lines' in answered)) return answered;
      streams.push(answered);
      return {
        warnings: answered.warnings,
        ended: async () => {
          awaitEnd(world, answered);
          return answered.lines;
        },
      };
    },
    pass: async (milliseconds) => {
      cluster.advance(cluster.state.now + milliseconds);
      for (const stream of streams) if (cluster.state.now <= stream.until) follow(world, stream);
    },
    close: async () => undefined,
  };
};
