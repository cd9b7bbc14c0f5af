/** One exchange over HTTP with an API server as data: an answer, or a watch that was let in. */
import type { ApiRequest, ApiResource, ApiResponse, LogPosition, LogText, WatchStart } from '../request.ts';
import type { Status } from '../types.gen.ts';
import { formOfErrors } from './accept.ts';
import { answerOf, refusalOf, warningHeaders } from './answer.ts';
import { type ServerFacts, nowhere, serverAnswer } from './server-paths.ts';
import { type Shape, toApiRequest } from './to-request.ts';
import type { HttpAnswer, HttpRequest, Protobuf } from './types.ts';

/** Whoever answers: everything is asked on behalf of one caller. */
export interface Answerer {
  readonly facts: ServerFacts;
  /** Without it, what is written so is refused. */
  readonly protobuf?: Protobuf;
  request(request: ApiRequest): ApiResponse;
}

export type WatchRequest = Extract<ApiRequest, { verb: 'watch' }>;

/** A watch that was let in: what it begins with, and how its events are wanted. */
export interface OpenedWatch {
  readonly request: WatchRequest;
  readonly resource: ApiResource;
  readonly shape: Shape;
  /** Whole values of Warning headers. */
  readonly warnings: readonly string[];
  readonly start: WatchStart;
}

export type LogRequest = Extract<ApiRequest, { verb: 'get' }>;

/** A log that somebody follows: what there is of it, and how to ask for more. */
export interface OpenedLog {
  readonly request: LogRequest;
  readonly start: LogText;
}

export type Exchanged = { readonly answer: HttpAnswer } | { readonly watch: OpenedWatch } | { readonly log: OpenedLog };

/** Never throws an ApiError: refusals are answers. */
export function exchange(http: HttpRequest, { facts, protobuf, request: ask }: Answerer): Exchanged {
  const translated = toApiRequest(http, facts.served, protobuf);
  const refused = (status: Status) => ({ answer: refusalOf(status, [], formOfErrors(http.headers['accept'], protobuf)) });
  if ('probe' in translated) {
    const { code, body } = ask(translated.probe);
    if (code === 401 || code === 403) return refused(body as Status);
  }
  switch (translated.to) {
    case 'nowhere':
      return { answer: nowhere() };
    case 'server':
      return { answer: serverAnswer(http, translated.path, facts, protobuf) };
    case 'refusal':
      return refused(translated.status);
    case 'api': {
      const { request, resource, shape } = translated;
      const response = ask(request);
      if (request.verb === 'get' && isFollowed(response)) return { log: { request, start: response.body } };
      if (request.verb !== 'watch' || !isStart(response)) return { answer: answerOf(response, resource, shape) };
      return { watch: { request, resource, shape, warnings: warningHeaders(response.warnings), start: response.body } };
    }
    default:
      return translated satisfies never;
  }
}

function isFollowed(response: ApiResponse): response is ApiResponse & { body: LogText } {
  return 'kind' in response.body && response.body.kind === 'LogText' && 'next' in response.body && response.body.next !== undefined;
}

/** The request by which a reader goes on after what he has read. */
export function readOn(request: LogRequest, after: LogPosition): LogRequest {
  return { ...request, log: { ...request.log, after } };
}

function isStart(response: ApiResponse): response is ApiResponse & { body: WatchStart } {
  return 'kind' in response.body && response.body.kind === 'WatchStart';
}

/** The request by which a watch goes on after what it has seen. */
export function followUp(request: WatchRequest, revision: number): WatchRequest {
  const { sendInitialEvents: _initial, resourceVersionMatch: _match, ...options } = request.options ?? {};
  return { ...request, options: { ...options, resourceVersion: String(revision), follows: true } };
}
