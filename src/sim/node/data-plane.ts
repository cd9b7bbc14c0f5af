/** What reaches a machine over the network: requests to its pods, and questions for the logs of their containers. */
import type { JsonValue } from '../../api/scalars.ts';
import type { KubeObject } from '../../api/object.ts';
import { POD } from '../../api/resources.ts';
import { answerOf, listenerOn, naturalListenerOn } from './listeners.ts';
import type { Kubelet, PodWorker } from './memory.ts';
import { countRequest } from './statistics.ts';

export type Question =
  | {
      readonly type: 'http';
      readonly ip: string;
      readonly port: number;
      readonly method: string;
      readonly path: string;
      readonly host: string;
    }
  | { readonly type: 'connect'; readonly ip: string; readonly port: number }
  | { readonly type: 'logs'; readonly namespace: string; readonly pod: string; readonly container: string }
  /** A Normal Event about objects that are handed in, from whoever acts for this kubelet. */
  | { readonly type: 'say'; readonly reason: string; readonly message: string; readonly about: readonly KubeObject[] }
  /** Gives PodStatistics[]. */
  | { readonly type: 'statistics' }
  /** Is the light on? Answered even by a machine that is off. */
  | { readonly type: 'power' };

/** `pod` is `namespace/name` of who answered; `status` 0: connection refused. */
export interface Delivered {
  readonly pod: string;
  readonly status: number;
  readonly body: string;
  readonly calls: readonly string[];
  readonly proxy: string;
}

/** Undefined from a machine that is switched off or cut off: packets to it are lost. */
export function answer(context: Kubelet, question: Question): JsonValue | undefined {
  if (question.type === 'power') return context.memory.power;
  if (context.memory.power !== 'on') return undefined;
  if (question.type === 'logs') return context.memory.stopped ? undefined : logs(context, question);
  if (question.type === 'statistics')
    return context.memory.stopped ? undefined : ([...context.memory.workers.values()] as unknown as JsonValue);
  if (question.type === 'say') {
    for (const object of question.about) context.event(object, 'Normal', question.reason, question.message);
    return undefined;
  }
  const worker = workerAt(context, question.ip, question.port);
  const delivered = worker === undefined ? undefined : deliver(context, worker, question);
  return { pod: '', status: 0, body: '', calls: [], proxy: '', ...delivered };
}

function workerAt(context: Kubelet, ip: string, port: number): PodWorker | undefined {
  const { memory } = context;
  if (ip.startsWith(memory.podPrefix)) return memory.workers.get(memory.addresses.get(Number(ip.slice(memory.podPrefix.length))) ?? '');
  for (const uid of memory.hostNetwork) {
    const worker = memory.workers.get(uid);
    if (worker !== undefined && listening(context, worker, port) !== undefined) return worker;
  }
  return undefined;
}

function listening(context: Kubelet, worker: PodWorker, port: number): ReturnType<typeof listenerOn> {
  return context.spec.images === 'preloaded' ? naturalListenerOn(context.given, worker, port) : listenerOn(worker, port, context.now);
}

function deliver(
  context: Kubelet,
  worker: PodWorker,
  question: Exclude<Question, { type: 'logs' | 'power' | 'say' | 'statistics' }>,
): Partial<Delivered> | undefined {
  const found = listening(context, worker, question.port);
  if (found === undefined) return undefined;
  const pod = `${worker.pod.metadata.namespace ?? ''}/${worker.pod.metadata.name ?? ''}`;
  countRequest(found.record, context.now);
  if (question.type === 'connect' || found.protocol !== 'http') return { pod, status: question.type === 'connect' ? 200 : 0 };
  const { status, body, calls = [], proxy = '' } = answerOf(context, worker, found.record, question);
  return { pod, status, body, calls, proxy };
}

function logs(context: Kubelet, { namespace, pod, container }: Extract<Question, { type: 'logs' }>): JsonValue | undefined {
  const uid = context.lister(POD).get(namespace, pod)?.metadata.uid ?? '';
  const record = context.memory.workers.get(uid)?.containers.find(({ name }) => name === container);
  if (record === undefined || record.id === '') return undefined;
  return [...(record.behaviour?.logs ?? []), ...(record.script?.logs ?? [])];
}
