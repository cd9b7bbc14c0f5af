/** A Kubernetes API server somewhere as the port that kubectl speaks: HTTP/1.1 and JSON, one exchange for each request. */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { ApiError } from '../../api/errors.ts';
import { type Received, responseOf, warningTexts, watchEventOf } from '../../api/http/from-answer.ts';
import { fromRequest } from '../../api/http/from-request.ts';
import { isOpenApiPath } from '../../api/http/openapi/documents.ts';
import type { HttpRequest } from '../../api/http/types.ts';
import type { ApiPort, ApiRequest, ApiResource, ApiResponse, Credentials, Table, WatchEvent } from '../../api/request.ts';
import type { JsonObject } from '../../api/scalars.ts';
import type { Status } from '../../api/types.gen.ts';
import { createServerClock } from './clock.ts';
import type { HttpConfig, Time } from './config.ts';
import { discover } from './discover.ts';
import { linesOf, textOf } from './lines.ts';
import { type Reply, createTransport } from './transport.ts';

/** The clock is the server's, waiting takes one's own time. `close` ends idle connections. */
export function httpPort(config: HttpConfig): ApiPort & { close(): void } {
  const { now, sleep } = config.time ?? MACHINE_TIME;
  const clock = createServerClock(now);
  const transport = createTransport(config);
  const link: Link = {
    config,
    served: [],
    async send(request, isStream = false) {
      const sentAt = now();
      const reply = await transport.send(request, isStream);
      clock.note(reply.date, sentAt);
      return reply;
    },
  };
  return {
    request: (request) => settled(link, request),
    watch: (target, options) => watch(link, { verb: 'watch', ...target, options }),
    log: (target, log) => readLog(link, { verb: 'get', ...target, subresource: 'log', log }),
    raw: (uri, credentials) => raw(link, uri, credentials),
    async sleep(milliseconds) {
      await sleep(milliseconds);
    },
    now: clock.now,
    close: transport.close,
  };
}

const MACHINE_TIME: Time = { now: Date.now, sleep: (milliseconds) => setTimeout(milliseconds) };

interface Link {
  readonly config: HttpConfig;
  /** What discovery has told so far. */
  served: readonly ApiResource[];
  send(request: HttpRequest, isStream?: boolean): Promise<Reply>;
}

async function settled(link: Link, request: ApiRequest): Promise<ApiResponse> {
  try {
    return await answered(link, request);
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, body: error.status, warnings: [] };
    throw error;
  }
}

async function answered(link: Link, request: ApiRequest): Promise<ApiResponse> {
  if (request.verb === 'discover' && request.path === undefined) return discovered(link, request);
  await learnVersion(link, request);
  const response = await ask(link, request);
  if (request.verb === 'discover' && response.code < 400 && isOpenApiPath(request.path ?? '')) return documentOf(response);
  if (request.verb !== 'version' || response.code >= 400) return response;
  return { ...response, body: { ...(response.body as object), kind: 'Version' } as ApiResponse['body'] };
}

function documentOf(response: ApiResponse): ApiResponse {
  const body = response.body as unknown as JsonObject;
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  return { ...response, body: { kind: 'OpenApiDocument', hash, body } };
}

async function discovered(link: Link, credentials: Credentials): Promise<ApiResponse> {
  const response = await discover((path, accept) => ask(link, { ...credentials, verb: 'discover', path }, accept));
  if (response.code < 400) link.served = (response.body as { readonly items: readonly ApiResource[] }).items;
  return response;
}

/** Which version a group prefers is for discovery to tell. */
async function learnVersion(link: Link, request: ApiRequest): Promise<void> {
  if (!('group' in request) || request.version !== undefined || link.served.length > 0) return;
  const { token, impersonate } = request;
  const who = { ...(token === undefined ? {} : { token }), ...(impersonate === undefined ? {} : { impersonate }) };
  const { code, body } = await discovered(link, who);
  if (code >= 400) throw new ApiError(body as Status);
}

