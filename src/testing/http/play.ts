import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import { isRecord } from '../../api/patch/record.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { valueAt, withValue } from './paths.ts';
import type { Step } from './transcript.ts';
import { type Stream, type World, awaitEnd, exchange, follow } from './world.ts';

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
  readonly world: World;
  readonly variables: Map<string, JsonValue>;
  readonly streams: Map<string, Stream>;
}

/** How far apart requests of one client are. */
const REQUEST_MS = 20;
const RETRY_MS = 100;
const RETRIES = 150;
const OPENING_MS = 150;

/** Undefined for a step that only waits or opens a stream. */
export function play(state: Play, step: Step): Observed | undefined {
  const { world, streams, variables } = state;
  const pass = (ms: number) => {
    world.cluster.advance(world.cluster.state.now + ms);
    for (const stream of streams.values()) if (world.cluster.state.now <= stream.until) follow(world, stream);
  };
  if (step.sleepMs !== undefined) pass(step.sleepMs);
  if (step.collect !== undefined) return collected(world, streams.get(step.collect));
  if (step.path === undefined) return undefined;
  pass(REQUEST_MS);
  const http = requestOf(step, variables);
  if (step.background !== undefined) {
    const opened = exchange(world, http);
    if ('lines' in opened) streams.set(step.background, opened);
    pass(OPENING_MS);
    return undefined;
  }
  const observed = repeated(world, http, step, pass);
  for (const [name, path] of Object.entries(step.capture ?? {})) {
    const value = valueAt(observed.json, path);
    if (value !== undefined) variables.set(name, value);
  }
  return observed;
}

function collected(world: World, stream: Stream | undefined): Observed | undefined {
  if (stream === undefined) return undefined;
  awaitEnd(world, stream);
  return ofStream(stream);
}

function repeated(world: World, http: HttpRequest, { until }: Step, pass: (ms: number) => void): Observed {
  let observed = once(world, http);
  if (until === undefined) return observed;
  for (let count = 0; count < RETRIES && !isMet(until, observed); count += 1) {
    pass(RETRY_MS);
    observed = once(world, http);
  }
  return observed;
}

function isMet({ code, path, equals }: NonNullable<Step['until']>, observed: Observed): boolean {
  if (code !== undefined && observed.code !== code) return false;
  return path === undefined || JSON.stringify(valueAt(observed.json, path)) === JSON.stringify(equals);
}

function once(world: World, http: HttpRequest): Observed {
  const answered = exchange(world, http);
  if (!('lines' in answered)) return ofAnswer(answered);
  awaitEnd(world, answered);
  return ofStream(answered);
}

function ofStream({ lines, warnings }: Stream): Observed {
  const events = lines.split('\n').filter((line) => line !== '');
  return {
    code: 200,
    contentType: 'application/json',
    warnings,
    text: lines,
    json: events.map((line) => JSON.parse(line) as JsonValue),
    isStream: true,
  };
}

function ofAnswer({ code, contentType, warnings, body }: HttpAnswer): Observed {
  const json = contentType.startsWith('application/json') && body !== '' ? (JSON.parse(body) as JsonValue) : undefined;
  return { code, contentType, warnings, text: body, json, isStream: false };
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
