/** A few honest figures in Prometheus' text format, under the real server's names where it has them. */
import type { Cluster } from '../../sim/engine.ts';

export interface Metrics {
  count(verb: string, code: number): void;
  text(cluster: Cluster, gauges: Gauges): string;
}

export interface Gauges {
  readonly watches: number;
  readonly unsentBytes: number;
  readonly bodyBytes: number;
  readonly inFlight: number;
  readonly pages: number;
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  return {
    count: (verb, code) => {
      const labels = `{verb="${verb}",code="${code}"}`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
    },
    text: (cluster, { watches, unsentBytes, bodyBytes, inFlight, pages }) => {
      const { state } = cluster;
      const objects = [...state.store.tables].map(([resource, table]) => [`{resource="${resource}"}`, table.objects.size] as const);
      return [
        family('apiserver_request_total', 'counter', 'Requests by HTTP method and code of the answer.', [...requests]),
        family('apiserver_registered_watchers', 'gauge', 'Watches that are open.', [['', watches]]),
        family('apiserver_current_inflight_requests', 'gauge', 'Requests that are being read or answered.', [['', inFlight]]),
        family('apiserver_storage_objects', 'gauge', 'Stored objects by resource.', objects),
        family('etcd_debugging_mvcc_current_revision', 'gauge', 'Revision of the newest write.', [['', state.store.revision]]),
        family('process_resident_memory_bytes', 'gauge', 'Resident memory.', [['', process.memoryUsage.rss()]]),
        family('kubarium_time_seconds', 'gauge', "The cluster's own clock, seconds since the epoch.", [['', state.now / 1000]]),
        family('kubarium_events_handled_total', 'counter', 'Events of the simulation that were handled.', [['', state.handled]]),
        family('kubarium_unsent_bytes', 'gauge', 'Bytes of answers that their readers have not taken.', [['', unsentBytes]]),
        family('kubarium_body_bytes', 'gauge', 'Bytes of bodies that are still coming.', [['', bodyBytes]]),
        family('kubarium_pages', 'gauge', 'Pages that show this cluster.', [['', pages]]),
      ].join('');
    },
  };
}

type Sample = readonly [labels: string, value: number];

function family(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${labels} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
