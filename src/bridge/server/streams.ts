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
import { hangUp, whenOver } from './connection.ts';
import type { Limits } from './limits.ts';
import { createLines } from './lines.ts';

export interface Streams {
  readonly size: number;
  /** Some that keep up have not been told everything yet. One that never catches up is not waited for. */
  readonly isBehind: boolean;
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
  /** What it asks, and how it wants to be told: streams that have this in common are told the same bytes. */
  readonly question: string;
  readonly response: ServerResponse;
  /** Wall times in milliseconds. */
  readonly endsAt: number;
  bookmarkAt: number;
  /** Since when its reader has not taken what it was given; 0 when it has. */
  blockedAt: number;
  /** Since when there has been something that its reader does not know; 0 when there is nothing. */
  behindAt: number;
  cursor: number;
  /** Taken from the log, written up to the piece before `next`. */
  batch: Batch;
  next: number;
}

/** Events in pieces of bytes. What several streams are told is written once, what one is told is not kept. */
interface Batch {
  readonly events: readonly WatchEvent[];
  readonly pieces?: Buffer[];
  /** The first event of a stream of Tables says more than the others. */
  readonly begins?: true;
}

interface Answers {
  readonly cluster: Cluster | undefined;
  readonly revision: number;
  readonly byQuestion: Map<string, Told>;
}

interface Told {
  readonly response: ApiResponse;
  readonly batch: Batch;
}

/** As much is handed to the system for a reader that does not keep up. */
const BUFFER_BYTES = 1 << 18;
const EVENTS_PER_PIECE = 16;
/** A watch that asks for no end gets one (the real server takes 1,800 to 3,600 seconds, at random). */
const LONGEST_SECONDS = 3600;
const BOOKMARK_MS = 60_000;
/** Wall time in one go, so that whoever asks meanwhile is answered. */
const TURN_MS = 20;
/** A reader that has not caught up in this time does not keep up, and nobody waits for it until it has. */
const PATIENCE_MS = 500;

