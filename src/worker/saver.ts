/** Saves the cluster now and then, in steps that are short enough not to be felt; the bigger the cluster, the seldomer. */
import type { FromWorker } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { writeSnapshot } from './snapshot.ts';

interface SaverHost {
  post(message: FromWorker, transfer?: Transferable[]): void;
  wallNow(): number;
  defer(run: () => void, afterMs: number): void;
}

const INTERVAL_MS = 5000;
/** Saving may take this part of the time. */
const SHARE = 0.02;

export interface Saver {
  /** Called whenever the cluster has moved on. */
  advanced(): void;
  now(): Uint8Array<ArrayBuffer>;
  stop(): void;
}

export function createSaver(cluster: Cluster, host: SaverHost): Saver {
  let due = host.wallNow() + INTERVAL_MS;
  let busy = false;
  let stopped = false;
  let saved = -1;

  const run = (steps: Generator<void, Uint8Array<ArrayBuffer>>, now: number, spent: number) => {
    if (stopped) return;
    const began = host.wallNow();
    const step = steps.next();
    const total = spent + host.wallNow() - began;
    if (!step.done) {
      host.defer(() => run(steps, now, total), 0);
      return;
    }
    busy = false;
    due = host.wallNow() + Math.max(INTERVAL_MS, total / SHARE);
    host.post({ type: 'saved', now, bytes: step.value }, [step.value.buffer]);
  };
  return {
    advanced: () => {
      const { now, handled } = cluster.state;
      if (busy || stopped || handled === saved || host.wallNow() < due) return;
      busy = true;
      saved = handled;
      run(writeSnapshot(cluster.state), now, 0);
    },
    now: () => finish(writeSnapshot(cluster.state)),
    stop: () => {
      stopped = true;
    },
  };
}

function finish(steps: Generator<void, Uint8Array<ArrayBuffer>>): Uint8Array<ArrayBuffer> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
