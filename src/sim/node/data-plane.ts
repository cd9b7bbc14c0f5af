/** What reaches a machine over the network: requests to its pods, and questions for the logs of their containers. */
import type { JsonValue } from '../../api/scalars.ts';
import type { KubeObject } from '../../api/object.ts';
import type { LogLine } from '../images/log/line.ts';
import { around } from './call.ts';
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
      /** Address of who asks; '' for somebody outside. */
      readonly from: string;
    }
  | { readonly type: 'connect'; readonly ip: string; readonly port: number }
  /** Gives LogAnswer. */
  | { readonly type: 'logs'; readonly uid: string; readonly container: string; readonly id: string }
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
  if (question.type === 'logs') return logs(context, question) as unknown as JsonValue;
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
  if (found.notes) context.given.logs.note(found.record, context.now, 0, requestLine(context, question, status, body));
  return { pod, status, body, calls, proxy };
}

/** Of servers that write of each request: who asked, what for, and what came out (`images/log/line.ts` reads it). */
function requestLine(
  { memory }: Kubelet,
  { from, method, path }: Extract<Question, { type: 'http' }>,
  status: number,
  body: string,
): string {
  return [from || memory.nodeIP, method, path, status, body.length].join(' ');
}

/** `lines` is absent when nothing is known of such a container, `stopped` when no kubelet runs that could tell. */
export interface LogAnswer {
  readonly stopped?: true;
  readonly lines?: readonly LogLine[];
  /** It goes on. */
  readonly runs?: boolean;
}

function logs(context: Kubelet, { uid, container, id }: Extract<Question, { type: 'logs' }>): LogAnswer {
  if (context.memory.stopped) return { stopped: true };
  const worker = context.memory.workers.get(uid);
  const record = worker?.containers.find(({ name }) => name === container);
  if (worker === undefined || record === undefined) return {};
  const lines = context.given.logs.read(record, id, around(context, worker, record));
  return lines === undefined ? {} : { lines, runs: record.state === 'running' && record.id === id };
}
