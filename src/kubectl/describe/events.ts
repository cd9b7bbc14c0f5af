import type { KubeObject } from '../../api/object.ts';
import { goSorted } from '../../base/go-sort.ts';
import { EVENT } from '../../api/resources.ts';
import { parseTime } from '../../api/time.ts';
import type { Event } from '../../api/types.gen.ts';
import { isFailure } from '../errors.ts';
import { resolveType } from '../parse/types.ts';
import { alignTabs } from '../printer/table.ts';
import { type Session, listObjects } from '../session.ts';
import { since } from './text.ts';

/** Events about an object, oldest last seen first; none where they may not be read. */
export async function eventsAbout(session: Session, object: KubeObject): Promise<readonly Event[]> {
  try {
    return await searchEvents(session, object);
  } catch (error) {
    // Only of ConfigMaps kubectl says why.
    if (isFailure(error) && object.kind !== 'ConfigMap') return [];
    throw error;
  }
}

async function searchEvents(session: Session, object: KubeObject): Promise<readonly Event[]> {
  const resource = await resolveType(session, EVENT.resource);
  const { name = '', namespace = '' } = object.metadata;
  const found: Event[] = [];
  for (const uid of uidsOf(object)) {
    const parts = [`involvedObject.name=${name}`, `involvedObject.kind=${object.kind}`, `involvedObject.uid=${uid}`];
    if (namespace !== '') parts.push(`involvedObject.namespace=${namespace}`);
    const { items } = await listObjects(session, { resource, namespace }, { fieldSelector: parts.join(',') });
    found.push(...(items as readonly Event[]));
  }
  return goSorted(found, (a, b) => lastSeen(a) - lastSeen(b));
}

const MIRROR = 'kubernetes.io/config.mirror';

/** kubelets call a node by its name, and a static pod by the hash of its file. */
function uidsOf({ kind, metadata }: KubeObject): readonly string[] {
  const { name = '', uid = '', annotations } = metadata;
  if (kind === 'Node') return [name, uid];
  return [(kind === 'Pod' && annotations?.[MIRROR]) || uid];
}

/** The Events block of `describe`. */
export function eventLines(events: readonly Event[], now: number): string {
  const rows = events.map((event) => {
    const { type = '', reason = '', source, reportingComponent = '' } = event;
    return `  ${[type, reason, interval(event, now), source?.component || reportingComponent, messageOf(event)].join('\t')}\n`;
  });
  return alignTabs(`Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n${rows.join('')}`);
}

/** `2m31s (x2 over 7m29s)` for what was seen again. */
export function interval({ eventTime, firstTimestamp, lastTimestamp, count = 0, series }: Event, now: number): string {
  const first = since(eventTime ?? firstTimestamp, now);
  if (series !== undefined) return `${since(series.lastObservedTime, now)} (x${series.count ?? 0} over ${first})`;
  return count > 1 ? `${since(lastTimestamp, now)} (x${count} over ${first})` : first;
}

/** The message, after the container that it is about. */
function messageOf({ message = '', involvedObject }: Event): string {
  const text = message.trim();
  return involvedObject.fieldPath === undefined || involvedObject.fieldPath === '' ? text : `${involvedObject.fieldPath}: ${text}`;
}

export function lastSeen({ lastTimestamp, eventTime, series }: Event): number {
  return parseTime(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? '') || 0;
}
