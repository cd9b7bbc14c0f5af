import type { EndpointSlice, Service } from '../../api/types.gen.ts';
import type { PodBook } from './pod-book.ts';
import type { Interner } from './strings.ts';

/** Services and the pods behind them; edges are built anew only when a slice, a Service or the rows of pods changed. */
export interface ServiceBook {
  readonly services: Map<string, Service>;
  readonly slices: Map<string, Edges>;
  changed: boolean;
}

/** A slice, as far as it is drawn: which Service, which pods by key, and 1 ready, 0 not ready, 2 terminating. */
export interface Edges {
  readonly service: string;
  readonly pods: readonly string[];
  readonly states: readonly number[];
}

export function createServiceBook(): ServiceBook {
  return { services: new Map(), slices: new Map(), changed: true };
}

export function edgesOf(slice: EndpointSlice): Edges {
  const namespace = slice.metadata.namespace ?? '';
  const ends = (slice.endpoints ?? []).filter(({ targetRef }) => targetRef?.kind === 'Pod');
  return {
    service: `${namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`,
    pods: ends.map(({ targetRef }) => `${targetRef?.namespace ?? namespace}/${targetRef?.name ?? ''}`),
    states: ends.map(({ conditions }) => (conditions?.terminating === true ? 2 : conditions?.ready === false ? 0 : 1)),
  };
}

export function serviceColumns(book: ServiceBook, interner: Interner, pods: PodBook) {
  const services = [...book.services];
  const rows = new Map(services.map(([key], index) => [key, index]));
  const u32 = (value: (service: Service) => string) => Uint32Array.from(services, ([, service]) => interner.string(value(service)));
  return {
    serviceCount: services.length,
    serviceName: u32((service) => service.metadata.name ?? ''),
    serviceNamespace: u32((service) => service.metadata.namespace ?? ''),
    serviceType: u32((service) => service.spec?.type ?? 'ClusterIP'),
    servicePorts: u32(portsText),
    serviceAddress: u32(
      (service) => service.status?.loadBalancer?.ingress?.[0]?.ip ?? service.spec?.clusterIP ?? service.spec?.externalName ?? '',
    ),
    ...endpointColumns(book, rows, pods),
  };
}

function portsText(service: Service): string {
  return (service.spec?.ports ?? [])
    .map((port) => `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol ?? 'TCP'}`)
    .join(', ');
}

function endpointColumns({ slices }: ServiceBook, services: ReadonlyMap<string, number>, { byKey }: PodBook) {
  let most = 0;
  for (const { pods } of slices.values()) most += pods.length;
  const endpointService = new Uint32Array(most);
  const endpointPod = new Uint32Array(most);
  const endpointState = new Uint8Array(most);
  let count = 0;
  for (const { service, pods, states } of slices.values()) {
    const row = services.get(service);
    if (row === undefined) continue;
    for (const [index, key] of pods.entries()) {
      const pod = byKey.get(key);
      if (pod === undefined) continue;
      endpointService[count] = row;
      endpointPod[count] = pod.row;
      endpointState[count] = states[index] ?? 0;
      count += 1;
    }
  }
  return {
    endpointCount: count,
    endpointService: endpointService.slice(0, count),
    endpointPod: endpointPod.slice(0, count),
    endpointState: endpointState.slice(0, count),
  };
}
