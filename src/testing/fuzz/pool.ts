/** Runs seeds in threads. Results come in the order of the seeds, however many threads there are. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker, parentPort } from 'node:worker_threads';
import { type Outcome, runSeed } from './seeds.ts';

/** Seeds that a thread is given at once. */
const CHUNK = 20;
/** What is not worth a thread of its own. */
const FEW = 60;

interface Range {
  readonly from: number;
  readonly count: number;
}

export async function runSeeds({ from, count }: Range, workers: number | undefined, tell: (outcome: Outcome) => void): Promise<void> {
  const threads = Math.min(workers ?? availableParallelism(), Math.ceil(count / FEW));
  if (threads <= 1) {
    for (let seed = from; seed < from + count; seed += 1) tell(runSeed(seed));
    return;
  }
  const chunks = Array.from({ length: Math.ceil(count / CHUNK) }, (_, index) => ({
    from: from + index * CHUNK,
    count: Math.min(CHUNK, count - index * CHUNK),
  }));
  const inOrder = ordered(from, tell);
  await Promise.all(Array.from({ length: threads }, () => work(chunks, inOrder)));
}

/** What a thread does: the same program, started as one. */
export function serveSeeds(): void {
  parentPort?.on('message', ({ from, count }: Range) => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    parentPort?.postMessage(Array.from({ length: count }, (_, index) => runSeed(from + index)));
  });
}

function work(chunks: Range[], tell: (outcome: Outcome) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { execArgv: [] });
    const next = () => {
      const chunk = chunks.shift();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      if (chunk !== undefined) return worker.postMessage(chunk);
      void worker.terminate();
      resolve();
    };
    worker.on('message', (outcomes: readonly Outcome[]) => {
      outcomes.forEach(tell);
      next();
    });
    worker.on('error', reject);
    next();
  });
}

function ordered(from: number, tell: (outcome: Outcome) => void): (outcome: Outcome) => void {
  const waiting = new Map<number, Outcome>();
  let next = from;
  return (outcome) => {
    waiting.set(outcome.seed, outcome);
    for (let due = waiting.get(next); due !== undefined; due = waiting.get(next)) {
      waiting.delete(next);
      next += 1;
      tell(due);
    }
  };
}
