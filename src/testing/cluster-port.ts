import type { ApiPort, ApiResponse, ListOptions, WatchEvent } from '../api/request.ts';
import { parseSelector } from '../api/label-parser.ts';
import { matchesSelector } from '../api/labels.ts';
import { groupResource } from '../api/object.ts';
import { type Cluster, entriesSince } from '../sim/cluster.ts';

const WATCH_STEP_MS = 10;

/** A port to a simulated cluster whose time passes only while its client sleeps or watches. */
export function clusterPort(cluster: Cluster, user = 'admin'): ApiPort {
  return {
    request: (request): Promise<ApiResponse> => Promise.resolve(cluster.request(request, user)),
    watch: (target, options) => watch(cluster, target, options),
    sleep: (milliseconds) => {
      cluster.advance(cluster.state.now + Math.max(1, Math.ceil(milliseconds)));
      return Promise.resolve();
    },
    now: () => cluster.state.now,
  };
}

type Target = Parameters<ApiPort['watch']>[0];

/** Label selectors only; a field selector is refused. */
async function* watch(
  cluster: Cluster,
  target: Target,
  options: ListOptions & { readonly timeoutSeconds?: number },
): AsyncGenerator<WatchEvent> {
  if (options.fieldSelector !== undefined) throw new Error('this port watches without field selectors');
  const selector = options.labelSelector === undefined ? undefined : parseSelector(options.labelSelector);
  const resource = groupResource(target);
  const until = cluster.state.now + (options.timeoutSeconds ?? 3600) * 1000;
  let cursor = Number(options.resourceVersion ?? 0);
  while (cluster.state.now < until) {
    for (const { resource: of, type, object } of entriesSince(cluster, cursor)) {
      const wanted = of === resource && (target.namespace === undefined || object.metadata.namespace === target.namespace);
      if (wanted && (selector === undefined || matchesSelector(selector, object.metadata.labels))) yield { type, object };
    }
    cursor = cluster.state.store.revision;
    await Promise.resolve();
    cluster.advance(cluster.state.now + WATCH_STEP_MS);
  }
}
