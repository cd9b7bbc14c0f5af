/** What overlays, colours and the inspector ask of the metrics API, in one answer for the whole cluster or for one node. */
import { METRICS_GROUP, type PodSample, type Samples } from '../api/metrics.ts';
import { podRequests } from '../api/pod/resources.ts';
import { POD } from '../api/resources.ts';
import type { Pod } from '../api/types.gen.ts';
import type { ClusterUse } from '../protocol/use.ts';
import { type Cluster, objectsOf } from '../sim/engine.ts';
import { METRICS_SERVER } from '../sim/kernel/spec.ts';

/** Null where nobody measures. */
export function use(cluster: Cluster, node?: string): ClusterUse | null {
  if (!cluster.served().some(({ group }) => group === METRICS_GROUP)) return null;
  const samples = cluster.ask(METRICS_SERVER, '', node === undefined ? {} : { nodes: [node] }) as unknown as Samples | undefined;
  if (samples === undefined) return null;
  const pods = objectsOf(cluster, POD).filter(
    ({ status, spec }) => status?.phase === 'Running' && (node ?? spec?.nodeName) === spec?.nodeName,
  );
  const measured = pods.map((pod) => samples.nodes[pod.spec?.nodeName ?? '']?.pods[pod.metadata.uid ?? '']);
  const asked = pods.map(requestsOf);
  return {
    nodes: Object.fromEntries(
      Object.entries(samples.nodes).map(([name, { cpuNano, bytes }]) => [name, { cpuMilli: cpuNano / 1e6, bytes }]),
    ),
    podUid: pods.map(({ metadata }) => metadata.uid ?? ''),
    podCpu: Float64Array.from(measured, (sample) => total(sample, 'cpuNano') / 1e6),
    podMemory: Float64Array.from(measured, (sample) => total(sample, 'bytes')),
    podCpuRequested: Float64Array.from(asked, ({ cpuMilli }) => cpuMilli),
    podMemoryRequested: Float64Array.from(asked, ({ memoryBytes }) => memoryBytes),
  };
}

function total(sample: PodSample | undefined, what: 'cpuNano' | 'bytes'): number {
  return sample === undefined ? -1 : sample.containers.reduce((sum, container) => sum + container[what], 0);
}

function requestsOf({ spec }: Pod): { readonly cpuMilli: number; readonly memoryBytes: number } {
  return podRequests(spec ?? { containers: [] });
}
