import type { KubeObject } from '../../api/object.ts';
import type { Event } from '../../api/types.gen.ts';
import type { Target } from './selection.ts';

/** One line of the event log. */
export interface EventRow {
  readonly uid: string;
  /** Virtual time, milliseconds since the epoch. */
  readonly at: number;
  readonly warning: boolean;
  readonly reason: string;
  readonly about: Target;
  readonly message: string;
  readonly count: number;
  readonly source: string;
}

export function eventRow(object: KubeObject): EventRow {
  const event = object as Event & KubeObject;
  const { involvedObject: about, series } = event;
  const time = series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? '';
  return {
    uid: event.metadata.uid ?? '',
    at: Date.parse(time) || 0,
    warning: event.type === 'Warning',
    reason: event.reason ?? '',
    about: { kind: about.kind ?? '', namespace: about.kind === 'Node' ? '' : (about.namespace ?? ''), name: about.name ?? '' },
    message: event.message ?? '',
    count: series?.count ?? event.count ?? 1,
    source: event.source?.component ?? event.reportingComponent ?? '',
  };
}

export interface EventFilter {
  readonly text: string;
  readonly warningsOnly: boolean;
}

/** Every word must be found somewhere in the line. */
export function matchesFilter(row: EventRow, { text, warningsOnly }: EventFilter): boolean {
  if (warningsOnly && !row.warning) return false;
  const line = `${row.reason} ${row.about.kind}/${row.about.name} ${row.about.namespace} ${row.message} ${row.source}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => line.includes(word));
}

/** Newest first. An event that happened again moves to the front rather than standing there twice. */
export function mergeEvents(held: readonly EventRow[], news: readonly EventRow[], most: number): readonly EventRow[] {
  if (news.length === 0) return held;
  const latest = new Map(news.map((row) => [row.uid, row]));
  return [...[...latest.values()].toReversed(), ...held.filter((row) => !latest.has(row.uid))].slice(0, most);
}
