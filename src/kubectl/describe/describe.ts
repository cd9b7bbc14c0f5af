import type { KubeObject } from '../../api/object.ts';
import { alignTabs } from '../printer/table.ts';
import type { Session } from '../session.ts';
import type { Describer } from './describer.ts';
import { eventLines, eventsAbout } from './events.ts';
import { describeGeneric } from './generic.ts';
import { nodeDescriber } from './kinds/node.ts';
import { podDescriber } from './kinds/pod.ts';
import { serviceDescriber } from './kinds/service.ts';
import { configMapDescriber, namespaceDescriber, secretDescriber, serviceAccountDescriber } from './kinds/simple.ts';
import { deploymentDescriber, replicaSetDescriber, replicationControllerDescriber } from './kinds/workloads.ts';

const DESCRIBERS: readonly Describer[] = [
  configMapDescriber,
  deploymentDescriber,
  namespaceDescriber,
  nodeDescriber,
  podDescriber,
  replicaSetDescriber,
  replicationControllerDescriber,
  secretDescriber,
  serviceAccountDescriber,
  serviceDescriber,
];

/** What `kubectl describe` prints of one object. */
export async function describeObject(session: Session, object: KubeObject, withEvents: boolean): Promise<string> {
  const now = session.port.now();
  const describer = DESCRIBERS.find(({ kind }) => kind === object.kind);
  const text = describer === undefined ? describeGeneric(object) : await describer.describe(session, object, now);
  if (!withEvents || describer?.withoutEvents === true) return alignTabs(text);
  const events = await eventsAbout(session, object);
  return events.length === 0 ? alignTabs(`${text}Events:\t<none>\n`) : alignTabs(text) + eventLines(events, now);
}
