import type { ApiPort } from '../api/request.ts';
import type { Cluster } from '../sim/cluster.ts';
import { createPort } from '../worker/port.ts';

/** A port to a simulated cluster whose time passes only while its client sleeps or watches. */
export function clusterPort(cluster: Cluster, user = 'admin'): ApiPort {
  return createPort(cluster, user, (milliseconds) => {
    cluster.advance(cluster.state.now + Math.max(1, Math.ceil(milliseconds)));
    return Promise.resolve();
  });
}
