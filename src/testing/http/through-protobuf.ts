/**
 * Transcripts in the other language: whatever a typed client would send as protobuf is sent so, answers are asked for in it, and read
 * back into the JSON that was recorded.
 */
import { PROTOBUF } from '../../api/http/accept.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import type { HttpAnswer, HttpRequest } from '../../api/http/types.ts';
import { isRecord } from '../../api/patch/record.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { jsonOf } from './protobuf-json.ts';
import { type OpenTransport, throughEngine } from './transport.ts';

export const throughProtobuf: OpenTransport = async (transcript, seed) => {
  const transport = await throughEngine(transcript, seed);
  return {
    ...transport,
    exchange: async (http) => {
      const answered = await transport.exchange(inProtobuf(http));
      return 'ended' in answered || !isJsonWanted(http) ? answered : inJson(answered);
    },
  };
};

const JSON_TYPES = ['', '*/*', 'application/json'];

/** Custom resources are answered as JSON, so that is acceptable too. */
function inProtobuf(http: HttpRequest): HttpRequest {
  const accept = isJsonWanted(http) ? { accept: `${PROTOBUF},application/json` } : {};
  const body = http.headers['content-type'] === 'application/json' && typeof http.body === 'string' ? encoded(http.body) : undefined;
  const headers = { ...http.headers, ...accept };
  return body === undefined ? { ...http, headers } : { ...http, headers: { ...headers, 'content-type': PROTOBUF }, body };
}

function isJsonWanted({ headers }: HttpRequest): boolean {
  return JSON_TYPES.includes(headers['accept'] ?? '');
}

/** Only what a typed client could have sent: not what says more, or something else, than a message can. */
function encoded(text: string): Uint8Array | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    if (!isRecord(value)) return undefined;
    const { apiVersion, kind } = value;
    const bytes =
      typeof apiVersion === 'string' && typeof kind === 'string' ? PROTOBUF_CODEC.write({ ...value, apiVersion, kind }) : undefined;
    const read = bytes === undefined ? undefined : PROTOBUF_CODEC.read(bytes, { apiVersion: '', kind: '' });
    return read !== undefined && 'value' in read && says(read.value, value) ? bytes : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether `all` has whatever `some` has; empty texts and the like are as good as nothing. */
function says(all: JsonValue | undefined, some: JsonValue): boolean {
  if (isRecord(some)) return Object.entries(some).every(([key, value]) => says(isRecord(all) ? all[key] : undefined, value));
  if (!Array.isArray(some)) return all === some || (all === undefined && !some);
  const items: readonly JsonValue[] = Array.isArray(all) ? all : [];
  return items.length === some.length && (some as readonly JsonValue[]).every((value, index) => says(items[index], value));
}

function inJson(answer: HttpAnswer): HttpAnswer {
  if (typeof answer.body === 'string') return answer;
  return { ...answer, contentType: 'application/json', body: `${JSON.stringify(jsonOf(answer.body))}\n` };
}
