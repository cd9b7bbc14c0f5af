/**
 * The `pod-template-hash` of a real control plane, so that ReplicaSets have the same names here as there
 * (ComputeHash in pkg/controller/controller_utils.go, SafeEncodeString in apimachinery's util/rand).
 */
import type { PodTemplateSpec } from '../../../api/types.gen.ts';
import { dumpTemplate } from './dump.ts';
import { FNV_BASIS, FNV_PRIME, safeEncode, utf8Bytes } from './hashing.ts';

const dumps = new WeakMap<PodTemplateSpec, string>();

/** Equal templates have equal hashes; `collisionCount` salts it when two different ones happen to have the same. */
export function templateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  let dump = dumps.get(template);
  if (dump === undefined) dumps.set(template, (dump = dumpTemplate(template)));
  let hash = hashText(dump);
  if (collisionCount !== undefined) {
    for (let shift = 0; shift < 32; shift += 8) hash = hashByte(hash, (collisionCount >>> shift) & 0xff);
    for (let byte = 4; byte < 8; byte += 1) hash = hashByte(hash, 0);
  }
  return safeEncode(String(hash >>> 0));
}

function hashByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME);
}

/** FNV-1a over the text's UTF-8 bytes. */
function hashText(text: string): number {
  let hash = FNV_BASIS;
  for (const byte of utf8Bytes(text)) hash = hashByte(hash, byte);
  return hash;
}
