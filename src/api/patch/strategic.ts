import type { JsonValue } from '../scalars.ts';
export declare function applyStrategicPatch(document: JsonValue, patch: JsonValue, schemaName: string): JsonValue;
export declare function createStrategicPatch(original: JsonValue, modified: JsonValue, schemaName: string): JsonValue;
