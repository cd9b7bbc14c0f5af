/**
 * Logs as one value, for those who are handed them instead of importing them: what containers write that does not follow from what they
 * are (lines of scripts, and requests of servers that write of each) is kept for the present attempt and the one before it, and bounded.
 */
import type { Container } from '../../../api/types.gen.ts';
import type { Behaviour, Call, ImageDefinition } from '../image.ts';
import type { ScriptState } from '../shell/machine.ts';
import { MOST_BYTES, MOST_LINES } from './limits.ts';
import type { LogLine } from './line.ts';
import { linesOf } from './read.ts';

export const LOGS = { note, read, lastWords } as const;

export type Logs = typeof LOGS;

export interface ContainerLog {
  /** In threes: milliseconds after its start, stream (1 and 2, 0 for a request), text. */
  lines: (number | string)[];
  /** Characters in them. */
  bytes: number;
  /** What ran before it. */
  former: FormerRun | undefined;
}

/** As much of one run of a container as it takes to read its log. Times in milliseconds since the epoch. */
export interface Run {
  readonly id: string;
  readonly image: string;
  readonly env: Call['env'];
  readonly state: 'waiting' | 'running' | 'exited';
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly exitAt: number;
  readonly exitCode: number;
  /** It was asked to end. */
  readonly stopping: boolean;
  readonly behaviour: Behaviour | undefined;
  readonly script: ScriptState | undefined;
}

/** One that is over; `lines` as of a ContainerLog. */
export interface FormerRun extends Run {
  readonly lines: readonly (number | string)[];
}

/** What a machine knows of a container (`node/memory.ts`). */
export interface Logged extends Run {
  readonly last: { readonly containerID?: string } | undefined;
  log: ContainerLog | undefined;
}

/** Where a container runs. */
export interface Around {
  readonly now: number;
  readonly spec: Container;
  readonly namespace: string;
  /** From which the kubelet probes. */
  readonly gateway: string;
  imageOf(repository: string): ImageDefinition;
  call(env: Call['env'], image: string): Call;
}

/** `stream` 0: a request, which the server's own words are made of when somebody reads. `at`: milliseconds since the epoch. */
function note(container: Logged, at: number, stream: 0 | 1 | 2, text: string): void {
  for (let from = 0; from === 0 || from < text.length; from += LONGEST) {
    const part = text.length > LONGEST ? text.slice(from, from + LONGEST) : text;
    const { log } = container;
    const afterMs = at - container.startedAt;
    if (log === undefined) container.log = { lines: [afterMs, stream, part], bytes: part.length + 1, former: undefined };
    else {
      log.lines.push(afterMs, stream, part);
      log.bytes += part.length + 1;
    }
  }
  const { log } = container;
  if (log !== undefined && (log.bytes > MOST_BYTES || log.lines.length > 3 * MOST_LINES)) rotate(log);
}

/** The runtime's own (CRI): a longer line comes in pieces. */
const LONGEST = 16_384;

/** The oldest quarter goes. */
function rotate(log: ContainerLog): void {
  const { lines } = log;
  let count = 0;
  while (count < lines.length && (log.bytes > (MOST_BYTES * 3) / 4 || (lines.length - count) / 3 > (MOST_LINES * 3) / 4)) {
    log.bytes -= String(lines[count + 2]).length + 1;
    count += 3;
  }
  log.lines = lines.slice(count);
}

/** When it was asked to end and did, which may be to come; 0 when it was not, or is killed. */
function stoppedAt({ stopping, state, behaviour, exitAt, exitCode, finishedAt }: Run): number {
  const onTerm = behaviour?.onTerm;
  if (!stopping || onTerm === undefined || onTerm === 'ignored' || onTerm.exitCode !== exitCode) return 0;
  return (state === 'running' ? exitAt : finishedAt) - onTerm.afterMs;
}

/** Lines of the attempt with this container id, oldest first; undefined when nothing is known of it. */
function read(container: Logged, id: string, around: Around): readonly LogLine[] | undefined {
  const { log, last } = container;
  if (id === container.id) return linesIn(container, log?.lines ?? NO_LINES, around);
  if (log?.former?.id === id) return linesIn(log.former, log.former.lines, around);
  return last?.containerID === id ? [] : undefined;
}

const NO_LINES: readonly (number | string)[] = [];

function linesIn(run: Run, lines: readonly (number | string)[], around: Around): readonly LogLine[] {
  const { env, image, behaviour, script, startedAt, state, finishedAt } = run;
  const call = around.call(env, image);
  return linesOf({
    behaviour,
    script,
    startedAt,
    finishedAt: state === 'running' ? around.now : finishedAt,
    stoppedAt: stoppedAt(run),
    lines,
    call,
    spec: around.spec,
    namespace: around.namespace,
    gateway: around.gateway,
    image: around.imageOf(call.repository),
  });
}

/** What a container that failed says of it, where its manifest asks for it (kuberuntime: FallbackToLogsOnError). */
function lastWords(container: Logged, around: Around): string {
  const text = (read(container, container.id, around) ?? []).slice(-FALLBACK_LINES).map((line) => `${line.text}\n`);
  return text.join('').slice(-FALLBACK_BYTES);
}

const FALLBACK_LINES = 80;
const FALLBACK_BYTES = 2048;
