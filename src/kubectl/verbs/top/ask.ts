import { METRICS_GROUP } from '../../../api/metrics.ts';
import type { KubeObject, ResourceType } from '../../../api/object.ts';
import type { KubeList, ListOptions } from '../../../api/request.ts';
import { CommandError } from '../../errors.ts';
import { type Session, discover, discoverAnew, send } from '../../session.ts';

/** What was measured of one object, or of all that are selected. */
export async function metricsFor(
  session: Session,
  type: ResourceType,
  namespace: string,
  name: string,
  options: ListOptions,
): Promise<readonly KubeObject[]> {
  const isServed = async () => (await discover(session)).some(({ group }) => group === METRICS_GROUP);
  // Groups are asked for anew each time.
  if (!(await isServed()) && !((await discoverAnew(session)) && (await isServed()))) throw new CommandError('Metrics API not available');
  return objectsFor(session, type, namespace, name, options);
}

export async function objectsFor(
  session: Session,
  { group, version, resource, namespaced }: ResourceType,
  namespace: string,
  name: string,
  options: ListOptions,
): Promise<readonly KubeObject[]> {
  const place = { group, version, resource, ...(namespaced && namespace !== '' ? { namespace } : {}) };
  if (name !== '') return [(await send(session, { verb: 'get', ...place, name })) as KubeObject];
  return ((await send(session, { verb: 'list', ...place, options })) as KubeList).items;
}
