import { hash32 } from '../../base/prng.ts';
import { sha256 } from '../../base/sha256.ts';

/** 64 hexadecimal digits that belong to a text: stands for a content hash where nothing is verified. */
export function hex64(text: string): string {
  let word = hash32(text);
  const words: string[] = [];
  for (let count = 0; count < 8; count++) {
    word = mix(word + 0x9e3779b9);
    words.push(word.toString(16).padStart(8, '0'));
  }
  // Every container keeps one. Digits that are added one by one stay a tree of texts that is five times as large.
  return words.join('');
}

/** The finaliser of murmur3. */
function mix(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}

/** A UUID that belongs to a text. */
export function uuidOf(text: string): string {
  const hex = hex64(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The digest of a name, in place of that of a content. ASCII alone. */
export function sha256Of(name: string): string {
  const bytes = sha256(Array.from({ length: name.length }, (_, index) => name.charCodeAt(index)));
  return `sha256:${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
