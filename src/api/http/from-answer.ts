/** From an answer over HTTP to a response as data, and what a client makes of one that is no Status (client-go's rest and errors). */
import { isRecord } from '../patch/record.ts';
import type { ApiResponse, WatchEvent } from '../request.ts';
import type { JsonValue } from '../scalars.ts';
import type { Status } from '../types.gen.ts';

export interface Received {
  readonly code: number;
  readonly body: string;
  /** Values of Warning headers. */
  readonly warnings: readonly string[];
  /** Seconds, of a Retry-After header. */
  readonly retryAfter?: number;
}

/** What was asked, for the words of a failure that has none of its own. */
export interface Asked {
  readonly method: string;
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
}

export function responseOf(received: Received, asked: Asked): ApiResponse {
  const { code } = received;
  const warnings = warningTexts(received.warnings);
  const body = parsed(received.body);
  if (code >= 400) return { code, body: isStatus(body) ? body : genericStatus(received, asked), warnings };
  return { code, body: withKinds(body) as unknown as ApiResponse['body'], warnings };
}

/** One line of a watch's stream; undefined when it is no event. */
export function watchEventOf(line: string): WatchEvent | undefined {
  const event = parsed(line);
  return isRecord(event) && typeof event['type'] === 'string' && isRecord(event['object']) ? (event as unknown as WatchEvent) : undefined;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function isStatus(body: JsonValue | undefined): body is JsonValue & Status {
  return isRecord(body) && body['kind'] === 'Status' && body['status'] !== 'Success';
}

/** Items of a list leave out what the list says of all of them. */
function withKinds(body: JsonValue | undefined): JsonValue | undefined {
  if (!isRecord(body) || !Array.isArray(body['items']) || typeof body['kind'] !== 'string') return body;
  const { kind, apiVersion } = body;
  const own = { apiVersion: apiVersion ?? '', kind: kind.replace(/List$/, '') };
  return { ...body, items: body['items'].map((item: JsonValue) => (isRecord(item) ? { ...own, ...item } : item)) };
}

const WARNING = /^\s*(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"(?: "[^"]*")?\s*(?:,|$)/;

/** Texts of headers such as `299 - "unknown field \"a\""`, of which one may hold several. Other codes than 299 are none of kubectl's business. */
export function warningTexts(headers: readonly string[]): readonly string[] {
  return headers.flatMap((header) => {
    const texts: string[] = [];
    let rest = header;
    for (let found = WARNING.exec(rest); found !== null; found = WARNING.exec(rest)) {
      const [whole, code, , text = ''] = found;
      if (code === '299' && text !== '') texts.push(text.replaceAll(/\\(.)/gs, '$1'));
      rest = rest.slice(whole.length);
    }
    return texts;
  });
}

const REASONS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['BadRequest', 'the server rejected our request for an unknown reason'],
  401: ['Unauthorized', 'the server has asked for the client to provide credentials'],
  404: ['NotFound', 'the server could not find the requested resource'],
  405: ['MethodNotAllowed', 'the server does not allow this method on the requested resource'],
  406: ['NotAcceptable', 'the server was unable to respond with a content type that the client supports'],
  409: ['Conflict', 'the server reported a conflict'],
  415: ['UnsupportedMediaType', "the server does not support the content type of the request's body"],
  422: ['Invalid', 'the server rejected our request due to an error in our request'],
  429: ['TooManyRequests', 'the server has received too many requests and has asked us to try again later'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted, but may still be processing the request'],
};

/** A Status for an answer without one (apimachinery's NewGenericServerResponse). */
function genericStatus({ code, body, retryAfter }: Received, { method, group = '', resource = '', name = '' }: Asked): Status {
  const text = body.trim();
  const [reason, message] = reasonOf(code, text, method);
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const what = [method.toLowerCase(), qualified, ...(name === '' ? [] : [name])].join(' ');
  return {
    apiVersion: 'v1',
    kind: 'Status',
    metadata: {},
    status: 'Failure',
    message: resource === '' ? message : `${message} (${what})`,
    reason,
    code,
    details: {
      ...(group === '' ? {} : { group }),
      ...(resource === '' ? {} : { kind: resource }),
      ...(name === '' ? {} : { name }),
      causes: [{ reason: 'UnexpectedServerResponse', message: text === '' ? 'unknown' : text }],
      ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
    },
  };
}

function reasonOf(code: number, text: string, method: string): readonly [reason: string, message: string] {
  if (code === 403) return ['Forbidden', text === '' ? 'unknown' : text];
  if (code === 409 && method === 'POST') return ['AlreadyExists', 'the server reported a conflict'];
  const known = REASONS[code];
  if (known !== undefined) return known;
  if (code < 500) return ['Unknown', `the server responded with the status code ${code} but did not return more information`];
  return ['InternalError', `an error on the server (${JSON.stringify(text || 'unknown')}) has prevented the request from succeeding`];
}
