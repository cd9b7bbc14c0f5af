/** The API of the simulated cluster as the port that kubectl and every other client outside the control plane speaks. */
import { kindOf } from '../api/kinds/registry.ts';
import { expiredError } from '../api/errors.ts';
import type { KindDefinition } from '../api/kind.ts';
import { type KubeObject, groupResource } from '../api/object.ts';
import type { ApiPort, ListOptions, ResourceName, WatchEvent } from '../api/request.ts';
import type { Cluster } from '../sim/engine.ts';
import { entriesSince } from '../sim/engine.ts';
import { matcherOf } from '../sim/apiserver/verbs/list.ts';

type Target = ResourceName & { readonly namespace?: string };

/**
 * `pass` lets virtual time go on and resolves when `milliseconds` of it have passed. `rest` is awaited before each request, so that
 * a client that makes thousands in a row does not keep its worker from everything else.
 */
export function createPort(
  cluster: Cluster,
  user: string,
  pass: (milliseconds: number) => Promise<void>,
  rest: () => Promise<void> = () => Promise.resolve(),
): ApiPort {
  return {
    request: (request) => rest().then(() => cluster.request(request, user)),
    watch: (target, options) => watchCluster(cluster, target, options, pass),
    sleep: pass,
    now: () => cluster.state.now,
  };
}

/** How often a watch looks at the log, in virtual milliseconds. */
const WATCH_POLL_MS = 10;

async function* watchCluster(
  cluster: Cluster,
  target: Target,
  options: ListOptions & { readonly timeoutSeconds?: number },
  pass: (milliseconds: number) => Promise<void>,
): AsyncGenerator<WatchEvent> {
  const kind = kindOf(target);
  if (kind === undefined) return;
  const matches = matcherOf(kind, options);
  const until = options.timeoutSeconds === undefined ? Number.POSITIVE_INFINITY : cluster.state.now + options.timeoutSeconds * 1000;
  let cursor = Number(options.resourceVersion ?? '0');
  if (cursor === 0) {
    cursor = cluster.state.store.revision;
    yield* initialEvents(cluster, target, options);
  }
  while (cluster.state.now <= until) {
    if (cursor < cluster.state.store.compacted) {
      yield { type: 'ERROR', object: expiredError(`too old resource version: ${cursor} (${cluster.state.store.compacted + 1})`).status };
      return;
    }
    for (const event of eventsSince(cluster, kind, target.namespace ?? '', matches, cursor)) yield event;
    cursor = cluster.state.store.revision;
    await pass(WATCH_POLL_MS);
  }
}

function* initialEvents(cluster: Cluster, target: Target, options: ListOptions): Generator<WatchEvent> {
  const { body } = cluster.request({ verb: 'list', ...target, options });
  if ('items' in body) for (const object of body.items) yield { type: 'ADDED', object: object as KubeObject };
}

/** An object that stops matching is sent as DELETED, one that begins to match as ADDED. */
function* eventsSince(
  cluster: Cluster,
  kind: KindDefinition,
  namespace: string,
  matches: ((object: KubeObject) => boolean) | undefined,
  cursor: number,
): Generator<WatchEvent> {
  const resource = groupResource(kind.type);
  const isSeen = (object: KubeObject | undefined) => object !== undefined && (matches === undefined || matches(object));
  for (const entry of entriesSince(cluster, cursor)) {
    if (entry.resource !== resource || (namespace !== '' && entry.object.metadata.namespace !== namespace)) continue;
    const before = isSeen(entry.previous);
    const after = entry.type !== 'DELETED' && isSeen(entry.object);
    if (before && after) yield { type: 'MODIFIED', object: entry.object };
    else if (after) yield { type: 'ADDED', object: entry.object };
    else if (before) yield { type: 'DELETED', object: entry.object };
  }
}
