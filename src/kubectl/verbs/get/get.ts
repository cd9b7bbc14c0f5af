import type { KubeObject } from '../../../api/object.ts';
import type { ApiResource, Table } from '../../../api/request.ts';
import { JsonPathError } from '../../../api/jsonpath/error.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError, PlainError, isFailure, throwCollected } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, bool, int, list, text } from '../../parse/flags.ts';
import { readArguments } from '../../parse/arguments.ts';
import { readItems } from '../../parse/documents.ts';
import { listOptions } from '../../parse/select.ts';
import { displayName } from '../../parse/types.ts';
import { customColumns } from '../../printer/custom-columns.ts';
import { type TableOptions, printTable } from '../../printer/get-table.ts';
import { type OutputFormat, forFormat, formatValue, parseOutput } from '../../printer/output.ts';
import { sortBy } from '../../printer/sort.ts';
import { type Session, err, getObject, getTable, listObjects } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

const FLAGS = {
  output: text('', 'o'),
  selector: text('', 'l'),
  fieldSelector: text(),
  allNamespaces: bool('A'),
  filename: list('f'),
  recursive: bool('R'),
  labelColumns: list('L'),
  showLabels: bool(),
  showKind: bool(),
  showManagedFields: bool(),
  noHeaders: bool(),
  sortBy: text(),
  ignoreNotFound: bool(),
  chunkSize: int(500),
  subresource: text(),
  serverPrint: bool('', true),
} satisfies FlagSpecs;

type Flags = FlagValues<typeof FLAGS>;

/** One request of a `get`: a named object, or a list when it has no name. */
interface Wanted {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly name: string | undefined;
}

const NO_TYPE = `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples`;

export const getVerb = defineVerb({
  name: 'get',
  summary: 'Display one or many resources',
  usage: '[(-o|--output=)FORMAT] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags] [options]',
  flags: FLAGS,
  async run(session, { args, flags }) {
    if (args.length === 0 && flags.filename.length === 0) throw new PlainError(NO_TYPE);
    const format = parseOutput(session, flags.output);
    const wanted = await requests(session, args, flags);
    if (format.type === 'human') await getTables(session, wanted, flags, format.wide);
    else await getValues(session, wanted, flags, format);
  },
});

async function requests(session: Session, args: readonly string[], flags: Flags): Promise<readonly Wanted[]> {
  if (flags.filename.length > 0) {
    const { items, errors } = await readItems(session, flags.filename, flags.recursive);
    throwCollected(errors);
    return items;
  }
  const mentions = await readArguments(session, args);
  if (mentions.some(({ name }) => name !== undefined)) {
    if (flags.selector !== '') throw new CommandError('name cannot be provided when a selector is specified');
    if (flags.allNamespaces) throw new CommandError('a resource cannot be retrieved by name across all namespaces');
  }
  return mentions.map(({ resource, name }) => ({ resource, name, namespace: flags.allNamespaces ? '' : session.namespace }));
}

async function getTables(session: Session, wanted: readonly Wanted[], flags: Flags, wide: boolean): Promise<void> {
  const errors: unknown[] = [];
  const answers: { readonly resource: ApiResource; readonly table: Table }[] = [];
  for (const one of wanted) {
    const table = await attempt(() => getTable(session, one, one.name, one.name === undefined ? listOptions(flags) : {}), flags, errors);
    if (table !== undefined) answers.push({ resource: one.resource, table });
  }
  const withKind = flags.showKind || new Set(wanted.map(({ resource }) => resource)).size > 1;
  const printed = groupByResource(answers)
    .map(({ resource, table }) => tableText(resource, table, flags, { wide, withKind }))
    .filter((text) => text !== '');
  session.stdout.push(printed.join('\n'));
  if (printed.length === 0 && errors.length === 0 && !flags.ignoreNotFound) err(session, nothingFound(session, wanted, flags));
  throwCollected(errors);
}

/** Answers about the same resource that follow one another share a table. */
function groupByResource(answers: readonly { readonly resource: ApiResource; readonly table: Table }[]): typeof answers {
  const groups: { resource: ApiResource; table: Table }[] = [];
  for (const { resource, table } of answers) {
    const last = groups.at(-1);
    if (last?.resource === resource) last.table = { ...last.table, rows: [...last.table.rows, ...table.rows] };
    else groups.push({ resource, table });
  }
  return groups;
}

function tableText(resource: ApiResource, table: Table, flags: Flags, shown: Pick<TableOptions, 'wide' | 'withKind'>): string {
  const rows = sortedRows(table, flags.sortBy);
  if (rows.length === 0) return '';
  return printTable(resource, table, rows, {
    ...shown,
    withNamespace: flags.allNamespaces && resource.namespaced,
    showLabels: flags.showLabels,
    labelColumns: flags.labelColumns,
    headers: !flags.noHeaders,
  });
}

/** With a path that no object has, kubectl loses the error and shows nothing at all. */
function sortedRows(table: Table, field: string): Table['rows'] {
  if (field === '') return table.rows;
  try {
    return sortBy(table.rows, field, ({ object }) => object as unknown as JsonValue);
  } catch (error) {
    if (error instanceof JsonPathError) return [];
    throw error;
  }
}

function nothingFound(session: Session, wanted: readonly Wanted[], { allNamespaces }: Flags): string {
  const namespaced = !allNamespaces && wanted.every(({ resource }) => resource.namespaced);
  return namespaced ? `No resources found in ${session.namespace} namespace.` : 'No resources found';
}

async function getValues(session: Session, wanted: readonly Wanted[], flags: Flags, format: OutputFormat): Promise<void> {
  const errors: unknown[] = [];
  const found: { readonly resource: ApiResource; readonly object: KubeObject }[] = [];
  for (const one of wanted) {
    const objects = await attempt(() => objectsOf(session, one, flags), flags, errors);
    for (const object of objects ?? [])
      found.push({ resource: one.resource, object: flags.showManagedFields ? object : forFormat(format, object) });
  }
  const ordered = flags.sortBy === '' ? found : sortBy(found, flags.sortBy, ({ object }) => object as unknown as JsonValue);
  const values = ordered.map(({ object }) => object as unknown as JsonValue);
  const single = wanted.length === 1 && wanted[0]?.name !== undefined;
  if (format.type === 'name')
    for (const { resource, object } of ordered) session.stdout.push(`${displayName(resource, object.metadata.name ?? '')}\n`);
  else if (format.type === 'custom-columns') session.stdout.push(customColumns(format.template, values, !flags.noHeaders));
  else if (!single) session.stdout.push(formatValue(format, listOf(values)));
  else if (values[0] !== undefined) session.stdout.push(formatValue(format, values[0]));
  throwCollected(errors);
}

async function objectsOf(session: Session, wanted: Wanted, flags: Flags): Promise<readonly KubeObject[]> {
  const { name } = wanted;
  if (name === undefined) return (await listObjects(session, wanted, listOptions(flags))).items;
  return [await getObject(session, { ...wanted, name }, flags.subresource === '' ? undefined : flags.subresource)];
}

function listOf(items: readonly JsonValue[]): JsonValue {
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items };
}

async function attempt<T>(work: () => Promise<T>, { ignoreNotFound }: Flags, errors: unknown[]): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (!(ignoreNotFound && 'reason' in error && error.reason === 'NotFound')) errors.push(error);
    return undefined;
  }
}
