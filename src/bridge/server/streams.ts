/**
 * Open watches: each is a cursor in the cluster's log. It is moved on when the log has grown and its reader has taken what it was
 * given; a reader that lags too far behind meets the compaction, and is told so as by any API server.
 */
import type { ServerResponse } from 'node:http';
import { type OpenedWatch, followUp } from '../../api/http/exchange.ts';
import { groupResource } from '../../api/object.ts';
import type { ApiResponse, WatchEvent, WatchStart } from '../../api/request.ts';
import type { Identity } from '../../sim/kernel/command.ts';
import { type Cluster, entriesSince } from '../../sim/engine.ts';
import type { Limits } from './limits.ts';
import { createLines } from './lines.ts';

export interface Streams {
  readonly size: number;
  open(cluster: Cluster, watch: OpenedWatch, caller: Identity, response: ServerResponse): void;
  /** The log may have grown. */
  advance(cluster: Cluster): void;
  /** Now and then: ends watches whose time is up, sends bookmarks, gives up readers that do not read. */
  tick(cluster: Cluster): void;
  closeAll(): void;
}

interface Stream {
  readonly watch: OpenedWatch;
  readonly caller: Identity;
  /** What it asks, and who: watches of the same question see the same. */
  readonly question: string;
  readonly response: ServerResponse;
  /** Wall times in milliseconds. */
  readonly endsAt: number;
  bookmarkAt: number;
  /** Since when its reader has not taken what it was given; 0 when it has. */
  blockedAt: number;
  cursor: number;
  /** Taken from the log, not yet written. */
  pending: readonly WatchEvent[];
  next: number;
  isFirst: boolean;
}

interface Answers {
  readonly cluster: Cluster | undefined;
  readonly revision: number;
  readonly byQuestion: Map<string, ApiResponse>;
}

/** As much is handed to the system for a reader that does not keep up. */
const BUFFER_BYTES = 1 << 18;
/** Lines are handed over in pieces of about this size. */
const PIECE_BYTES = 1 << 16;
/** A watch that asks for no end gets one (the real server takes 1,800 to 3,600 seconds, at random). */
const LONGEST_SECONDS = 3600;
const BOOKMARK_MS = 60_000;

/** `wallNow`: milliseconds of a monotonic clock; a watch's time is its client's. */
export function createStreams({ stalledMs }: Pick<Limits, 'stalledMs'>, wallNow: () => number): Streams {
  const streams = new Set<Stream>();
  let lineOf = createLines();
  /** What was asked at one revision. */
  let answers: Answers = { cluster: undefined, revision: -1, byQuestion: new Map() };
  /** How far the log was looked at, for whom anything in it concerns. */
  let looked = 0;

  const leave = (stream: Stream) => {
    streams.delete(stream);
    // What was written for nobody who is still here.
    if (streams.size > 0) return;
    lineOf = createLines();
    answers = { cluster: undefined, revision: -1, byQuestion: new Map() };
  };
  const end = (stream: Stream) => {
    leave(stream);
    stream.response.end();
  };
  const write = (stream: Stream) => {
    const { response, watch } = stream;
    let open = true;
    let lines: Buffer[] = [];
    let bytes = 0;
    const hand = () => {
      if (bytes > 0) response.write(Buffer.concat(lines, bytes));
      lines = [];
      bytes = 0;
    };
    while (stream.next < stream.pending.length && response.writableLength + bytes < BUFFER_BYTES) {
      const event = stream.pending[stream.next];
      if (event === undefined) break;
      const line = lineOf(event, watch.shape, stream.isFirst);
      lines.push(line);
      bytes += line.length;
      if (bytes > PIECE_BYTES) hand();
      stream.isFirst = false;
      stream.next += 1;
      open = event.type !== 'ERROR';
    }
    hand();
    if (!open) return end(stream);
    if (response.writableLength < BUFFER_BYTES) stream.blockedAt = 0;
    else if (stream.blockedAt === 0) stream.blockedAt = wallNow();
  };
  const ask = (cluster: Cluster, { watch, caller, question, cursor }: Stream): ApiResponse => {
    const request = followUp(watch.request, cursor);
    // Tables tell ages, which differ from moment to moment.
    if (watch.shape.as === 'Table') return cluster.request(request, caller);
    const { revision } = cluster.state.store;
    if (answers.revision !== revision || answers.cluster !== cluster) answers = { cluster, revision, byQuestion: new Map() };
    const key = `${cursor} ${question}`;
    const known = answers.byQuestion.get(key) ?? cluster.request(request, caller);
    answers.byQuestion.set(key, known);
    return known;
  };
  const follow = (cluster: Cluster, stream: Stream) => {
    const { code, body } = ask(cluster, stream);
    // Nothing but the end of its kind can refuse a watch that was let in.
    if (code >= 400) return end(stream);
    const { events, revision } = body as WatchStart;
    stream.cursor = revision;
    stream.pending = events;
    stream.next = 0;
    write(stream);
  };
  const isThrough = ({ next, pending, blockedAt }: Stream) => next >= pending.length && blockedAt === 0;

  return {
    get size() {
      return streams.size;
    },
    open: (cluster, watch, caller, response) => {
      const { timeoutSeconds } = watch.request.options ?? {};
      const now = wallNow();
      const stream: Stream = {
        watch,
        caller,
        question: JSON.stringify([followUp(watch.request, 0), caller]),
        response,
        endsAt: now + (timeoutSeconds || LONGEST_SECONDS) * 1000,
        bookmarkAt: now + BOOKMARK_MS,
        blockedAt: 0,
        cursor: watch.start.revision,
        pending: watch.start.events,
        next: 0,
        isFirst: true,
      };
      streams.add(stream);
      response.on('close', () => leave(stream));
      response.on('drain', () => {
        if (!streams.has(stream)) return;
        stream.blockedAt = 0;
        write(stream);
        if (streams.has(stream) && isThrough(stream)) follow(cluster, stream);
      });
      response.flushHeaders();
      write(stream);
    },
    advance: (cluster) => {
      const { revision } = cluster.state.store;
      if (revision === looked) return;
      const changed = new Set(entriesSince(cluster, looked).map(({ resource }) => resource));
      looked = revision;
      for (const stream of streams) {
        if (!isThrough(stream)) continue;
        if (stream.cursor >= revision) continue;
        const { group, resource, stored } = stream.watch.resource;
        const mayConcern = stored !== undefined || changed.has(groupResource({ group, resource }));
        if (mayConcern) follow(cluster, stream);
        else stream.cursor = revision;
      }
    },
    tick: (cluster) => {
      const now = wallNow();
      for (const stream of streams) {
        if (stream.blockedAt !== 0 && now - stream.blockedAt > stalledMs) stream.response.destroy();
        else if (now >= stream.endsAt) end(stream);
        else if (now >= stream.bookmarkAt && isThrough(stream) && stream.watch.request.options?.allowWatchBookmarks === true) {
          stream.bookmarkAt = now + BOOKMARK_MS;
          const { body } = cluster.request(followUp(stream.watch.request, stream.cursor), stream.caller);
          if ('bookmark' in body) {
            stream.pending = [...body.events, body.bookmark];
            stream.cursor = body.revision;
            stream.next = 0;
            write(stream);
          }
        }
      }
    },
    closeAll: () => {
      looked = 0;
      for (const stream of streams) end(stream);
    },
  };
}
