import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import { isRecord } from '../../api/patch/record.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { textOfBody } from './protobuf-json.ts';
import { valueAt, withValue } from './paths.ts';
import type { Step } from './transcript.ts';
import type { OpenStream, Transport } from './transport.ts';

/** What a step brought about. */
export interface Observed {
  readonly code: number;
  readonly contentType: string;
  readonly warnings: readonly string[];
  readonly text: string;
  /** The body, or the list of a stream's events. */
  readonly json: JsonValue | undefined;
  readonly isStream: boolean;
}

export interface Play {
  readonly transport: Transport;
  readonly variables: Map<string, JsonValue>;
  readonly streams: Map<string, OpenStream>;
}

/** How far apart requests of one client are. */
const REQUEST_MS = 20;
const RETRY_MS = 100;
const RETRIES = 150;
const OPENING_MS = 150;

/** Undefined for a step that only waits or opens a stream. */
export async function play({ transport, variables, streams }: Play, step: Step): Promise<Observed | undefined> {
  if (step.sleepMs !== undefined) await transport.pass(step.sleepMs);
  if (step.collect !== undefined) return collected(streams.get(step.collect));
  if (step.path === undefined) return undefined;
  await transport.pass(REQUEST_MS);
  const http = requestOf(step, variables);
  if (step.background !== undefined) {
    const opened = await transport.exchange(http);
    if ('ended' in opened) streams.set(step.background, opened);
    await transport.pass(OPENING_MS);
    return undefined;
  }
  const observed = await repeated(transport, http, step);
  for (const [name, path] of Object.entries(step.capture ?? {})) {
    const value = valueAt(observed.json, path);
    if (value !== undefined) variables.set(name, value);
  }
  return observed;
}

async function collected(stream: OpenStream | undefined): Promise<Observed | undefined> {
  return stream === undefined ? undefined : ofStream(stream);
}

async function repeated(transport: Transport, http: HttpRequest, { until }: Step): Promise<Observed> {
  let observed = await once(transport, http);
  if (until === undefined) return observed;
  for (let count = 0; count < RETRIES && !isMet(until, observed); count += 1) {
    await transport.pass(RETRY_MS);
    observed = await once(transport, http);
  }
  return observed;
}

async function once(transport: Transport, http: HttpRequest): Promise<Observed> {
  const answered = await transport.exchange(http);
  return 'ended' in answered ? ofStream(answered) : ofAnswer(answered);
}

async function ofStream({ warnings, ended }: OpenStream): Promise<Observed> {
  const text = await ended();
  const events = text.split('\n').filter((line) => line !== '');
  return {
    code: 200,
    contentType: 'application/json',
    warnings,
    text,
    json: events.map((line) => JSON.parse(line) as JsonValue),
    isStream: true,
  };
}

function isMet({ code, path, equals }: NonNullable<Step['until']>, observed: Observed): boolean {
  if (code !== undefined && observed.code !== code) return false;
  return path === undefined || JSON.stringify(valueAt(observed.json, path)) === JSON.stringify(equals);
}

function ofAnswer(answer: HttpAnswer): Observed {
  const { code, contentType, warnings } = answer;
  const text = textOfBody(answer);
  const json = contentType.startsWith('application/json') && text !== '' ? (JSON.parse(text) as JsonValue) : undefined;
  return { code, contentType, warnings, text, json, isStream: false };
}

function requestOf(step: Step, variables: ReadonlyMap<string, JsonValue>): HttpRequest {
  const fill = <T>(value: T) => filled(value as JsonValue, variables) as unknown as T;
  const body = fill(bodyOf(step, variables) ?? '');
  const headers = Object.entries(fill<Record<string, string>>(step.headers ?? {})).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const hasBody = bodyOf(step, variables) !== undefined && step.noContentType !== true;
  return {
    method: step.method ?? 'GET',
    path: fill(step.path ?? ''),
    query: Object.entries(fill<Record<string, JsonValue>>(step.query ?? {})).flatMap(([name, value]) =>
      valuesOf(value).map((one) => [name, textOf(one) ?? ''] as const),
    ),
    headers: { ...(hasBody ? { 'content-type': 'application/json' } : {}), ...bearerOf(step), ...Object.fromEntries(headers) },
    body,
  };
}

function valuesOf(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
}

function bearerOf({ as = 'admin' }: Step): Record<string, string> {
  return as === 'none' ? {} : { authorization: `Bearer ${as}-token` };
}

function bodyOf({ body, raw, rawRepeat, bodyFrom }: Step, variables: ReadonlyMap<string, JsonValue>): string | undefined {
  if (raw !== undefined) return raw;
  if (rawRepeat !== undefined) return rawRepeat.prefix + rawRepeat.text.repeat(rawRepeat.count) + rawRepeat.suffix;
  if (bodyFrom === undefined) return body === undefined ? undefined : JSON.stringify(body);
  let value: JsonValue = variables.get(bodyFrom.var) ?? {};
  for (const [path, next] of Object.entries(bodyFrom.set ?? {})) value = withValue(value, path, next);
  for (const path of bodyFrom.unset ?? []) value = withValue(value, path, undefined);
  return JSON.stringify(value);
}

function filled(value: JsonValue, variables: ReadonlyMap<string, JsonValue>): JsonValue {
  if (typeof value === 'string') return value.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => textOf(variables.get(name)) ?? whole);
  if (Array.isArray(value)) return value.map((item: JsonValue) => filled(item, variables));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, variables)]));
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}
