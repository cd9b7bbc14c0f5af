/**
 * The `pod-template-hash` of a real control plane, so that ReplicaSets have the same names here as there
 * (ComputeHash in pkg/controller/controller_utils.go, SafeEncodeString in apimachinery's util/rand).
 */
import type { PodTemplateSpec } from '../../../../api/types.gen.ts';
import { dumpTemplate } from './dump.ts';

const dumps = new WeakMap<PodTemplateSpec, string>();

/** Equal templates have equal hashes; `collisionCount` salts it when two different ones happen to have the same. */
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  let dump = dumps.get(template);
  if (dump === undefined) dumps.set(template, (dump = dumpTemplate(template)));
  let hash = hashText(FNV_BASIS, dump);
  if (collisionCount !== undefined) {
    for (let shift = 0; shift < 32; shift += 8) hash = hashByte(hash, (collisionCount >>> shift) & 0xff);
    for (let byte = 4; byte < 8; byte += 1) hash = hashByte(hash, 0);
  }
  return safeEncode(String(hash >>> 0));
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Letters and digits that can't be mistaken for one another nor make a word. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

function safeEncode(text: string): string {
  let encoded = '';
  for (let index = 0; index < text.length; index += 1) encoded += SAFE[text.charCodeAt(index) % SAFE.length];
  return encoded;
}

function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME);
}

/** FNV-1a over the text's UTF-8 bytes. */
function hashText(basis: number, text: string): number {
  let hash = basis;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) hash = hashByte(hash, point);
    else for (const byte of utf8(point)) hash = hashByte(hash, byte);
  }
  return hash;
}

function utf8(point: number): number[] {
  const tail = (shift: number) => 0x80 | ((point >> shift) & 0x3f);
  if (point < 0x800) return [0xc0 | (point >> 6), tail(0)];
  if (point < 0x10000) return [0xe0 | (point >> 12), tail(6), tail(0)];
  return [0xf0 | (point >> 18), tail(12), tail(6), tail(0)];
}
