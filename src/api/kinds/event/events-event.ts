import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, invalid, required } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { EVENT, EVENTS_EVENT } from '../../resources.ts';
import type { JsonValue } from '../../scalars.ts';
import type { Event, EventsEvent } from '../../types.gen.ts';
import { type Findings, findingsOf, immutable } from '../checks.ts';
import { plainKind } from '../plain.ts';
import { coreName, fromStored, ownName, toCore, withConstants } from './convert.ts';
import { eventKind } from './event.ts';
import { checkEvent, checkSeries } from './validate.ts';

/** events.k8s.io/v1: core events by other names, and with stricter rules (`pkg/apis/events/v1/conversion.go`). */
export const eventsEventKind = plainKind<EventsEvent>(EVENTS_EVENT, {
  shortNames: ['ev'],
  schema: 'EventsEvent',
  createOnUpdate: true,
  view: { of: EVENT, toStored: (object) => toCore(object as EventsEvent), fromStored },
  selectableFields: eventKind.selectableFields.filter((field) => field !== 'source').map(ownName),
  fieldValue: (event, field) => eventKind.fieldValue?.(toCore(event), coreName(field)) ?? '',
  validateName: nameIsDnsSubdomain,
  default: withConstants,
  validate: (event) => findingsOf((findings) => checkNew(toCore(event), findings)),
  validateUpdate: (next, stored): readonly FieldError[] => findingsOf((findings) => checkChanges(toCore(next), toCore(stored), findings)),
  columns: eventKind.columns.map((column) => ({ ...column, cell: (event, now) => column.cell(toCore(event), now) })),
});

function checkNew(event: Event, findings: Findings): void {
  checkEvent(event, 'reportingController', findings);
  checkSeries(event, findings);
  if ((event.eventTime ?? undefined) === undefined) findings.push(required('eventTime'));
  const { type = '', source = {} } = event;
  if (type !== 'Normal' && type !== 'Warning') findings.push(invalid('type', '', `has invalid value: ${type}`));
  const mustBeUnset = (field: string, isSet: boolean): void => {
    if (isSet) findings.push(invalid(field, '', 'needs to be unset'));
  };
  mustBeUnset('firstTimestamp', (event.firstTimestamp ?? undefined) !== undefined);
  mustBeUnset('lastTimestamp', (event.lastTimestamp ?? undefined) !== undefined);
  mustBeUnset('count', (event.count ?? 0) !== 0);
  mustBeUnset('source', (source.component ?? '') !== '' || (source.host ?? '') !== '');
}

/** What may not change, in upstream's order; the reason is asked for twice. */
const FIXED: readonly (readonly [field: keyof Event, path?: string])[] = [
  ['involvedObject'],
  ['reason'],
  ['message'],
  ['source'],
  ['firstTimestamp'],
  ['lastTimestamp'],
  ['count'],
  ['reason'],
  ['type'],
  ['eventTime'],
  ['action'],
  ['related'],
  ['reportingComponent', 'reportingController'],
  ['reportingInstance'],
];

function checkChanges(next: Event, stored: Event, findings: Findings): void {
  checkEvent(next, 'reportingController', findings);
  if (!deepEqual(next.series, stored.series)) checkSeries(next, findings);
  for (const [field, path = field] of FIXED) {
    if (!deepEqual(next[field] ?? null, stored[field] ?? null)) findings.push(immutable(path, shownValue(next, field)));
  }
}

/** As Kubernetes' internal type prints. */
function shownValue(event: Event, field: keyof Event): JsonValue {
  if (field === 'involvedObject') return goInternal('core.ObjectReference', event.involvedObject ?? {});
  if (field === 'related') return goInternal('core.ObjectReference', event.related);
  if (field === 'source') return { Component: event.source?.component ?? '', Host: event.source?.host ?? '' };
  const value = event[field] as JsonValue | undefined;
  return value ?? (field === 'count' ? 0 : field.endsWith('Timestamp') || field === 'eventTime' ? null : '');
}
