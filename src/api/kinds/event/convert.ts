import type { KubeObject } from '../../object.ts';
import type { Event, EventsEvent } from '../../types.gen.ts';
import { eventKind } from './event.ts';

/** Between core events and those of events.k8s.io (`pkg/apis/events/v1/conversion.go`). */
export function withConstants(event: EventsEvent): EventsEvent {
  return missing(event) ? ({ ...ALWAYS, ...event } as EventsEvent) : event;
}

/** These are there even when nobody set them. */
const ALWAYS = {
  regarding: {},
  deprecatedSource: {},
  deprecatedFirstTimestamp: null,
  deprecatedLastTimestamp: null,
  eventTime: null,
} as const;

function missing(event: EventsEvent): boolean {
  return Object.keys(ALWAYS).some((field) => event[field as keyof typeof ALWAYS] === undefined);
}

/** The fields that have another name, by their core name. */
const NAMES: readonly (readonly [core: keyof Event, own: keyof EventsEvent])[] = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
];

const OWN_NAMES: ReadonlyMap<string, string> = new Map(NAMES);
const CORE_NAMES: ReadonlyMap<string, string> = new Map(NAMES.map(([core, own]) => [own, core]));

/** `involvedObject.name` as `regarding.name`. */
export function ownName(field: string): string {
  return field.replace(/^\w+/, (name) => OWN_NAMES.get(name) ?? name);
}

export function coreName(field: string): string {
  return field.replace(/^\w+/, (name) => CORE_NAMES.get(name) ?? name);
}

function withNames(object: object, names: ReadonlyMap<string, string>): object {
  return Object.fromEntries(Object.entries(object).map(([field, value]) => [names.get(field) ?? field, value]));
}

const STORED = new WeakMap<EventsEvent, Event>();
const SHOWN = new WeakMap<KubeObject, EventsEvent>();

export function toCore(event: EventsEvent): Event {
  const known = STORED.get(event);
  if (known !== undefined) return known;
  const stored = eventKind.default({ ...withNames(event, CORE_NAMES), apiVersion: 'v1' } as Event);
  STORED.set(event, stored);
  return stored;
}

/** The reporter is left out here when nobody is named. */
export function fromStored(stored: KubeObject): EventsEvent {
  const known = SHOWN.get(stored);
  if (known !== undefined) return known;
  const fields = Object.entries(stored).filter(([name, value]) => value !== '' || !name.startsWith('reporting'));
  const event = { ...withNames(Object.fromEntries(fields), OWN_NAMES), apiVersion: 'events.k8s.io/v1' } as EventsEvent;
  SHOWN.set(stored, event);
  return event;
}
