/** Writing Kubernetes Events for a component, best effort, as client-go's recorder does. */
import type { Client } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { type KubeObject, keyOf } from '../../api/object.ts';
import { EVENT } from '../../api/resources.ts';
import { formatTime } from '../../api/time.ts';
import type { Event, EventSource, ObjectReference } from '../../api/types.gen.ts';
import { correlate } from '../client/recorder.ts';
import type { ComponentState, RecordedEvent } from '../kernel/state.ts';
import type { Host } from './host.ts';

export interface Occurrence {
  readonly about: KubeObject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly fieldPath: string | undefined;
  /** Undefined: the component itself. */
  readonly source: string | undefined;
}

export function recordEvent(host: Host, component: ComponentState, client: Client, occurrence: Occurrence): void {
  const { uid = keyOf(occurrence.about), resourceVersion = '' } = occurrence.about.metadata;
  const subject = host.definitions.get(component.name)?.recordsByVersion ? `${uid}@${resourceVersion}` : uid;
  const correlated = correlate(component.recorder, subject, occurrence, host.state.now);
  if (correlated === undefined) return;
  const { event, message } = correlated;
  const cause = host.cause;
  try {
    if (event.count === 0 || !repeat(client, event, message, host.state.now))
      create(host, component, client, event, { ...occurrence, message });
  } catch (error) {
    // An event that is refused, because its namespace is going away for one, is dropped.
    if (!(error instanceof ApiError)) throw error;
  }
  host.cause = cause;
}

/** Counts an Event up; false when it has expired in the mean time. */
function repeat(client: Client, event: RecordedEvent, message: string, now: number): boolean {
  const count = event.count + 1;
  try {
    client.patch(EVENT, event.namespace, event.name, 'merge', { count, message, lastTimestamp: formatTime(now) });
    event.count = count;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return false;
    throw error;
  }
}

function create(host: Host, component: ComponentState, client: Client, event: RecordedEvent, occurrence: Occurrence): void {
  const { metadata } = client.create(EVENT, eventOf(host, component, occurrence, formatTime(host.state.now)));
  event.namespace = metadata.namespace ?? '';
  event.name = metadata.name ?? '';
  event.count = 1;
}

function eventOf(host: Host, component: ComponentState, occurrence: Occurrence, now: string): Event {
  const { about, type, reason, message, fieldPath } = occurrence;
  // The kubelet names its host; nobody else has one.
  const machine = component.name === 'kubelet' ? component.instance : '';
  const source = occurrence.source ?? host.definitions.get(component.name)?.eventSource ?? component.name;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: eventName(host, about), namespace: about.metadata.namespace || 'default' },
    involvedObject: referenceTo(about, fieldPath),
    reason,
    message,
    source: sourceOf(component, source, machine),
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: source,
    reportingInstance: machine,
  };
}

/** One for all Events of a component, as long as it speaks in one name. */
function sourceOf(component: ComponentState, source: string, machine: string): EventSource {
  const known = SOURCES.get(component);
  if (known?.component === source) return known;
  const fresh = machine === '' ? { component: source } : { component: source, host: machine };
  SOURCES.set(component, fresh);
  return fresh;
}

const SOURCES = new WeakMap<ComponentState, EventSource>();

/** What happens to a container is told in a row, of one version of its pod. */
function referenceTo(about: KubeObject, fieldPath: string | undefined): ObjectReference {
  if (lately?.about === about && lately.fieldPath === fieldPath) return lately.reference;
  const reference = newReference(about, fieldPath);
  lately = { about, fieldPath, reference };
  return reference;
}

let lately: { readonly about: KubeObject; readonly fieldPath: string | undefined; readonly reference: ObjectReference } | undefined;

function newReference(about: KubeObject, fieldPath: string | undefined): ObjectReference {
  const { namespace, name = '', uid = '', resourceVersion = '' } = about.metadata;
  const { kind, apiVersion } = about;
  // Two shapes written out: every pod that starts has four of these.
  if (namespace && fieldPath === undefined) return { kind, namespace, name, uid, apiVersion, resourceVersion };
  if (namespace && fieldPath !== undefined) return { kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath };
  return { kind, name, uid, apiVersion, resourceVersion, ...(fieldPath === undefined ? {} : { fieldPath }) };
}

/** `<object>.<nanoseconds in hexadecimal>`; a running number keeps events of one millisecond apart. */
function eventName(host: Host, about: KubeObject): string {
  const { state } = host;
  return [about.metadata.name ?? '', '.', nanosecondsInHex(state.now, (state.nextSeq += 1) % 1_000_000)].join('');
}

const LOW = 2 ** 20;

/** Of a number that is too large for exact arithmetic: the last five digits and the others are worked out by themselves. */
export function nanosecondsInHex(milliseconds: number, nanoseconds: number): string {
  const low = (milliseconds % LOW) * 1_000_000 + nanoseconds;
  const high = Math.floor(milliseconds / LOW) * 1_000_000 + Math.floor(low / LOW);
  return hexOf(high) + (low % LOW).toString(16).padStart(5, '0');
}

let lastHigh = 0;
let lastHex = '0';

/** The same for all Events of a millisecond, and slow to write. */
function hexOf(high: number): string {
  if (high === lastHigh) return lastHex;
  lastHigh = high;
  lastHex = high.toString(16);
  return lastHex;
}
