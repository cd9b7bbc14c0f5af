import { groupResource } from '../../api/object.ts';
import type { ApiResource } from '../../api/request.ts';
import { compareText } from '../../base/compare.ts';
import { isFailure } from '../errors.ts';
import { preferred, resolveTypes } from '../parse/types.ts';
import { type Session, discover, getObject, listObjects } from '../session.ts';
import type { KubeObject } from '../../api/object.ts';

/** What the server has to say; a refusal is nothing at all, as in a shell that must not be disturbed. */
async function quietly<T>(work: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await work();
  } catch (error) {
    if (!isFailure(error)) throw error;
    return [];
  }
}

/** Types that can be read, by group and name: `pods`, `deployments.apps`. */
export function readableTypes(session: Session): Promise<readonly ApiResource[]> {
  return quietly(async () => {
    const readable = preferred(await discover(session)).filter(({ verbs }) => verbs.includes('get'));
    return readable.toSorted((a, b) => compareText(a.group, b.group) || compareText(a.resource, b.resource));
  });
}

export async function typeNames(session: Session): Promise<readonly string[]> {
  return (await readableTypes(session)).map(groupResource);
}

/** Names of the objects of one or more types, as a person may write these. */
export async function objectNames(session: Session, types: string): Promise<readonly string[]> {
  return (await objectsOf(session, types)).map(({ metadata }) => metadata.name ?? '');
}

export function objectsOf(session: Session, types: string): Promise<readonly KubeObject[]> {
  return quietly(async () => {
    const found: KubeObject[] = [];
    for (const resource of await resolveTypes(session, types))
      found.push(...(await listObjects(session, { resource, namespace: resource.namespaced ? session.namespace : '' })).items);
    return found;
  });
}

/** `pods/web`, or `web` for a pod. */
export function objectAt(session: Session, mention: string): Promise<readonly KubeObject[]> {
  return quietly(async () => {
    const [type = '', name] = mention.includes('/') ? mention.split('/') : ['pods', mention];
    const [resource] = await resolveTypes(session, type);
    if (resource === undefined || name === undefined) return [];
    return [await getObject(session, { resource, namespace: resource.namespaced ? session.namespace : '', name })];
  });
}
