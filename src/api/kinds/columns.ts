import type { Column } from '../kind.ts';
import { type KubeObject, nameOf } from '../object.ts';
import { humanDuration, parseTime } from '../time.ts';

/** What clients may do with objects of nearly every kind, in the order of discovery. */
export const READ_WRITE_VERBS: readonly string[] = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The first column of every kind. */
export const NAME: Column = { name: 'Name', type: 'string', format: 'name', cell: nameOf };

export const AGE: Column = { name: 'Age', type: 'string', cell: (object, now) => age(object.metadata.creationTimestamp, now) };

/** Beside the name, all that the server shows of kinds that have no columns of their own. */
export const CREATED_AT: Column = {
  name: 'Created At',
  type: 'date',
  cell: ({ metadata }) => metadata.creationTimestamp ?? '0001-01-01T00:00:00Z',
};

/** How long ago `time` was, as kubectl's AGE column prints it. */
export function age(time: string | null | undefined, now: number): string {
  return time === undefined || time === null ? '<unknown>' : humanDuration(now - parseTime(time));
}

export function column<T extends KubeObject>(name: string, type: Column['type'], cell: Column<T>['cell']): Column<T> {
  return { name, type, cell };
}

/** A column that only `-o wide` shows. */
export function wideColumn<T extends KubeObject>(name: string, cell: Column<T>['cell']): Column<T> {
  return { name, type: 'string', wide: true, cell };
}

export function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? '<none>' : text;
}

const MAX_LISTED = 3;

/** The first three, and how many more there are. */
export function listed(items: readonly string[]): string {
  const text = items.slice(0, MAX_LISTED).join(',');
  return items.length > MAX_LISTED ? `${text} + ${items.length - MAX_LISTED} more...` : text;
}
