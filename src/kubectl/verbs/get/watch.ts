import { ApiError } from '../../../api/errors.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { Table, WatchEvent } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { toJson } from '../../../api/sorted-json.ts';
import { CommandError } from '../../errors.ts';
import { nothingGiven } from '../../parse/arguments.ts';
import { listOptions } from '../../parse/select.ts';
import { displayName } from '../../parse/types.ts';
import { customColumns } from '../../printer/custom-columns.ts';
import { tableLines } from '../../printer/get-table.ts';
import { type OutputFormat, forFormat, formatValue } from '../../printer/output.ts';
import { alignRows } from '../../printer/table.ts';
import { type Session, getObject, getTable, listObjects, targetOf } from '../../session.ts';
import type { GetFlags } from './flags.ts';
import { sortedRows, tableOptions } from './tables.ts';
import { type Wanted, attempt } from './wanted.ts';

/** The objects as they are, then a line for every change, until the caller interrupts or the request times out. */
export async function watchObjects(session: Session, wanted: readonly Wanted[], flags: GetFlags, format: OutputFormat): Promise<void> {
  const [first, ...others] = wanted;
  if (first === undefined) throw nothingGiven();
  if (others.some(({ resource }) => resource !== first.resource)) throw new CommandError('you may only specify a single resource type');
  const errors: unknown[] = [];
  const print = printer(session, first, flags, format);
  let revision = '';
  for (const one of wanted) {
    const shown = await attempt(() => lookAt(session, one, flags, format), flags, errors);
    if (shown === undefined) {
      if (errors.length > 0) throw errors[0];
      return;
    }
    revision = shown.metadata.resourceVersion ?? '';
    if (!flags.watchOnly) print('ADDED', shown);
  }
  if (others.length > 0) throw new CommandError('you may only watch a single resource or type of resource at a time');
  for await (const event of changes(session, first, revision, flags, format)) {
    if (event.type === 'ERROR') throw new ApiError(event.object);
    if (event.type !== 'BOOKMARK') print(event.type, event.object);
  }
}

type Shown = KubeObject | Table | { readonly items: readonly KubeObject[]; readonly metadata: { readonly resourceVersion?: string } };

function lookAt(session: Session, one: Wanted, flags: GetFlags, format: OutputFormat): Promise<Shown> {
  const { name } = one;
  if (format.type === 'human') return getTable(session, one, name, name === undefined ? listOptions(flags) : {});
  return name === undefined ? listObjects(session, one, listOptions(flags)) : getObject(session, { ...one, name });
}

/** What comes after the revision of a list. One object is watched from now on: how it is comes first, and has been shown. */
async function* changes(
  session: Session,
  one: Wanted,
  revision: string,
  flags: GetFlags,
  format: OutputFormat,
): AsyncGenerator<WatchEvent> {
  const target = { ...targetOf(one), ...(format.type === 'human' ? { as: 'Table' as const } : {}) };
  const start = one.name === undefined ? { resourceVersion: revision } : { fieldSelector: `metadata.name=${one.name}` };
  const { timeoutSeconds } = session;
  const limited = timeoutSeconds > 0 ? { timeoutSeconds } : {};
  let isKnown = one.name !== undefined;
  for await (const event of session.port.watch(target, { ...listOptions(flags), ...start, ...limited })) {
    if (!isKnown || event.type !== 'ADDED') yield event;
    isKnown = false;
  }
}

type Print = (type: 'ADDED' | 'MODIFIED' | 'DELETED', shown: Shown) => void;

function printer(session: Session, one: Wanted, flags: GetFlags, format: OutputFormat): Print {
  return format.type === 'human' ? tablePrinter(session, one, flags, format.wide) : valuePrinter(session, one, flags, format);
}

/** Columns are never narrower than they have been, and headed once. */
function tablePrinter(session: Session, { resource }: Wanted, flags: GetFlags, wide: boolean): Print {
  const widths: number[] = [];
  let isFirst = true;
  return (type, shown) => {
    const table = shown as unknown as Table;
    const rows = isFirst ? sortedRows(table, flags.sortBy) : table.rows;
    if (rows.length === 0) return;
    const options = { ...tableOptions(flags, { wide, withKind: false }), headers: isFirst && !flags.noHeaders };
    const lines = tableLines(resource, table, rows, options);
    const events = lines.map((line, i) => [i === 0 && options.headers ? 'EVENT' : type.padEnd(8), ...line]);
    session.stdout.push(alignRows(flags.outputWatchEvents ? events : lines, undefined, widths));
    isFirst = false;
  };
}

/** One document after the other; with their events when those are wanted. */
function valuePrinter(session: Session, { resource }: Wanted, flags: GetFlags, format: OutputFormat): Print {
  let isFirst = true;
  const printOne = (type: string, given: KubeObject) => {
    const typed = { ...given, apiVersion: given.apiVersion ?? apiVersionOf(resource), kind: given.kind ?? resource.kind };
    const object = flags.showManagedFields ? typed : forFormat(format, typed);
    const value = (flags.outputWatchEvents ? { type, object } : object) as unknown as JsonValue;
    if (format.type === 'yaml' && !isFirst) session.stdout.push('---\n');
    if (format.type === 'name') session.stdout.push(`${displayName(resource, object.metadata.name ?? '')}\n`);
    else if (format.type === 'custom-columns') session.stdout.push(customColumns(format.template, [value], isFirst && !flags.noHeaders));
    else if (format.type === 'json' && flags.outputWatchEvents) session.stdout.push(`${eventJson(type, object)}\n`);
    else session.stdout.push(formatValue(format, value));
    isFirst = false;
  };
  return (type, shown) => {
    for (const object of 'items' in shown ? shown.items : [shown]) printOne(type, object);
  };
}

/** An event stands in one line, its type first. */
function eventJson(type: string, object: KubeObject): string {
  return `{"type":${JSON.stringify(type)},"object":${toJson(object as unknown as JsonValue)}}`;
}
