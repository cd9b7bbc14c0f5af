/** One line of a container's log, and the times that programs write into theirs. */
import type { Behaviour, Call } from '../image.ts';
import { strftime } from '../shell/date.ts';

export interface LogLine {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** 1: stdout, 2: stderr. */
  readonly stream: 1 | 2;
  readonly text: string;
}

/** A request as its server saw it. */
export interface ServedRequest {
  readonly at: number;
  /** Address of who asked. */
  readonly client: string;
  readonly agent: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  /** Which one since the start, as far as they are known. */
  readonly number: number;
}

/** What a program's lines are made of. */
export interface Facts {
  readonly call: Call;
  readonly behaviour: Behaviour;
  readonly startedAt: number;
}

/** Milliseconds after what it follows on, the stream and the text. */
export type Said = readonly [afterMs: number, stream: 1 | 2, text: string];

/** What a program writes: when it has started, for a request, and when it is asked to end. */
export interface LogModel {
  starts?(facts: Facts): readonly Said[];
  serves?(request: ServedRequest, facts: Facts): Said | undefined;
  stops?(facts: Facts, at: number): readonly Said[];
}

/** Lines of one stream, all at the same time unless `apartMs` says otherwise. */
export function lines(stream: 1 | 2, texts: readonly string[], afterMs = 0, apartMs = 0): readonly Said[] {
  return texts.map((text, index) => [afterMs + index * apartMs, stream, text]);
}

/** Noted by the machine (`node/data-plane.ts`): client, method, path, status, bytes. */
export function parseRequest(text: string, at: number, number: number): ServedRequest {
  const [client = '', method = '', ...rest] = text.split(' ');
  const bytes = Number(rest.at(-1) ?? 0);
  const status = Number(rest.at(-2) ?? 0);
  return { at, client, agent: 'curl/8.14.1', method, path: rest.slice(0, -2).join(' '), status, bytes, number };
}

/** `2026/01/31 23:59:59`. */
export function slashed(at: number): string {
  return strftime('%Y/%m/%d %H:%M:%S', at);
}

/** `31/Jan/2026:23:59:59 +0000`, of the common log format. */
export function common(at: number): string {
  return strftime('%d/%b/%Y:%H:%M:%S +0000', at);
}

/** `2026-01-31T23:59:59.123Z`. */
export function precise(at: number): string {
  return new Date(at).toISOString();
}

export function milliseconds(at: number): string {
  return String(new Date(at).getUTCMilliseconds()).padStart(3, '0');
}

/** The number in a tag: `1.29` of `1.29-alpine`; `standard` where there is none. */
export function versionOf({ tag }: Call, standard: string): string {
  return /^v?(\d[\d.]*)/.exec(tag)?.[1] ?? standard;
}
