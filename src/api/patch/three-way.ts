import type { JsonValue } from '../scalars.ts';
export declare function threeWayStrategicPatch(original: JsonValue, modified: JsonValue, current: JsonValue, schemaName: string): JsonValue;
export declare function threeWayMergePatch(original: JsonValue, modified: JsonValue, current: JsonValue): JsonValue;
