import type { JsonValue } from '../scalars.ts';
export declare function applyMergePatch(document: JsonValue, patch: JsonValue): JsonValue;
export declare function createMergePatch(original: JsonValue, modified: JsonValue): JsonValue;
