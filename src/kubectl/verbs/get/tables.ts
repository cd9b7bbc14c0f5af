import { JsonPathError } from '../../../api/jsonpath/error.ts';
import type { ApiResource, Table } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError, throwCollected } from '../../errors.ts';
import { type TableOptions, printTable } from '../../printer/get-table.ts';
import { sortBy } from '../../printer/sort.ts';
import { type Session, err } from '../../session.ts';
import type { GetFlags } from './flags.ts';
import { type Wanted, attempt, tableOf } from './wanted.ts';

interface Answer {
  readonly resource: ApiResource;
  readonly table: Table;
}

/** The human form: a table for each kind. */
export async function getTables(session: Session, wanted: readonly Wanted[], flags: GetFlags, wide: boolean): Promise<void> {
  const errors: unknown[] = [];
  const answers: Answer[] = [];
  for (const one of wanted) {
    const table = await attempt(() => tableOf(session, one, flags), flags, errors);
    if (table !== undefined) answers.push({ resource: one.resource, table });
  }
  const withKind = new Set(answers.map(({ resource }) => resource)).size > 1;
  const printed = groupByResource(answers)
    .map(({ resource, table }) => tableText(resource, table, flags, { wide, withKind }))
    .filter((text) => text !== '');
  session.stdout.push(printed.join(flags.noHeaders ? '' : '\n'));
  if (printed.length === 0 && errors.length === 0 && !flags.ignoreNotFound) err(session, nothingFound(session, wanted, flags));
  throwCollected(errors);
}

/** Answers about the same resource that follow one another share a table. */
function groupByResource(answers: readonly Answer[]): readonly Answer[] {
  const groups: { resource: ApiResource; table: Table }[] = [];
  for (const { resource, table } of answers) {
    const last = groups.at(-1);
    if (last?.resource === resource) last.table = { ...last.table, rows: [...last.table.rows, ...table.rows] };
    else groups.push({ resource, table });
  }
  return groups;
}

function tableText(resource: ApiResource, table: Table, flags: GetFlags, shown: Pick<TableOptions, 'wide' | 'withKind'>): string {
  const rows = sortedRows(table, flags.sortBy);
  if (rows.length === 0) return '';
  const withNamespace = flags.allNamespaces && resource.namespaced;
  return printTable(resource, table, rows, { ...tableOptions(flags, shown), withNamespace });
}

export function tableOptions(flags: GetFlags, { wide, withKind }: Pick<TableOptions, 'wide' | 'withKind'>): TableOptions {
  return {
    wide,
    withKind: withKind || flags.showKind,
    withNamespace: flags.allNamespaces,
    showLabels: flags.showLabels,
    labelColumns: flags.labelColumns,
    headers: !flags.noHeaders,
  };
}

/** With a path that no object has, kubectl loses the error and shows nothing at all. */
export function sortedRows(table: Table, field: string): Table['rows'] {
  if (field === '') return table.rows;
  try {
    return sortBy(table.rows, field, ({ object }) => object as unknown as JsonValue);
  } catch (error) {
    if (error instanceof JsonPathError || error instanceof CommandError) return [];
    throw error;
  }
}

function nothingFound(session: Session, wanted: readonly Wanted[], { allNamespaces }: GetFlags): string {
  const namespaced = !allNamespaces && wanted.every(({ resource }) => resource.namespaced);
  return namespaced ? `No resources found in ${session.namespace} namespace.` : 'No resources found';
}
