/**
 * The audit trail of a cluster: requests from outside as the API server noted them, and what its own components wrote, which the
 * log of revisions tells. Reading it leaves no trace.
 */
import type { AuditRecord } from '../api/audit.ts';
import { groupsOfUser } from './apiserver/authentication/service-account.ts';
import { readsOf } from './apiserver/audit/audit.ts';
import type { ClusterState } from './cluster-state.ts';
import { componentsWith } from './components.ts';
import { IMAGE_WORLD } from './images/registry.ts';
import type { LogEntry } from './store/store.ts';

/** The newest records, oldest first. */
export function auditTrail(state: ClusterState, limit: number): readonly AuditRecord[] {
  const own = recordsOfComponents(state, limit);
  return [...state.server.audit, ...readsOf(state.store), ...own].toSorted((a, b) => a.at - b.at).slice(-limit);
}

function recordsOfComponents(state: ClusterState, limit: number): readonly AuditRecord[] {
  const records: AuditRecord[] = [];
  const { log } = state.store;
  for (let index = log.length - 1; index >= 0 && records.length < limit; index -= 1) {
    const entry = log[index];
    const cause = entry && state.causes.records[entry.cause - state.causes.first];
    const component = cause && state.components.get(cause.actor);
    if (entry === undefined || cause === undefined || component === undefined) continue;
    const user = (USERS.get(component.name) ?? component.name).replace('{instance}', component.instance);
    records.push(recordOf(entry, user, cause.what.split(' ')[0] ?? ''));
  }
  return records.toReversed();
}

const USERS: ReadonlyMap<string, string> = new Map(
  componentsWith(
    IMAGE_WORLD,
    () => undefined,
    () => undefined,
  ).map(({ name, user }) => [name, user]),
);

/** A bind is a POST of the pod's subresource. */
const SUBRESOURCES: { readonly [verb: string]: string | undefined } = { bind: 'binding' };

function recordOf({ at, resource, object, type }: LogEntry, user: string, verb: string): AuditRecord {
  const [name = '', ...group] = resource.split('.');
  const subresource = SUBRESOURCES[verb] ?? '';
  const isNew = type === 'ADDED' || subresource !== '';
  return {
    at,
    user,
    groups: groupsOfUser(user),
    verb: subresource === '' ? verb : 'create',
    group: group.join('.'),
    resource: name,
    subresource,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    decision: 'allow',
    reason: '',
    code: isNew ? 201 : 200,
    stages: ['RequestReceived', 'ResponseComplete'],
  };
}
