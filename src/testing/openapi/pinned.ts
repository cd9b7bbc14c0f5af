import { join } from 'node:path';
import type { JsonObject } from '../../api/scalars.ts';

/** Digests of a real server's documents by path, without their prose. */
export const PINNED = join('src', 'testing', 'data', 'openapi.json');

/** Each server has hashes of its own. */
export function withoutHashes(document: JsonObject): JsonObject {
  return JSON.parse(JSON.stringify(document).replaceAll(/\?hash=[0-9A-F]+/g, '?hash=')) as JsonObject;
}
