import { decodeBase64, utf8Text } from '../../base/base64.ts';

/** PEM blocks, and the elements of DER in them. */
export interface PemBlock {
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: readonly number[];
}

const BLOCK = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n([^]*?)\n?-----END \1-----[ \t\r]*(?=\n|$)/g;

/** The blocks in a text that is itself in base64. */
export function pemBlocks(base64: string): readonly PemBlock[] {
  const text = utf8Text(decodeBase64(base64) ?? []);
  return Array.from(text.matchAll(BLOCK)).flatMap(([, type = '', body = '']) => {
    const [head, rest] = body.includes(':') ? body.split(/\n\s*\n/) : ['', body];
    const bytes = decodeBase64((rest ?? '').replaceAll(/\s/g, ''));
    return bytes === undefined ? [] : [{ type, hasHeaders: head !== '', bytes }];
  });
}

export const SEQUENCE = 0x30;

export interface Element {
  readonly tag: number;
  /** Where its content begins and ends. */
  readonly start: number;
  readonly end: number;
}

export function elementAt(bytes: readonly number[], at: number): Element | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) return undefined;
  const extra = first < 0x80 ? 0 : first & 0x7f;
  const length = extra === 0 ? first : bytes.slice(at + 2, at + 2 + extra).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = at + 2 + extra;
  return start + length > bytes.length ? undefined : { tag, start, end: start + length };
}
