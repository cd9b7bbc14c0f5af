/**
 * Paces virtual time against the wall clock, in slices short enough that a message is answered at once.
 * When the machine can't keep up, virtual time falls behind and is not chased: a slow picture is better than a jumping one.
 */
import type { ClockCommand, ClockState } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';

export interface PumpHost {
  /** Milliseconds of a monotonic clock. */
  wallNow(): number;
  defer(run: () => void, afterMs: number): void;
  /** Time must stand still for a moment. */
  held(): boolean;
  /** Called after every slice. */
  advanced(): void;
  /** An assertion failed inside the simulation. */
  crashed(error: unknown): void;
}

export interface Pump {
  readonly clock: () => ClockState;
  command(command: ClockCommand): void;
  /** A page that nobody sees needs no cluster that runs: time stands still until it is seen again. */
  setVisible(visible: boolean): void;
  stop(): void;
}

const SLICE_MS = 8;
/** Between two slices when virtual time is up to date. */
const TICK_MS = 12;
/** Wall time that a slow machine may lag before the lag is forgiven. */
const MAX_LAG_MS = 200;

const SPEEDS = { min: 0.1, max: 100 } as const;

export function createPump(cluster: Cluster, host: PumpHost): Pump {
  let playing = true;
  let visible = true;
  let stopped = false;
  let ticking = false;
  let speed = 1;
  let lastStep = '';
  let anchor = { wall: host.wallNow(), virtual: cluster.state.now };

  const rebase = () => {
    anchor = { wall: host.wallNow(), virtual: cluster.state.now };
  };
  const slice = () => {
    const began = host.wallNow();
    const target = anchor.virtual + (began - anchor.wall) * speed;
    const upToDate = cluster.advance(target, { spent: () => host.wallNow() - began > SLICE_MS });
    if (!upToDate && target - cluster.state.now > MAX_LAG_MS * speed) rebase();
    return upToDate;
  };
  const tick = () => {
    ticking = false;
    if (!playing || !visible || stopped) return;
    if (host.held()) {
      rebase();
      return start(TICK_MS);
    }
    try {
      const upToDate = slice();
      host.advanced();
      start(upToDate ? TICK_MS : 0);
    } catch (error) {
      stopped = true;
      host.crashed(error);
    }
  };
  const start = (afterMs: number) => {
    if (ticking || stopped) return;
    ticking = true;
    host.defer(tick, afterMs);
  };
  const resume = () => {
    rebase();
    start(0);
  };
  start(0);

  return {
    clock: () => ({ now: cluster.state.now, playing, speed, lastStep }),
    command: (command) => {
      switch (command.type) {
        case 'play':
          playing = true;
          return resume();
        case 'pause':
          playing = false;
          return;
        case 'step':
          playing = false;
          lastStep = cluster.step();
          return host.advanced();
        case 'speed':
          speed = Math.min(SPEEDS.max, Math.max(SPEEDS.min, command.speed));
          return rebase();
      }
    },
    setVisible: (now) => {
      if (now === visible) return;
      visible = now;
      if (visible) resume();
    },
    stop: () => {
      stopped = true;
    },
  };
}
