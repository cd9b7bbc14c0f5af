import type { Row, Table } from './table.ts';

/** A case passes when the two are the same (`compare.ts`). */
export interface Outcome {
  readonly expected: unknown;
  readonly got: unknown;
}

export interface TypedRow<In, Out> {
  readonly name: string;
  readonly in: In;
  readonly out: Out;
  readonly table: Table;
}

/** How the cases of one table, or of several of one form, are put to the code. */
export interface Subject {
  /** The table's folder and name. */
  readonly path: RegExp;
  /** Its subject in words, for a table that stands elsewhere. */
  readonly title: RegExp;
  run(row: Row, table: Table): Outcome;
}

/**
 * `path` and `title` name the table exactly, or are patterns. `run` calls the code that the product uses; it may throw,
 * which fails the case.
 */
export function subject<In, Out = object>(
  path: string | RegExp,
  title: string | RegExp,
  run: (row: TypedRow<In, Out>) => Outcome,
): Subject {
  return {
    path: patternOf(path),
    title: patternOf(title),
    run: ({ name, in: given, out }, table) => run({ name, in: given as In, out: out as Out, table }),
  };
}

function patternOf(text: string | RegExp): RegExp {
  return typeof text === 'string' ? new RegExp(`^${text.replaceAll(/[^\w ]/g, String.raw`\$&`)}$`) : text;
}

/** Compares what `got` has with the same keys of `out`: tables may say more than a subject looks at. */
export function like(out: object, got: object): Outcome {
  const values = out as { readonly [key: string]: unknown };
  return { expected: Object.fromEntries(Object.keys(got).map((key) => [key, values[key]])), got };
}

/** The same for what may be refused: `{ error }` with the text of what was thrown, else what `run` gives and no error. */
export function likeOrError(out: object, run: () => object, text: (error: unknown) => string = messageOf): Outcome {
  try {
    return like(out, { error: undefined, ...run() });
  } catch (error) {
    return like(out, { error: text(error) });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}
