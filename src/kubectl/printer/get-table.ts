import type { KubeObject } from '../../api/object.ts';
import type { ApiResource, Table } from '../../api/request.ts';
import { ownValue } from '../../base/own.ts';
import { displayKind } from '../parse/types.ts';
import { alignRows } from './table.ts';

/** How `kubectl get` shows a server's Table. */
export interface TableOptions {
  readonly wide: boolean;
  /** Names are prefixed with their kind. */
  readonly withKind: boolean;
  readonly withNamespace: boolean;
  readonly showLabels: boolean;
  /** Label keys that get a column each. */
  readonly labelColumns: readonly string[];
  readonly headers: boolean;
}

type Row = Table['rows'][number];

export function printTable(resource: ApiResource, table: Table, rows: readonly Row[], options: TableOptions): string {
  return alignRows(tableLines(resource, table, rows, options));
}

/** The cells of each line, headers first. */
export function tableLines(resource: ApiResource, table: Table, rows: readonly Row[], options: TableOptions): readonly string[][] {
  const columns = table.columnDefinitions.map((column, i) => ({ ...column, i })).filter(({ priority }) => options.wide || priority === 0);
  const nameColumn = options.withKind
    ? table.columnDefinitions.findIndex(({ format, type }) => format === 'name' && type === 'string')
    : -1;
  const prefix = `${displayKind(resource)}/`;
  const cellsOf = ({ cells, object }: Row): string[] => [
    ...(options.withNamespace ? [object.metadata.namespace ?? ''] : []),
    ...columns.map(({ i }) => (i === nameColumn ? prefix : '') + oneLine(String(cells[i] ?? ''))),
    ...labelCells(object, options),
  ];
  const lines = rows.map(cellsOf);
  return options.headers ? [headersOf(columns, options), ...lines] : lines;
}

function headersOf(columns: readonly { readonly name: string }[], { withNamespace, labelColumns, showLabels }: TableOptions): string[] {
  return [
    ...(withNamespace ? ['NAMESPACE'] : []),
    ...columns.map(({ name }) => name.toUpperCase()),
    ...labelColumns.map((key) => (key.split('/').at(-1) ?? key).toUpperCase()),
    ...(showLabels ? ['LABELS'] : []),
  ];
}

function labelCells({ metadata }: KubeObject, { labelColumns, showLabels }: TableOptions): string[] {
  const labels = metadata.labels ?? {};
  return [...labelColumns.map((key) => ownValue(labels, key) ?? ''), ...(showLabels ? [formatLabels(labels)] : [])];
}

/** `a=1,b=2`, sorted; `<none>` without any. */
function formatLabels(labels: { readonly [key: string]: string } | undefined): string {
  const pairs = Object.entries(labels ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 ? '<none>' : pairs.map(([key, value]) => `${key}=${value}`).join(',');
}

function oneLine(cell: string): string {
  const end = cell.search(/[\n\r\f]/);
  return end < 0 ? cell : `${cell.slice(0, end)}...`;
}
