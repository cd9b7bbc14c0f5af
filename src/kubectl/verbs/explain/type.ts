import type { JsonValue } from '../../../api/scalars.ts';

/** A type as `explain` shows it, wherever it is declared. */
export interface ExplainedType {
  /** `string`, `[]Container`, `map[string]string`. */
  readonly name: string;
  /** One text for each of the types inside one another: the list's, the item's. Undefined where no prose is kept. */
  readonly descriptions: readonly string[] | undefined;
  readonly enum: readonly JsonValue[];
  /** Whether what has this field must have it. */
  readonly required: boolean;
  /** What tells that a type contains itself. */
  readonly id: string | undefined;
  /** Fields of the object, or of the items or values. */
  fields(): ReadonlyMap<string, ExplainedType>;
}
