/** Tokens of paged lists: a snapshot and the key to go on from (apiserver/pkg/storage/continue.go). */
import { badRequestError } from '../../../api/errors.ts';
import { quotedByte, scanJson } from '../../../api/go-json.ts';
import { isRecord } from '../../../api/patch/record.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { decodeBase64, encodeBase64, utf8Bytes, utf8Text } from '../../../base/base64.ts';

export interface ContinueToken {
  /** Negative for "whatever is newest", as is handed out after a compaction. */
  readonly revision: number;
  /** The first key of the page, relative to what is listed; ends with a zero byte when it is the successor of one. */
  readonly start: string;
}

const VERSION = 'meta.k8s.io/v1';
const WORDS = 'continue key is not valid';

export function encodeContinue({ revision, start }: ContinueToken): string {
  const text = JSON.stringify({ v: VERSION, rv: revision, start });
  return encodeBase64(utf8Bytes(text)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function decodeContinue(token: string): ContinueToken {
  const value = parse(bytesOf(token));
  const { v: version = '', rv: revision = 0, start = '' } = value;
  if (version !== VERSION) throw refused(`${WORDS}: server does not recognize this encoded version ${version}`);
  if (revision === 0) throw refused(`${WORDS}: incorrect encoded start resourceVersion (version ${VERSION})`);
  if (start === '') throw refused(`${WORDS}: encoded start key empty (version ${VERSION})`);
  if (`/${start}`.split('/').some((part, index) => index > 0 && (part === '' || part === '.' || part === '..')))
    throw refused(`${WORDS}: ${start}`);
  return { revision, start };
}

function refused(why: string): Error {
  return badRequestError(`invalid continue token: ${why}`);
}

/** Base64 for URLs, without padding. */
function bytesOf(token: string): number[] {
  const wrong = /[^A-Za-z0-9_\-\r\n]/.exec(token)?.index;
  const compact = token.replaceAll(/[\r\n]/g, '');
  const at = wrong ?? (compact.length % 4 === 1 ? compact.length - 1 : undefined);
  if (at !== undefined) throw refused(`${WORDS}: illegal base64 data at input byte ${at}`);
  const padded = compact.padEnd(Math.ceil(compact.length / 4) * 4, '=');
  return decodeBase64(padded.replaceAll('-', '+').replaceAll('_', '/')) ?? [];
}

interface Fields {
  readonly v?: string;
  readonly rv?: number;
  readonly start?: string;
}

const GO_TYPES = { v: 'string', rv: 'int64', start: 'string' } as const;

function parse(bytes: readonly number[]): Fields {
  const first = bytes[0] ?? 0;
  if (first >= 0x80) throw refused(`${WORDS}: invalid character ${quotedByte(first)} looking for beginning of value`);
  const text = utf8Text(bytes);
  const { error } = scanJson(text);
  if (error !== undefined) throw refused(`${WORDS}: ${error}`);
  const value = JSON.parse(text) as JsonValue;
  if (value === null) return {};
  if (!isRecord(value)) throw refused(`${WORDS}: json: cannot unmarshal ${nameOf(value)} into Go value of type storage.continueToken`);
  for (const [field, type] of Object.entries(GO_TYPES)) {
    const given = value[field] ?? (type === 'string' ? '' : 0);
    const fits = type === 'string' ? typeof given === 'string' : Number.isSafeInteger(given);
    if (!fits)
      throw refused(`${WORDS}: json: cannot unmarshal ${nameOf(given)} into Go struct field continueToken.${field} of type ${type}`);
  }
  return value;
}

function nameOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
