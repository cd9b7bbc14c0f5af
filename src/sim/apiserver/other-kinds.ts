import type { KindDefinition } from '../../api/kind.ts';
import { METRICS_KINDS } from '../../api/kinds/metrics/metrics.ts';
import { METRICS_API_SERVICE } from '../../api/metrics.ts';
import { groupResource } from '../../api/object.ts';
import { API_SERVICE } from '../../api/resources.ts';
import type { ClusterSpec } from '../kernel/spec.ts';
import { type StoreState, readObject } from '../store/store.ts';

/** The metrics API is served where there is a metrics-server, and as long as its API service says so. */
export function otherKinds({ metrics }: ClusterSpec, store: StoreState): readonly KindDefinition[] {
  if (metrics !== 'served') return NONE;
  return readObject(store, API_SERVICES, METRICS_API_SERVICE) === undefined ? NONE : METRICS_KINDS;
}

const API_SERVICES = groupResource(API_SERVICE);
const NONE: readonly KindDefinition[] = [];
