import { type Document, LineCounter, type Node, type YAMLError, isAlias, isMap, isSeq, parseAllDocuments } from 'yaml';
import { type PathStep, positionIn } from './yaml-position.ts';
import type { JsonValue } from './scalars.ts';
import { convert } from './yaml-value.ts';

export { stringifyYaml } from './yaml-write.ts';

/**
 * YAML and JSON as Kubernetes reads it, with the places of things. Hostile input costs little: text is bounded in size
 * and depth, aliases in what they expand to. Nothing here throws.
 */
export interface ParsedError {
  readonly kind: 'syntax' | 'duplicate' | 'value' | 'limit';
  readonly message: string;
  /** From 1, as are columns. */
  readonly line: number;
  readonly column: number;
  /** Behind the last character. */
  readonly endColumn: number;
}
