/** WATCH: what happened to a resource after a revision, as one client may see it (storage/cacher, endpoints/handlers/watch.go). */
import { expiredError, failure, invalidError } from '../../../api/errors.ts';
import { type FieldError, forbidden, notSupported } from '../../../api/field-error.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { WatchEvent, WatchOptions, WatchStart } from '../../../api/request.ts';
import type { LogEntry } from '../../store/store.ts';
import { type Server, tableName, viewOf } from '../server.ts';
import { listObjects, matcherOf } from './list.ts';
import { versionFinding } from './versions.ts';

/** The events that are due now and the revision that they reach; the next call asks for those after it. */
export function watchObjects(server: Server, kind: KindDefinition, namespace: string, options: WatchOptions = {}): WatchStart {
  assertOptions(options);
  const asked = options.resourceVersion ?? '';
  const finding = versionFinding(asked);
  if (finding !== undefined) throw failure(500, '', finding);
  const { revision } = server.store;
  const { sendInitialEvents, allowWatchBookmarks } = options;
  const isFresh = asked === '' || asked === '0';
  if (sendInitialEvents ?? isFresh) {
    const bookmark = sendInitialEvents === true && allowWatchBookmarks === true ? [bookmarkOf(kind, revision, true)] : [];
    return started(kind, [...initialEvents(server, kind, namespace, options), ...bookmark], revision);
  }
  if (isFresh) return started(kind, [], revision);
  return started(kind, eventsAfter(server, kind, namespace, options, Number(asked)), Math.max(revision, Number(asked)));
}

function started(kind: KindDefinition, events: readonly WatchEvent[], revision: number): WatchStart {
  return { kind: 'WatchStart', events, revision, bookmark: bookmarkOf(kind, revision) };
}

const NOT_OLDER = 'NotOlderThan';

function assertOptions({ resourceVersionMatch: match, sendInitialEvents, continue: more }: WatchOptions): void {
  const errors: FieldError[] = [];
  const refuse = (why: string) => errors.push(forbidden('resourceVersionMatch', why));
  if (sendInitialEvents !== undefined && match !== NOT_OLDER)
    refuse(`sendInitialEvents requires setting resourceVersionMatch to ${NOT_OLDER}`);
  if (match !== undefined) {
    if (sendInitialEvents === undefined) refuse('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
    if (match !== NOT_OLDER) errors.push(notSupported('resourceVersionMatch', match, [NOT_OLDER]));
    if (more) refuse('resourceVersionMatch is forbidden when continue is provided');
  }
  if (errors.length > 0) throw invalidError({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}

function initialEvents(
  server: Server,
  kind: KindDefinition,
  namespace: string,
  { labelSelector, fieldSelector }: WatchOptions,
): WatchEvent[] {
  const selectors = {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
  };
  return listObjects(server, kind, namespace, selectors).items.map((object) => ({ type: 'ADDED', object }));
}

/** Tells how far a watch has come. */
function bookmarkOf(kind: KindDefinition, revision: number, ends = false): WatchEvent {
  const annotations = ends ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
  const metadata = { resourceVersion: String(revision), ...annotations };
  return { type: 'BOOKMARK', object: { kind: kind.type.kind, apiVersion: apiVersionOf(kind.type), metadata } };
}

function eventsAfter({ store }: Server, kind: KindDefinition, namespace: string, options: WatchOptions, after: number): WatchEvent[] {
  const matches = matcherOf(kind, options);
  if (after < store.compacted)
    return [{ type: 'ERROR', object: expiredError(`too old resource version: ${after} (${store.compacted + 1})`).status }];
  const resource = tableName(kind);
  const prefix = kind.type.namespaced && namespace !== '' ? `${namespace}/` : '';
  const events: WatchEvent[] = [];
  for (let index = after - store.compacted; index < store.log.length; index += 1) {
    const entry = store.log[index];
    if (entry === undefined || entry.resource !== resource || !entry.key.startsWith(prefix)) continue;
    const event = eventOf(kind, entry, matches);
    if (event !== undefined) events.push(event);
  }
  return events;
}

/** An object that stops matching is sent as DELETED in its last form that matched, one that begins to match as ADDED. */
function eventOf(kind: KindDefinition, entry: LogEntry, matches: ((object: KubeObject) => boolean) | undefined): WatchEvent | undefined {
  const object = viewOf(kind, entry.object);
  const previous = entry.previous === undefined ? undefined : viewOf(kind, entry.previous);
  const isSeen = (one: KubeObject | undefined) => one !== undefined && (matches === undefined || matches(one));
  const before = isSeen(previous);
  const after = entry.type !== 'DELETED' && isSeen(object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before || previous === undefined) return undefined;
  if (entry.type === 'DELETED') return { type: 'DELETED', object };
  return { type: 'DELETED', object: { ...previous, metadata: { ...previous.metadata, resourceVersion: String(entry.revision) } } };
}
