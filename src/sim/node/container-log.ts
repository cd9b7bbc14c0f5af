/**
 * What containers have written that does not follow from what they are (`images/log`): lines of scripts, and requests of servers that
 * write of each. Kept for the present attempt and the one before it, and bounded.
 */
import type { LogLine } from '../images/log/line.ts';
import type { LogSource } from '../images/log/read.ts';
import { MOST_BYTES, MOST_LINES } from '../images/log/limits.ts';
import { containerSpec } from './containers.ts';
import type { ContainerRecord, FormerAttempt, Kubelet, PodWorker } from './memory.ts';
import { callOf } from './call.ts';

/** `stream` 0: a request, which the server's own words are made of when somebody reads. `at`: milliseconds since the epoch. */
export function noteLine(record: ContainerRecord, at: number, stream: 0 | 1 | 2, text: string): void {
  for (let from = 0; from === 0 || from < text.length; from += LONGEST) {
    const part = text.length > LONGEST ? text.slice(from, from + LONGEST) : text;
    if (record.log === undefined) record.log = { lines: [at - record.startedAt, stream, part], bytes: part.length + 1, former: undefined };
    else {
      record.log.lines.push(at - record.startedAt, stream, part);
      record.log.bytes += part.length + 1;
    }
  }
  const { log } = record;
  if (log !== undefined && (log.bytes > MOST_BYTES || log.lines.length > 3 * MOST_LINES)) rotate(log);
}

/** The runtime's own (CRI): a longer line comes in pieces. */
const LONGEST = 16_384;

/** The oldest quarter goes. */
function rotate(log: NonNullable<ContainerRecord['log']>): void {
  const { lines } = log;
  let count = 0;
  while (count < lines.length && (log.bytes > (MOST_BYTES * 3) / 4 || (lines.length - count) / 3 > (MOST_LINES * 3) / 4)) {
    log.bytes -= String(lines[count + 2]).length + 1;
    count += 3;
  }
  log.lines = lines.slice(count);
}

/** For a container that starts again: what is kept of the attempt that has ended. */
export function logOfNext(record: ContainerRecord): ContainerRecord['log'] {
  const { id, image, env, startedAt, finishedAt, behaviour, script, log } = record;
  if (behaviour?.writes === undefined && script === undefined && log === undefined) return undefined;
  const former = { id, image, env, startedAt, finishedAt, stoppedAt: stoppedAt(record), behaviour, script, lines: log?.lines ?? NO_LINES };
  return { lines: [], bytes: 0, former };
}

const NO_LINES: readonly (number | string)[] = [];

/** When it was asked to end and did; 0 when it was not, or was killed. */
function stoppedAt({ stopping, state, behaviour, exitAt, exitCode, finishedAt }: ContainerRecord): number {
  const onTerm = behaviour?.onTerm;
  if (!stopping || onTerm === undefined || onTerm === 'ignored' || onTerm.exitCode !== exitCode) return 0;
  return (state === 'exited' ? finishedAt : exitAt) - onTerm.afterMs;
}

/** Lines of the attempt with this container id, oldest first; undefined when nothing is known of it. */
export function readLog(context: Kubelet, worker: PodWorker, record: ContainerRecord, id: string): readonly LogLine[] | undefined {
  if (id === record.id) return linesOf(context, worker, record, present(record, context.now));
  const former = record.log?.former;
  if (former?.id === id) return linesOf(context, worker, record, former);
  return record.last?.containerID === id ? [] : undefined;
}

/** What a container that failed says of it, where its manifest asks for it (kuberuntime: FallbackToLogsOnError). */
export function lastWords(context: Kubelet, worker: PodWorker, record: ContainerRecord): string {
  if (record.exitCode === 0 || context.spec.images === 'preloaded') return '';
  if (containerSpec(worker, record).terminationMessagePolicy !== 'FallbackToLogsOnError') return '';
  const lines = readLog(context, worker, record, record.id) ?? [];
  const text = lines.slice(-FALLBACK_LINES).map((line) => `${line.text}\n`);
  return text.join('').slice(-FALLBACK_BYTES);
}

const FALLBACK_LINES = 80;
const FALLBACK_BYTES = 2048;

function present(record: ContainerRecord, now: number): FormerAttempt {
  const { id, image, env, startedAt, finishedAt, behaviour, script, log, state } = record;
  return {
    id,
    image,
    env,
    startedAt,
    finishedAt: state === 'running' ? now : finishedAt,
    stoppedAt: stoppedAt(record),
    behaviour,
    script,
    lines: log?.lines ?? NO_LINES,
  };
}

function linesOf(context: Kubelet, worker: PodWorker, record: ContainerRecord, attempt: FormerAttempt): readonly LogLine[] {
  const { given: images, memory } = context;
  const spec = { ...containerSpec(worker, record), image: attempt.image };
  const call = callOf(images, worker, attempt, spec);
  const source: LogSource = {
    ...attempt,
    call,
    spec,
    image: images.imageOf(call.repository),
    namespace: worker.pod.metadata.namespace ?? '',
    gateway: `${memory.podPrefix}1`,
  };
  return images.readLog(source);
}
