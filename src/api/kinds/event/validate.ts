import { type FieldError, invalid, required } from '../../field-error.ts';
import { dns1123Subdomain, labelKey, utf8Length } from '../../names.ts';
import { namespaceOf } from '../../object.ts';
import type { Event } from '../../types.gen.ts';
import { type Findings, NONE, checkPresent, checkRule, findingsOf } from '../checks.ts';

/** Rules of core/v1 events (`pkg/apis/core/validation/events.go`): light, unless one sets `eventTime` and so claims to be of the newer kind. */
export function validateEvent(event: Event): readonly FieldError[] {
  return (event.eventTime ?? undefined) === undefined && agrees(event)
    ? NONE
    : findingsOf((findings) => checkEvent(event, 'reportingComponent', findings));
}

/** What holds for events of either group; they differ in what they call the reporter. */
export function checkEvent(event: Event, reporter: 'reportingComponent' | 'reportingController', findings: Findings): void {
  const isNewStyle = (event.eventTime ?? undefined) !== undefined;
  if (!agrees(event)) {
    findings.push(invalid('involvedObject.namespace', event.involvedObject?.namespace ?? '', 'does not match event.namespace'));
  }
  if (isNewStyle) checkNewStyle(event, reporter, findings);
  checkRule(dns1123Subdomain, namespaceOf(event), 'namespace', findings);
}

/** An event stands in the namespace of what it is about; those about what has none in the default one. */
function agrees(event: Event): boolean {
  const about = event.involvedObject?.namespace ?? '';
  const own = namespaceOf(event);
  if ((event.eventTime ?? undefined) === undefined) return about === '' ? own === '' || own === 'default' : own === about;
  return about !== '' || own === 'default' || own === 'kube-system';
}

const MAX_TEXT = 128;
const MAX_MESSAGE = 1024;

function checkNewStyle(event: Event, reporter: string, findings: Findings): void {
  checkPresent(event.reportingComponent, reporter, findings);
  checkRule(labelKey, event.reportingComponent, reporter, findings);
  for (const field of ['reportingInstance', 'action', 'reason'] as const) {
    checkPresent(event[field], field, findings);
    checkLength(event[field], MAX_TEXT, field, findings);
  }
  checkLength(event.message, MAX_MESSAGE, 'message', findings);
}

function checkLength(text: string | undefined, limit: number, path: string, findings: Findings): void {
  if (utf8Length(text ?? '') > limit) findings.push(invalid(path, '', `can have at most ${limit} characters`));
}

/** A repeated event has been seen twice at least. */
export function checkSeries({ series }: Event, findings: Findings): void {
  if (series === undefined) return;
  if ((series.count ?? 0) < 2) findings.push(invalid('series.count', '', 'should be at least 2'));
  if ((series.lastObservedTime ?? undefined) === undefined) findings.push(required('series.lastObservedTime'));
}
