import { same } from './compare.ts';
import { SUBJECTS } from './registry.ts';
import type { Outcome, Subject } from './subject.ts';
import type { Row, Table } from './table.ts';

export interface Failure extends Outcome {
  readonly row: Row;
}

export interface TableResult {
  readonly path: string;
  readonly cases: number;
  readonly failures: readonly Failure[];
}

/** By where the table stands, else by what it says it is about. */
export function subjectOf({ path, title }: Pick<Table, 'path' | 'title'>): Subject | undefined {
  return SUBJECTS.find((subject) => subject.path.test(path)) ?? SUBJECTS.find((subject) => subject.title.test(title));
}

export function runTable(table: Table): TableResult {
  const subject = subjectOf(table);
  const failures = table.rows.flatMap((row) => {
    const outcome = subject === undefined ? UNKNOWN(row) : runRow(subject, row, table);
    return same(outcome.expected, outcome.got) ? [] : [{ ...outcome, row }];
  });
  return { path: table.path, cases: table.rows.length, failures };
}

const UNKNOWN = ({ out }: Row): Outcome => ({ expected: out, got: 'nobody here knows this subject' });

export function runRow(subject: Subject, row: Row, table: Table): Outcome {
  try {
    return subject.run(row, table);
  } catch (error) {
    return { expected: row.out, got: `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}
