import type { JsonValue } from '../scalars.ts';
export declare function applyJsonPatch(document: JsonValue, operations: JsonValue): JsonValue;