/** `wallNow`: milliseconds of a monotonic clock; a watch's time is its client's. */
export function createStreams({ stalledMs }: Pick<Limits, 'stalledMs'>, wallNow: () => number): Streams {
  const streams = new Set<Stream>();
  let lineOf = createLines();
  /** What was asked at one revision. */
  let answers: Answers = { cluster: undefined, revision: -1, byQuestion: new Map() };
  /** How far the log was looked at, for whom anything in it concerns. */
  let looked = 0;
  /** Those that can be told more. A socket that takes everything at once says so before anybody else has a turn: hence the queue. */
  const ready = new Set<Stream>();
  let isQueued = false;

  const leave = (stream: Stream) => {
    streams.delete(stream);
    ready.delete(stream);
    // What was written for nobody who is still here.
    if (streams.size > 0) return;
    lineOf = createLines();
    answers = { cluster: undefined, revision: -1, byQuestion: new Map() };
  };
  const end = (stream: Stream) => {
    leave(stream);
    stream.response.end();
  };
  const pieceOf = ({ batch, next, watch }: Stream): Buffer => {
    const known = batch.pieces?.[next];
    if (known !== undefined) return known;
    const from = next * EVENTS_PER_PIECE;
    const events = batch.events.slice(from, from + EVENTS_PER_PIECE);
    const piece = Buffer.concat(events.map((event, index) => lineOf(event, watch.shape, batch.begins === true && from + index === 0)));
    if (batch.pieces !== undefined) batch.pieces[next] = piece;
    return piece;
  };
  const isWritten = ({ batch, next }: Stream) => next * EVENTS_PER_PIECE >= batch.events.length;
  const isThrough = (stream: Stream) => isWritten(stream) && stream.blockedAt === 0;
  const write = (stream: Stream) => {
    const { response, batch } = stream;
    while (!isWritten(stream) && response.writableLength < BUFFER_BYTES) {
      response.write(pieceOf(stream));
      stream.next += 1;
    }
    if (isWritten(stream) && batch.events.at(-1)?.type === 'ERROR') return end(stream);
    if (response.writableLength < BUFFER_BYTES) stream.blockedAt = 0;
    else if (stream.blockedAt === 0) stream.blockedAt = wallNow();
  };
  const ask = (cluster: Cluster, { watch, caller, question, cursor }: Stream): Told => {
    const request = followUp(watch.request, cursor);
    // Tables tell ages, which differ from moment to moment.
    if (watch.shape.as === 'Table') return told(cluster.request(request, caller), false);
    const { revision } = cluster.state.store;
    if (answers.revision !== revision || answers.cluster !== cluster) answers = { cluster, revision, byQuestion: new Map() };
    const key = `${cursor} ${question}`;
    const known = answers.byQuestion.get(key) ?? told(cluster.request(request, caller), true);
    answers.byQuestion.set(key, known);
    return known;
  };
  const follow = (cluster: Cluster, stream: Stream) => {
    const { response, batch } = ask(cluster, stream);
    // Nothing but the end of its kind can refuse a watch that was let in.
    if (response.code >= 400) return end(stream);
    stream.cursor = (response.body as WatchStart).revision;
    stream.batch = after(stream.batch, batch);
    stream.next = 0;
    write(stream);
  };
  const serve = (cluster: Cluster) => {
    const began = performance.now();
    for (const stream of ready) {
      ready.delete(stream);
      if (!isWritten(stream)) write(stream);
      if (streams.has(stream) && isThrough(stream) && stream.cursor < cluster.state.store.revision) follow(cluster, stream);
      if (isThrough(stream) && stream.cursor >= cluster.state.store.revision) stream.behindAt = 0;
      if (performance.now() - began > TURN_MS) break;
    }
    queue(cluster);
  };
  const queue = (cluster: Cluster) => {
    if (isQueued || ready.size === 0) return;
    isQueued = true;
    setImmediate(() => {
      isQueued = false;
      serve(cluster);
    });
  };

  return {
    get size() {
      return streams.size;
    },
    get isBehind() {
      const now = wallNow();
      for (const { behindAt } of streams) if (behindAt !== 0 && now - behindAt < PATIENCE_MS) return true;
      return false;
    },
    open: (cluster, watch, caller, response) => {
      const { timeoutSeconds } = watch.request.options ?? {};
      const now = wallNow();
      const stream: Stream = {
        watch,
        caller,
        question: JSON.stringify([followUp(watch.request, 0), caller, watch.shape]),
        response,
        endsAt: now + (timeoutSeconds || LONGEST_SECONDS) * 1000,
        bookmarkAt: now + BOOKMARK_MS,
        blockedAt: 0,
        behindAt: 0,
        cursor: watch.start.revision,
        batch: { events: watch.start.events, ...(watch.shape.as === 'Table' ? { begins: true } : {}) },
        next: 0,
      };
      streams.add(stream);
      whenOver(response, () => leave(stream));
      response.on('drain', () => {
        if (!streams.has(stream)) return;
        stream.blockedAt = 0;
        ready.add(stream);
        queue(cluster);
      });
      response.flushHeaders();
      write(stream);
    },
    advance: (cluster) => {
      const { revision } = cluster.state.store;
      if (revision === looked) return;
      const changed = new Set(entriesSince(cluster, looked).map(({ resource }) => resource));
      looked = revision;
      const now = wallNow();
      for (const stream of streams) {
        if (stream.cursor >= revision) continue;
        if (!isThrough(stream)) continue;
        const { group, resource, stored } = stream.watch.resource;
        const mayConcern = stored !== undefined || changed.has(groupResource({ group, resource }));
        if (mayConcern) {
          ready.add(stream);
          if (stream.behindAt === 0) stream.behindAt = now;
        } else stream.cursor = revision;
      }
      serve(cluster);
    },
    tick: (cluster) => {
      const now = wallNow();
      for (const stream of streams) {
        if (stream.blockedAt !== 0 && now - stream.blockedAt > stalledMs) hangUp(stream.response);
        else if (now >= stream.endsAt) {
          if (isThrough(stream)) follow(cluster, stream);
          end(stream);
        } else if (now >= stream.bookmarkAt && isThrough(stream) && stream.watch.request.options?.allowWatchBookmarks === true) {
          stream.bookmarkAt = now + BOOKMARK_MS;
          const { body } = cluster.request(followUp(stream.watch.request, stream.cursor), stream.caller);
          if ('bookmark' in body) {
            stream.batch = after(stream.batch, { events: [...body.events, body.bookmark] });
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

function told(response: ApiResponse, isShared: boolean): Told {
  const events = 'events' in response.body ? response.body.events : [];
  return { response, batch: isShared ? { events, pieces: [] } : { events } };
}

/** A stream that has told nothing yet still begins. */
function after(before: Batch, { events, pieces }: Batch): Batch {
  if (before.begins === true && before.events.length === 0) return { events, begins: true };
  return { events, ...(pieces === undefined ? {} : { pieces }) };
}
