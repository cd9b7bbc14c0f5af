/** The API of the simulated cluster as the port that kubectl and every other client outside the control plane speaks. */
import { ApiError } from '../api/errors.ts';
import { isOpenApiPath, withDocument } from '../api/http/openapi/documents.ts';
import type { ApiPort, ApiResponse, LogOptions, LogTarget, Target, WatchEvent, WatchOptions, WatchStart } from '../api/request.ts';
import type { Status } from '../api/types.gen.ts';
import { PlainError } from '../kubectl/errors.ts';
import type { Cluster } from '../sim/engine.ts';
import { loadProse } from './prose.ts';

/**
 * `pass` lets virtual time go on and resolves when `milliseconds` of it have passed. `rest` is awaited before each request, so that
 * a client that makes thousands in a row does not keep its worker from everything else.
 */
export function createPort(
  cluster: Cluster,
  user: string,
  pass: (milliseconds: number) => Promise<void>,
  rest: () => Promise<void> = () => Promise.resolve(),
): ApiPort {
  return {
    async request(request) {
      await rest();
      const response = answered(cluster.request(request, user));
      if (request.verb !== 'discover' || !isOpenApiPath(request.path ?? '')) return response;
      return withDocument(request, response, await loadProse());
    },
    watch: (target, options) => watchCluster(cluster, user, target, options, pass),
    log: (target, log) => followLog(cluster, user, target, log, pass),
    sleep: pass,
    now: () => cluster.state.now,
  };
}

function answered(response: ApiResponse): ApiResponse {
  if (response.refused) throw new PlainError((response.body as Status).message ?? '');
  return response;
}

/** A log that is followed is looked at as often as watches look at theirs. */
async function* followLog(
  cluster: Cluster,
  user: string,
  target: LogTarget,
  log: LogOptions,
  pass: (milliseconds: number) => Promise<void>,
): AsyncGenerator<string> {
  let wanted = log;
  for (;;) {
    const response = cluster.request({ verb: 'get', ...target, subresource: 'log', log: wanted }, user);
    // The connection of a reader who was let in just ends.
    if (response.refused && wanted !== log) return;
    const { code, body } = answered(response);
    if (code >= 400) throw new ApiError(body as Status);
    if (!('text' in body)) return;
    const { text, next } = body;
    if (text !== '') yield text;
    if (next === undefined) return;
    wanted = { ...log, after: next };
    await pass(LOG_POLL_MS);
  }
}

/** In virtual milliseconds. */
const LOG_POLL_MS = 20;

/** How often a watch looks at the log, in virtual milliseconds. */
const WATCH_POLL_MS = 10;
/** A watch that may have bookmarks gets one about once a minute. */
const BOOKMARK_MS = 60_000;

/** Looks again and again at what came after what it has seen. A refusal is its only event. */
async function* watchCluster(
  cluster: Cluster,
  user: string,
  target: Target,
  options: WatchOptions,
  pass: (milliseconds: number) => Promise<void>,
): AsyncGenerator<WatchEvent> {
  const { state } = cluster;
  const until = options.timeoutSeconds === undefined ? Number.POSITIVE_INFINITY : state.now + options.timeoutSeconds * 1000;
  const { sendInitialEvents: _initial, resourceVersionMatch: _match, ...later } = options;
  let wanted = options;
  let bookmarkAt = state.now + BOOKMARK_MS;
  while (state.now <= until) {
    const response = cluster.request({ verb: 'watch', ...target, options: wanted }, user);
    // The connection of a watch that was let in just ends.
    if (response.refused && wanted !== options) return;
    const { code, body } = answered(response);
    if (code >= 400) {
      yield { type: 'ERROR', object: body as Status };
      return;
    }
    const { events, revision, bookmark } = body as WatchStart;
    yield* events;
    if (events.at(-1)?.type === 'ERROR') return;
    if (options.allowWatchBookmarks === true && state.now >= bookmarkAt) {
      yield bookmark;
      bookmarkAt = state.now + BOOKMARK_MS;
    }
    wanted = { ...later, resourceVersion: String(revision), follows: true };
    await pass(WATCH_POLL_MS);
  }
}
