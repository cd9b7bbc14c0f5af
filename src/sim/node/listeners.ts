/** Who in a pod listens on a port, and what it answers. The containers of a pod share its network. */
import type { HttpAnswer } from '../images/image.ts';
import type { ImageWorld } from '../images/world.ts';
import { containerSpec } from './containers.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { callOf } from './call.ts';
import { naturalBehaviour } from './runtime.ts';

export interface Listening {
  readonly record: ContainerRecord;
  readonly protocol: 'http' | 'tcp' | 'grpc';
  /** It writes of every request. */
  readonly notes: boolean;
}

export function listenerOn(worker: PodWorker, port: number, now: number): Listening | undefined {
  for (const record of worker.containers) {
    const protocol = record.state === 'running' ? protocolOn(worker, record, port, now - record.startedAt) : undefined;
    if (protocol !== undefined) return { record, protocol, notes: notesRequests(record, port) };
  }
  return undefined;
}

function notesRequests({ script, behaviour }: ContainerRecord, port: number): boolean {
  const writes = script?.ports.find((open) => open.port === port)?.writes ?? behaviour?.writes;
  return writes?.requests === true;
}

function protocolOn(worker: PodWorker, record: ContainerRecord, port: number, uptimeMs: number): Listening['protocol'] | undefined {
  const { script } = record;
  const opened = script?.ports.find((open) => open.port === port);
  if (opened !== undefined) return opened.protocol;
  const spec = containerSpec(worker, record);
  if (script?.serves === true && spec.ports?.some(({ containerPort }) => containerPort === port)) return 'http';
  const listens = record.behaviour?.listens ?? [];
  return listens.find((listener) => (listener.port === port || listener.port === 0) && listener.afterMs <= uptimeMs)?.protocol;
}

/** The same where images are not executed: what the image would listen on. */
export function naturalListenerOn(images: ImageWorld, worker: PodWorker, port: number): Listening | undefined {
  for (const record of worker.containers) {
    if (record.state !== 'running') continue;
    const listener = naturalBehaviour(images, worker, record, containerSpec(worker, record)).listens.find(
      (known) => known.port === port || known.port === 0,
    );
    if (listener !== undefined) return { record, protocol: listener.protocol, notes: false };
  }
  return undefined;
}

export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly port: number;
}

const DEFAULT_ANSWER: HttpAnswer = { status: 200, body: '' };

export function answerOf(context: Kubelet, worker: PodWorker, record: ContainerRecord, request: WebRequest): HttpAnswer {
  const { given: images, now } = context;
  const call = callOf(images, worker, record, containerSpec(worker, record));
  return images.imageOf(call.repository).answer?.(call, { ...request, uptimeMs: now - record.startedAt }) ?? DEFAULT_ANSWER;
}
