/** What the API server does by itself: etcd compaction every five minutes, and the one-hour lease of Kubernetes Events. */
import { groupResource } from '../../api/object.ts';
import { EVENT } from '../../api/resources.ts';
import { eventKind } from '../../api/kinds/event/event.ts';
import { type LogEntry, compact, readObject } from '../store/store.ts';
import { type Server, commitRemoval } from './server.ts';

export const HOUSEKEEPING_MS = 60_000;
export const COMPACTION_MS = 300_000;
const EVENT_TTL_MS = 3_600_000;
const EVENTS = groupResource(EVENT);

/** Each write of an Event renews its lease. */
export function noteLease(server: Server, entry: LogEntry): void {
  if (entry.resource !== EVENTS || entry.type === 'DELETED') return;
  const { at, revisions, keys } = server.state.expiries;
  at.push(entry.at + EVENT_TTL_MS);
  revisions.push(entry.revision);
  keys.push(entry.key);
}

export function keepHouse(server: Server): void {
  expireEvents(server);
  if (server.now() % COMPACTION_MS < HOUSEKEEPING_MS) compactLog(server);
}

/** Keeps between five and ten minutes of history: compacts to where the log stood one interval ago. */
function compactLog(server: Server): void {
  compact(server.store, server.state.compactionMark);
  server.state.compactionMark = server.store.revision;
  server.state.weightSinceMark = 0;
}

/** History that requests from outside have made since the last compaction, before there is one out of turn. */
const HEAVY = 64 << 20;

/** Counts what a request from outside weighs: large objects, written again and again, may not fill the memory before their time. */
export function relieve(server: Server, weight: number): void {
  const { state } = server;
  state.weightSinceMark += weight;
  if (state.weightSinceMark > HEAVY) compactLog(server);
}

function expireEvents(server: Server): void {
  const { at, revisions, keys } = server.state.expiries;
  const scope = { server, kind: eventKind, requester: { user: 'system:apiserver', actor: 'etcd' }, dryRun: false };
  let due = 0;
  for (; (at[due] ?? Number.POSITIVE_INFINITY) <= server.now(); due += 1) {
    const event = readObject(server.store, EVENTS, keys[due] ?? '');
    if (event !== undefined && event.metadata.resourceVersion === String(revisions[due])) commitRemoval(scope, event);
  }
  for (const list of [at, revisions, keys]) list.splice(0, due);
}
