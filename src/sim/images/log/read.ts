/**
 * The log of a container, as somebody reads it: what follows from its program and its life, and what was noted of it, in the order of
 * time. Nothing of it is kept that can be worked out: not what a server prints when it starts, not the probes that it answers, not the
 * passes of a loop that only prints and sleeps.
 */
import type { Container } from '../../../api/types.gen.ts';
import type { Behaviour, Call, ImageDefinition } from '../image.ts';
import type { ScriptState } from '../shell/machine.ts';
import { MOST_BYTES, MOST_LINES } from './limits.ts';
import { type Facts, type LogLine, type LogModel, type Said, type ServedRequest, parseRequest } from './line.ts';
import { MODELS } from './models.ts';
import { probeRequests } from './probed.ts';
import { restingLines } from './rest.ts';

/** One run of a container, and what there is to know of it. Times in milliseconds since the epoch. */
export interface LogSource {
  readonly behaviour: Behaviour | undefined;
  readonly script: ScriptState | undefined;
  readonly startedAt: number;
  /** When it ended, or now. */
  readonly finishedAt: number;
  /** When it was asked to end and did; 0 when it was not. */
  readonly stoppedAt: number;
  /** In threes: milliseconds after the start, stream (0: a request), text. */
  readonly lines: readonly (number | string)[];
  readonly call: Call;
  readonly spec: Container;
  readonly image: ImageDefinition;
  readonly namespace: string;
  /** From which the kubelet probes. */
  readonly gateway: string;
}

/** Oldest first, and no more than is kept. */
export function linesOf(source: LogSource): readonly LogLine[] {
  const { behaviour, startedAt, finishedAt, stoppedAt, script } = source;
  if (behaviour === undefined) return [];
  const facts: Facts = { call: source.call, behaviour, startedAt };
  const model = MODELS[behaviour.writes?.as ?? script?.ports.find(({ writes }) => writes !== undefined)?.writes?.as ?? ''] ?? SILENT;
  const { told, requests } = noted(source);
  const probes = model.serves === undefined ? [] : probeRequests(source, stoppedAt || finishedAt);
  const served = inOrder([...requests, ...probes]).map((request, index) => ({ ...request, number: index + 1 }));
  const loop =
    behaviour.script === undefined || script === undefined
      ? []
      : restingLines(behaviour.script, script, source.call, source.namespace, finishedAt);
  const all = [
    ...linesAt(startedAt, model.starts?.(facts)),
    ...told,
    ...served.flatMap((request) => servedLine(model, facts, request)),
    ...loop,
    ...(stoppedAt === 0 ? [] : linesAt(stoppedAt, model.stops?.(facts, stoppedAt))),
  ];
  return newest(inOrder(all.filter(({ at }) => at <= finishedAt)));
}

const SILENT: LogModel = {};

function linesAt(start: number, said: readonly Said[] = []): readonly LogLine[] {
  return said.map(([afterMs, stream, text]) => ({ at: start + afterMs, stream, text }));
}

function servedLine(model: LogModel, facts: Facts, request: ServedRequest): readonly LogLine[] {
  const said = model.serves?.(request, facts);
  return said === undefined ? [] : linesAt(request.at, [said]);
}

/** What was written down when it happened. */
function noted({ lines, startedAt }: LogSource) {
  const told: LogLine[] = [];
  const requests: ServedRequest[] = [];
  for (let index = 0; index < lines.length; index += 3) {
    const at = startedAt + Number(lines[index]);
    const stream = lines[index + 1];
    const text = String(lines[index + 2]);
    if (stream === 0) requests.push(parseRequest(text, at, 0));
    else told.push({ at, stream: stream === 2 ? 2 : 1, text });
  }
  return { told, requests };
}

function inOrder<T extends { readonly at: number }>(things: readonly T[]): readonly T[] {
  return things.toSorted((a, b) => a.at - b.at);
}

function newest(all: readonly LogLine[]): readonly LogLine[] {
  let from = Math.max(0, all.length - MOST_LINES);
  let bytes = 0;
  for (let index = all.length - 1; index >= from; index -= 1) {
    bytes += (all[index]?.text.length ?? 0) + 1;
    if (bytes > MOST_BYTES && index < all.length - 1) from = index + 1;
  }
  return all.slice(from);
}
