/** Kinds that another server serves, to which requests are sent on. */
import type { KindDefinition } from '../../api/kind.ts';
import { METRICS_KINDS } from '../../api/kinds/metrics/metrics.ts';
import { METRICS_API_SERVICE, METRICS_GROUP } from '../../api/metrics.ts';
import { groupResource } from '../../api/object.ts';
import { API_SERVICE } from '../../api/resources.ts';
import { hasBase, readObject } from '../store/store.ts';
import type { Server } from './server.ts';

/** The metrics API is served where there is a metrics-server, and as long as its API service says so. */
export function otherKinds({ spec, store }: Server): readonly KindDefinition[] {
  if (spec.metrics !== 'served') return NONE;
  // Until the first request it is as it was born.
  const isKnown = !hasBase(store) || readObject(store, API_SERVICES, METRICS_API_SERVICE) !== undefined;
  return isKnown ? METRICS_KINDS : NONE;
}

export function otherKind(server: Server, resource: string, version?: string): KindDefinition | undefined {
  if (!resource.endsWith(METRICS_GROUP)) return undefined;
  return otherKinds(server).find(({ type }) => groupResource(type) === resource && (version === undefined || version === type.version));
}

const API_SERVICES = groupResource(API_SERVICE);
const NONE: readonly KindDefinition[] = [];
