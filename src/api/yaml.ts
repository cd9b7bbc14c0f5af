import type { JsonValue } from './scalars.ts';
export interface ParsedError {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
}
export interface ParsedDocument {
  readonly value: JsonValue;
  readonly line: number;
  readonly endLine: number;
  readonly errors: readonly ParsedError[];
  positionOf(path: string): Position | undefined;
}
export interface ParseLimits {
  readonly characters?: number;
  readonly depth?: number;
}
export declare function parseDocuments(text: string, limits?: ParseLimits): ParsedDocument[];
export declare function stringifyYaml(value: unknown): string;
