import { containerStateText, hasTrouble } from '../../../api/pod/container-state.ts';
import type { Container, ContainerStatus, Event, Pod, Probe, Volume } from '../../../api/types.gen.ts';
import type { Inspection } from '../../../protocol/messages.ts';

/** What there is room for when one looks into a pod. */
export interface Inside {
  readonly containers: readonly Box[];
  /** What happened to it last, the newest last: for a pod whose containers have written nothing. */
  readonly tail: readonly string[];
}

export interface Box {
  readonly name: string;
  readonly image: string;
  /** A word of Kubernetes' own: `running`, a reason for waiting or having ended. */
  readonly state: string;
  readonly tone: 'ok' | 'waits' | 'bad' | 'over';
  readonly restarts: number;
  /** Its command with arguments; '' where the image says what runs. */
  readonly process: string;
  readonly probes: readonly Lamp[];
  /** `/path ← volume`. */
  readonly mounts: readonly string[];
  /** The last lines that it wrote. */
  readonly log: readonly string[];
}

/** A probe, and whether it succeeds as far as the pod's status tells. */
export interface Lamp {
  readonly text: string;
  readonly on: boolean;
}

const TAIL = 6;

/** `logs`: last lines by the name of their container. */
export function insideOf({ object, events }: Inspection, logs: ReadonlyMap<string, readonly string[]>): Inside {
  const { spec, status } = object as Pod;
  const statuses = new Map([...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map((one) => [one.name, one]));
  const volumes = new Map((spec?.volumes ?? []).map((volume) => [volume.name, kindOf(volume)]));
  const boxOf = (container: Container, init: boolean): Box => ({
    ...boxFor(container, statuses.get(container.name), volumes, init),
    log: logs.get(container.name) ?? [],
  });
  return {
    containers: [
      ...(spec?.containers ?? []).map((container) => boxOf(container, false)),
      ...(spec?.initContainers ?? []).map((container) => boxOf(container, true)),
    ],
    tail: logs.size > 0 ? [] : events.slice(-TAIL).map((event) => `${(event as Event).reason ?? ''}: ${(event as Event).message ?? ''}`),
  };
}

function boxFor(
  { name, image = '', command = [], args = [], volumeMounts = [], startupProbe, readinessProbe, livenessProbe }: Container,
  status: ContainerStatus | undefined,
  volumes: ReadonlyMap<string, string>,
  init: boolean,
): Omit<Box, 'log'> {
  const runs = status?.state?.running !== undefined;
  const lamp = (word: string, probe: Probe | undefined, on: boolean): readonly Lamp[] =>
    probe === undefined ? [] : [{ text: `${word} ${probeText(probe)}`, on }];
  return {
    name: init ? `${name} (init)` : name,
    image,
    state: containerStateText(status),
    tone: toneOf(status),
    restarts: status?.restartCount ?? 0,
    process: [...command, ...args].join(' '),
    probes: [
      ...lamp('startup', startupProbe, status?.started === true),
      ...lamp('readiness', readinessProbe, status?.ready === true),
      ...lamp('liveness', livenessProbe, runs),
    ],
    mounts: volumeMounts.map((mount) => `${mount.mountPath} ← ${volumes.get(mount.name) ?? mount.name}`),
  };
}

function toneOf(status: ContainerStatus | undefined): Box['tone'] {
  const { running, terminated } = status?.state ?? {};
  if (running !== undefined) return 'ok';
  if (status !== undefined && hasTrouble(status)) return 'bad';
  return terminated === undefined ? 'waits' : 'over';
}

function probeText({ httpGet, tcpSocket, grpc, exec, periodSeconds = 10 }: Probe): string {
  const every = ` · ${periodSeconds} s`;
  if (httpGet !== undefined) return `GET :${httpGet.port}${httpGet.path ?? '/'}${every}`;
  if (tcpSocket !== undefined) return `tcp :${tcpSocket.port}${every}`;
  if (grpc !== undefined) return `grpc :${grpc.port}${every}`;
  return `exec ${exec?.command?.join(' ') ?? ''}${every}`;
}

/** `configMap settings`, `emptyDir scratch`. */
function kindOf({ name, ...source }: Volume): string {
  const [kind = ''] = Object.keys(source);
  return `${kind} ${name}`.trim();
}