/** A server that names a time to come back at is asked again then (client-go's withRetry). */
const MAX_TRIES = 10;

async function ask(link: Link, request: ApiRequest, accept?: string): Promise<ApiResponse> {
  const http = httpOf(link, request);
  const sent = accept === undefined ? http : { ...http, headers: { ...http.headers, accept } };
  for (let tries = 1; ; tries++) {
    const received = await receivedOf(await link.send(sent));
    const { code, retryAfter } = received;
    if (retryAfter === undefined || tries > MAX_TRIES || (code !== 429 && code < 500))
      return responseOf(received, { ...asked(request), method: http.method });
    await (link.config.time ?? MACHINE_TIME).sleep(retryAfter * 1000);
  }
}

function httpOf({ config, served }: Link, request: ApiRequest): HttpRequest {
  return fromRequest(request, { served, userAgent: config.userAgent });
}

async function receivedOf({ code, warnings, retryAfter, chunks }: Reply): Promise<Received> {
  return { code, warnings, body: await textOf(chunks), ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function asked(request: ApiRequest): { readonly group?: string; readonly resource?: string; readonly name?: string } {
  if (request.verb === 'discover' || request.verb === 'version') return {};
  const { group, resource } = request;
  return { group, resource, ...('name' in request && request.name !== undefined ? { name: request.name } : {}) };
}

/** A refusal is the only event of a watch that is not let in. One whose connection breaks has ended. */
async function* watch(link: Link, request: Extract<ApiRequest, { verb: 'watch' }>): AsyncGenerator<WatchEvent> {
  await learnVersion(link, request);
  const http = httpOf(link, request);
  const reply = await link.send(http, true);
  if (reply.code >= 400) {
    const { body } = responseOf(await receivedOf(reply), { ...asked(request), method: http.method });
    yield { type: 'ERROR', object: body as Status };
    return;
  }
  let columns: Table['columnDefinitions'] | undefined;
  for await (const line of unbroken(linesOf(reply.chunks))) {
    const event = watchEventOf(line);
    if (event === undefined) return yield undecodable(line);
    const object: object = event.object;
    // Of a Table the columns are told once.
    if ('columnDefinitions' in object) columns = (object as Table).columnDefinitions ?? columns;
    yield columns === undefined || event.type === 'ERROR'
      ? event
      : ({ ...event, object: { ...object, columnDefinitions: columns } } as unknown as WatchEvent);
  }
}

async function* readLog(link: Link, request: Extract<ApiRequest, { verb: 'get' }>): AsyncGenerator<string> {
  await learnVersion(link, request);
  const http = httpOf(link, request);
  const reply = await link.send(http, true);
  if (reply.code < 400) return yield* unbroken(decoded(reply.chunks));
  const { body } = responseOf(await receivedOf(reply), { ...asked(request), method: http.method });
  throw new ApiError(body as Status);
}

async function* unbroken(lines: AsyncIterable<string>): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    if (!isBroken(error)) throw error;
  }
}

function isBroken(error: unknown): boolean {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function undecodable(line: string): WatchEvent {
  const message = `unable to decode an event from the watch stream: ${line.slice(0, 100)}`;
  return {
    type: 'ERROR',
    object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 500, reason: 'InternalError', message },
  };
}

async function raw(link: Link, uri: string, credentials: Credentials) {
  const [path = '', query = ''] = uri.split(/\?(.*)/s);
  const http = fromRequest({ verb: 'discover', path, ...credentials }, { served: [], userAgent: link.config.userAgent });
  const pairs = [...new URLSearchParams(query)];
  const reply = await link.send({ ...http, query: pairs, headers: { ...http.headers, accept: 'application/json, */*' } }, true);
  if (reply.code >= 400) {
    const { code, body, warnings } = responseOf(await receivedOf(reply), { method: 'GET' });
    return { code, status: body as Status, warnings, text: none() };
  }
  return { code: reply.code, warnings: warningTexts(reply.warnings), text: decoded(reply.chunks) };
}

async function* none(): AsyncGenerator<string> {}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
}
