/** Logs that somebody follows: each is a position in what a container writes, looked at again when the cluster has moved on. */
import type { ServerResponse } from 'node:http';
import { type OpenedLog, readOn } from '../../api/http/exchange.ts';
import type { LogPosition, LogText } from '../../api/request.ts';
import type { Identity } from '../../sim/kernel/command.ts';
import type { Cluster } from '../../sim/engine.ts';
import { whenOver } from './connection.ts';

export interface LogStreams {
  readonly size: number;
  open(opened: OpenedLog, caller: Identity, response: ServerResponse): void;
  /** Time has passed, or it is time to look at those that were passed over. */
  advance(cluster: Cluster): void;
  closeAll(): void;
}

interface Stream {
  readonly request: OpenedLog['request'];
  readonly caller: Identity;
  readonly response: ServerResponse;
  position: LogPosition;
  /** Wall time, and virtual time. */
  lookedAt: number;
  lookedThen: number;
}

/** As much is handed to the system for a reader that does not keep up: it misses what its container throws away meanwhile. */
const BUFFER_BYTES = 1 << 18;
/** A program's last words are there for a moment only; with many readers each has to wait. */
const EVERY_MS = 8;

const FEW = 5;

/** `wallNow`: milliseconds of a monotonic clock. */
export function createLogStreams(wallNow: () => number): LogStreams {
  const streams = new Set<Stream>();
  const end = (stream: Stream) => {
    streams.delete(stream);
    stream.response.end();
  };
  const take = (stream: Stream, { text, next }: LogText) => {
    if (text !== '') stream.response.write(text);
    if (next === undefined) return end(stream);
    stream.position = next;
  };
  const look = (cluster: Cluster, stream: Stream) => {
    const { code, body } = cluster.request(readOn(stream.request, stream.position), stream.caller);
    if (code >= 400 || !('text' in body)) return end(stream);
    take(stream, body);
  };
  return {
    get size() {
      return streams.size;
    },
    open: ({ request, start }, caller, response) => {
      if (start.next === undefined) return;
      const stream: Stream = { request, caller, response, position: start.next, lookedAt: wallNow(), lookedThen: 0 };
      streams.add(stream);
      whenOver(response, () => streams.delete(stream));
      response.flushHeaders();
      take(stream, start);
    },
    advance: (cluster) => {
      const now = wallNow();
      const everyMs = EVERY_MS * Math.ceil(streams.size / FEW);
      for (const stream of streams) {
        if (now - stream.lookedAt < everyMs || stream.lookedThen === cluster.state.now) continue;
        if (stream.response.writableLength >= BUFFER_BYTES) continue;
        stream.lookedAt = now;
        stream.lookedThen = cluster.state.now;
        look(cluster, stream);
      }
    },
    closeAll: () => {
      for (const stream of streams) end(stream);
    },
  };
}
