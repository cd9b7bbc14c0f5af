/**
 * The honest ledger: what a field of a kind's schema does in this cluster. Beside every kind stands a list of the types that it
 * introduces, each with its fields under the mark that they have; `simulated` has its effect, `kept` is stored and shown and
 * has none, `refused` is not accepted.
 */
export type Mark = 'simulated' | 'kept' | 'refused';

/** Fields of one type by mark, as names with blanks between them. Every field of the type has exactly one mark. */
export type TypeMarks = { readonly [mark in Mark]?: string };

/** By the type's name in `schema.gen.json`. */
export type Fidelity = { readonly [type: string]: TypeMarks };

const MARKS: readonly Mark[] = ['simulated', 'kept', 'refused'];

/** The marks of one type by field, in no particular order. */
export function marksOfType(marks: TypeMarks): ReadonlyMap<string, Mark> {
  return new Map(MARKS.flatMap((mark) => fieldsWith(marks, mark).map((field): [string, Mark] => [field, mark])));
}

/** The names under one mark; a name that stands twice is given twice. */
export function fieldsWith(marks: TypeMarks, mark: Mark): readonly string[] {
  return (marks[mark] ?? '').split(/\s+/).filter((name) => name !== '');
}
