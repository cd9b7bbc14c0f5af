const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 of bytes, with padding. */
export function encodeBase64(bytes: readonly number[] | Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    text += symbol(a >> 2) + symbol(((a & 3) << 4) | ((b ?? 0) >> 4));
    text += b === undefined ? '==' : symbol(((b & 15) << 2) | ((c ?? 0) >> 6)) + (c === undefined ? '=' : symbol(c & 63));
  }
  return text;
}

/** Bytes of standard base64, or undefined when `text` is not that. Line breaks are skipped, as Go does. */
export function decodeBase64(text: string): number[] | undefined {
  const compact = text.replace(/[\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return undefined;
  const bytes: number[] = [];
  for (let index = 0; index < compact.length; index += 4) {
    const group = compact.slice(index, index + 4);
    const [a = 0, b = 0, c = 0, d = 0] = Array.from(group, (letter) => Math.max(0, ALPHABET.indexOf(letter)));
    bytes.push((a << 2) | (b >> 4));
    if (group[2] !== '=') bytes.push(((b & 15) << 4) | (c >> 2));
    if (group[3] !== '=') bytes.push(((c & 3) << 6) | d);
  }
  return bytes;
}

export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return bytes;
}

/** Text of UTF-8 bytes; what is no UTF-8 becomes U+FFFD. */
export function utf8Text(bytes: readonly number[]): string {
  const escaped = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch {
    return bytes.map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\uFFFD')).join('');
  }
}

function symbol(index: number): string {
  return ALPHABET[index] ?? '';
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}
