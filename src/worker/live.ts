/** A cluster that lives against a wall clock: what runs it, and who wants to hear that it has moved on. */
import type { Boot, FromWorker } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import type { Hint } from '../sim/kernel/hint.ts';
import { bootCluster } from './boot.ts';
import { type Pump, createPump } from './pump.ts';
import { createSleepers } from './sleepers.ts';

export interface LiveHost {
  /** Milliseconds of a monotonic clock. */
  wallNow(): number;
  defer(run: () => void, afterMs: number): void;
  /** An assertion failed inside the simulation; it stands still. */
  crashed(notice: Extract<FromWorker, { type: 'crashed' }>): void;
}

export interface Live {
  readonly cluster: Cluster;
  readonly pump: Pump;
  /** Milliseconds of a monotonic clock. */
  readonly wallNow: () => number;
  /** Resolves when so much virtual time has passed. */
  sleep(milliseconds: number): Promise<void>;
  /** Resolves at once, or when messages that wait have been read. */
  rest(): Promise<void>;
  /** Something may have changed: time has passed, or a request was answered. */
  changed(): void;
  /** Calls back after every change, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** While anybody holds it, virtual time stands still. */
  hold(isHeld: () => boolean): () => void;
  /** A reader of the storytelling: what was told since its last call. Each of several pages hears all of it. */
  listen(): Hints;
  stop(): void;
}

export interface Hints {
  take(): Hint[];
  leave(): void;
}

export async function startLive(host: LiveHost, boot: Boot): Promise<Live> {
  const cluster = await bootCluster(boot);
  const sleepers = createSleepers(cluster);
  const listeners = new Set<() => void>();
  const holds = new Set<() => boolean>();
  const changed = () => {
    sleepers.wake();
    for (const listener of listeners) listener();
  };
  const pump = createPump(cluster, {
    wallNow: host.wallNow,
    defer: host.defer,
    held: () => [...holds].some((isHeld) => isHeld()),
    advanced: changed,
    crashed: (error) => host.crashed({ type: 'crashed', message: String(error), report: crashReport(cluster, error) }),
  });
  if (boot.from === 'demo' && boot.paused === true) pump.command({ type: 'pause' });
  return {
    cluster,
    pump,
    wallNow: host.wallNow,
    sleep: sleepers.sleep,
    rest: createRest(host),
    changed,
    onChange: (listener) => enrol(listeners, listener),
    hold: (isHeld) => enrol(holds, isHeld),
    listen: createHintReaders(cluster),
    stop: pump.stop,
  };
}

function enrol<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}

/** Most hints that wait for one reader; the newest are kept. */
const MOST_HINTS = 500;

function createHintReaders(cluster: Cluster): () => Hints {
  const readers = new Set<{ waiting: Hint[] }>();
  const share = () => {
    const hints = cluster.takeHints();
    if (hints.length > 0) for (const reader of readers) reader.waiting = [...reader.waiting, ...hints].slice(-MOST_HINTS);
  };
  return () => {
    share();
    const reader = { waiting: [] as Hint[] };
    readers.add(reader);
    return {
      take: () => {
        share();
        const { waiting } = reader;
        reader.waiting = [];
        return waiting;
      },
      leave: () => void readers.delete(reader),
    };
  };
}

/** Wall time that one request may work before it makes room for others. */
const WORK_MS = 8;

function createRest(host: LiveHost): () => Promise<void> {
  let rested = host.wallNow();
  const rest = (resolve: () => void) => {
    rested = host.wallNow();
    resolve();
  };
  return () => (host.wallNow() - rested < WORK_MS ? Promise.resolve() : new Promise((resolve) => host.defer(() => rest(resolve), 0)));
}

/** Seed and command log: all that it takes to see the same failure again, unless the log begins too late. */
export function crashReport({ state }: Cluster, error: unknown): string {
  const { seed, spec, commands, now, handled } = state;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { forgotten, held } = commands;
  const note = `the first ${forgotten} commands are forgotten: this run can't be replayed from its start, only from a snapshot that was taken after them`;
  return JSON.stringify(
    { error: stack, seed, now, handled, spec, ...(forgotten === 0 ? {} : { forgotten, note }), commands: held },
    undefined,
    1,
  );
}
