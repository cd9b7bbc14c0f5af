/** What the hashes of templates and of revisions are made with: FNV with 32 bits, and the letters in which it is written. */
export const FNV_BASIS = 0x811c9dc5;
export const FNV_PRIME = 0x01000193;

/** Letters and digits that can't be mistaken for one another nor make a word. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** SafeEncodeString in apimachinery's util/rand. */
export function safeEncode(text: string): string {
  let encoded = '';
  for (let index = 0; index < text.length; index += 1) encoded += SAFE[text.charCodeAt(index) % SAFE.length];
  return encoded;
}

export function* utf8Bytes(text: string): Iterable<number> {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) yield point;
    else yield* bytesOf(point);
  }
}

function bytesOf(point: number): number[] {
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
  return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
}
