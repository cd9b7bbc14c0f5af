import type { KubeObject } from '../../api/object.ts';
import { alignTabs } from '../printer/table.ts';
import type { Session } from '../session.ts';
import { eventLines, eventsAbout } from './events.ts';
import { describeGeneric } from './generic.ts';
import { describerOf } from './registry.ts';

/** What `kubectl describe` prints of one object. */
export async function describeObject(session: Session, object: KubeObject, withEvents: boolean): Promise<string> {
  const now = session.port.now();
  const describer = describerOf(object);
  const text = escaped(describer === undefined ? describeGeneric(object) : await describer.describe(session, object, now));
  if (!withEvents || describer?.withoutEvents === true) return alignTabs(text);
  const events = await eventsAbout(session, object);
  return events.length === 0 ? alignTabs(`${text}Events:\t<none>\n`) : alignTabs(text) + escaped(eventLines(events, now));
}

/** Nothing that would steer a terminal. */
function escaped(text: string): string {
  return text.replaceAll('\u001b', '^[').replaceAll('\r', '\\r');
}
