/** Saves the cluster now and then, in turns that are short enough not to be felt; the bigger the cluster, the seldomer. */
import type { FromWorker } from '../protocol/messages.ts';
import type { Cluster } from '../sim/cluster.ts';
import { writeSnapshot } from './snapshot.ts';

interface SaverHost {
  post(message: FromWorker, transfer?: Transferable[]): void;
  wallNow(): number;
  defer(run: () => void, afterMs: number): void;
}

const INTERVAL_MS = 5000;
/** Saving may take this part of the time. */
const SHARE = 0.02;
const TURN_MS = 6;

export interface Saver {
  /** Called whenever the cluster has moved on. */
  advanced(): void;
  /** While a snapshot is being written, virtual time stands still: what is written may not change. */
  readonly busy: boolean;
  stop(): void;
}

type Steps = Generator<void, Uint8Array<ArrayBuffer>>;

export function createSaver(cluster: Cluster, host: SaverHost): Saver {
  let due = host.wallNow() + INTERVAL_MS;
  let busy = false;
  let stopped = false;
  let saved = -1;

  const moment = () => `${cluster.state.handled} ${cluster.state.commands.forgotten + cluster.state.commands.held.length}`;
  const finish = (spent: number) => {
    busy = false;
    due = host.wallNow() + Math.max(INTERVAL_MS, spent / SHARE);
  };
  const turn = (steps: Steps, at: string, spent: number) => {
    // A command or a step came in between: what has been written no longer fits together.
    if (stopped || moment() !== at) return finish(spent);
    const began = host.wallNow();
    let step = steps.next();
    while (!step.done && host.wallNow() - began < TURN_MS) step = steps.next();
    const total = spent + host.wallNow() - began;
    if (!step.done) return host.defer(() => turn(steps, at, total), 0);
    finish(total);
    saved = cluster.state.handled;
    host.post({ type: 'saved', now: cluster.state.now, bytes: step.value }, [step.value.buffer]);
  };
  return {
    advanced: () => {
      if (busy || stopped || cluster.state.handled === saved || host.wallNow() < due) return;
      busy = true;
      turn(writeSnapshot(cluster.state), moment(), 0);
    },
    get busy() {
      return busy;
    },
    stop: () => {
      stopped = true;
    },
  };
}

/** The whole snapshot at once. */
export function snapshotNow(cluster: Cluster): Uint8Array<ArrayBuffer> {
  const steps = writeSnapshot(cluster.state);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
