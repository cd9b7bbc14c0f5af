/** How a container is called: what its image's functions are asked with. */
import type { Container } from '../../api/types.gen.ts';
import type { Call, DeclaredPort } from '../images/image.ts';
import { parseReference } from '../images/reference.ts';
import type { ImageWorld } from '../images/world.ts';
import type { Around } from '../images/log/log.ts';
import { containerSpec, specOf } from './containers.ts';
import { expandVariables } from './environment.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';

export function callOf(images: ImageWorld, worker: PodWorker, record: Pick<ContainerRecord, 'env'>, spec: Container): Call {
  const parsed = parseReference(spec.image ?? '');
  const { repository, tag } = 'error' in parsed ? { repository: '', tag: '' } : parsed.reference;
  const expand = (text: string) => expandVariables(text, (name) => record.env[name]);
  return {
    repository,
    tag,
    command: spec.command?.map(expand) ?? [],
    args: spec.args?.map(expand) ?? [],
    env: record.env,
    ports: portsOf(spec),
    hostname: hostnameOf(worker),
    podIP: worker.podIP,
    get shell() {
      return images.shell;
    },
  };
}

/** Declared ports, and those that probes ask for: many manifests declare none. */
function portsOf(spec: Container): readonly DeclaredPort[] {
  const declared = spec.ports?.map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })) ?? NO_PORTS;
  const probed = [spec.startupProbe, spec.livenessProbe, spec.readinessProbe].map(
    (probe) => (probe?.httpGet ?? probe?.tcpSocket ?? probe?.grpc)?.port,
  );
  const missing = probed.filter((port): port is number => typeof port === 'number' && !declared.some((known) => known.port === port));
  return missing.length === 0 ? declared : [...declared, ...missing.map((port) => ({ port, protocol: 'TCP' }))];
}

const NO_PORTS: readonly DeclaredPort[] = [];

export function hostnameOf(worker: PodWorker): string {
  return specOf(worker.pod).hostname ?? worker.pod.metadata.name ?? '';
}

/** For the reader of a container's log. */
export function around({ given, memory, now }: Kubelet, worker: PodWorker, record: ContainerRecord): Around {
  const spec = containerSpec(worker, record);
  return {
    now,
    spec,
    namespace: worker.pod.metadata.namespace ?? '',
    gateway: `${memory.podPrefix}1`,
    imageOf: (repository) => given.imageOf(repository),
    call: (env, image) => callOf(given, worker, { env }, { ...spec, image }),
  };
}
