/**
 * A record of every request from outside: who wanted what, whether it was let through, how it ended. Requests are handled in no
 * time, so that RequestReceived and ResponseComplete have one time stamp. Records of writes belong to the cluster's state; those of
 * reads stand beside it, since a read leaves no trace there.
 */
import type { ApiRequest } from '../../../api/request.ts';
import type { Identity } from '../../kernel/command.ts';
import type { StoreState } from '../../store/store.ts';
import type { Access } from '../authorization/access.ts';
import type { Server } from '../server.ts';
import type { AuditRecord, Stage } from '../../../api/audit.ts';

const MOST_WRITES = 500;
const MOST_READS = 1000;
const READS = new WeakMap<StoreState, AuditRecord[]>();

export type Outcome = Pick<AuditRecord, 'decision' | 'reason' | 'code' | 'annotations'>;

export function noteRequest(server: Server, request: ApiRequest, user: Identity, access: Access, outcome: Outcome): void {
  if (isFurtherLook(request)) return;
  const record = recordOf(server.now(), request, user, access, outcome);
  append(isWrite(request) ? server.state.audit : readsOf(server.store), record, isWrite(request) ? MOST_WRITES : MOST_READS);
}

/** Of somebody whose beginning was told. */
function isFurtherLook(request: ApiRequest): boolean {
  if (request.verb === 'watch') return request.options?.follows === true;
  return request.verb === 'get' && request.log?.after !== undefined;
}

function recordOf(at: number, request: ApiRequest, { user, groups }: Identity, access: Access, outcome: Outcome): AuditRecord {
  const stages = request.verb === 'watch' || (request.verb === 'get' && request.log !== undefined) ? LONG_RUNNING : SHORT;
  const { decision, reason, code, annotations } = outcome;
  if ('path' in access || request.impersonate !== undefined || annotations !== undefined) {
    const impersonated = request.impersonate === undefined ? {} : { impersonated: request.impersonate.user };
    return { at, user, groups, ...impersonated, ...objectOf(access), ...outcome, stages };
  }
  // What nearly every record is, written out: one that is put together of parts takes longer than to look whether its writer may write.
  const { verb, group, resource, subresource, namespace, name } = access;
  return { at, user, groups, verb, group, resource, subresource, namespace, name, decision, reason, code, stages };
}

const SHORT: readonly Stage[] = ['RequestReceived', 'ResponseComplete'];
const LONG_RUNNING: readonly Stage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete'];

function objectOf(access: Access) {
  if ('path' in access) return { verb: access.verb, group: '', resource: '', subresource: '', namespace: '', name: '', path: access.path };
  const { verb, group, resource, subresource, namespace, name } = access;
  return { verb, group, resource, subresource, namespace, name };
}

function isWrite({ verb }: ApiRequest): boolean {
  return verb === 'create' || verb === 'update' || verb === 'patch' || verb === 'delete' || verb === 'deletecollection';
}

/** Records of reads since the cluster was brought to life here, oldest first. */
export function readsOf(store: StoreState): AuditRecord[] {
  const known = READS.get(store);
  if (known !== undefined) return known;
  const reads: AuditRecord[] = [];
  READS.set(store, reads);
  return reads;
}

/** Drops the older half when the list is full, so that a record costs the same whenever it comes. */
function append(records: AuditRecord[], record: AuditRecord, most: number): void {
  if (records.length >= most) records.splice(0, most >> 1);
  records.push(record);
}
