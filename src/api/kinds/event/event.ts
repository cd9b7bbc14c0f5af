import type { Column } from '../../kind.ts';
import { nameIsPathSegment } from '../../names.ts';
import { EVENT } from '../../resources.ts';
import type { Event } from '../../types.gen.ts';
import { NAME, age, column, wideColumn } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';

/** core/v1 events; rules in `rules.ts`, the newer kind in `events-event.ts`. */
export const eventKind = plainKind<Event>(EVENT, {
  shortNames: ['ev'],
  createOnUpdate: true,
  selectableFields: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  fieldValue: eventField,
  validateName: nameIsPathSegment,
  default: withReporter,
  ...lateRules(EVENT),
  columns: [
    column<Event>('Last Seen', 'string', lastSeen),
    column<Event>('Type', 'string', ({ type }) => type ?? ''),
    column<Event>('Reason', 'string', ({ reason }) => reason ?? ''),
    column<Event>('Object', 'string', objectText),
    wideColumn<Event>('Subobject', ({ involvedObject }) => involvedObject.fieldPath ?? ''),
    wideColumn<Event>('Source', sourceText),
    column<Event>('Message', 'string', ({ message }) => (message ?? '').trim()),
    wideColumn<Event>('First Seen', firstSeen),
    wideColumn<Event>('Count', ({ series, count }) => (series === undefined ? count || 1 : (series.count ?? 0))),
    { ...(NAME as Column<Event>), wide: true },
  ],
});

/** These are there even when nobody set them. */
const ALWAYS = {
  involvedObject: {},

  source: {},
  firstTimestamp: null,
  lastTimestamp: null,
  eventTime: null,
  reportingComponent: '',
  reportingInstance: '',
} as const;

function withReporter(event: Event): Event {
  for (const field in ALWAYS) if (event[field as keyof typeof ALWAYS] === undefined) return { ...ALWAYS, ...event };
  return event;
}

function eventField({ involvedObject, reason, reportingComponent, source, type }: Event, field: string): string {
  switch (field) {
    case 'reason':
      return reason ?? '';
    case 'reportingComponent':
      return reportingComponent ?? '';
    case 'source':
      return source?.component || (reportingComponent ?? '');
    case 'type':
      return type ?? '';
    default:
      return involvedObject[field.slice('involvedObject.'.length) as keyof Event['involvedObject']] ?? '';
  }
}

function firstSeen({ firstTimestamp, eventTime }: Event, now: number): string {
  return age(firstTimestamp ?? eventTime, now);
}

function lastSeen(event: Event, now: number): string {
  if (event.series !== undefined) return age(event.series.lastObservedTime, now);
  const { lastTimestamp } = event;
  return lastTimestamp === undefined || lastTimestamp === null ? firstSeen(event, now) : age(lastTimestamp, now);
}

function objectText({ involvedObject: { kind = '', name = '' } }: Event): string {
  return name === '' ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`;
}

function sourceText({ source, reportingComponent = '', reportingInstance = '' }: Event): string {
  const component = source?.component || reportingComponent;
  const instance = source?.host || reportingInstance;
  return instance === '' ? component : `${component}, ${instance}`;
}
