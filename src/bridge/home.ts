/** The one cluster of this process, which HTTP clients and pages share. */
import type { Boot, FromWorker } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { loadTools } from '../worker/late.ts';
import { type Live, startLive } from '../worker/live.ts';

export interface Home {
  readonly live: Live;
  readonly cluster: Cluster;
  /** Starts another cluster in the place of this one. */
  replace(boot: Boot): Promise<Live>;
  /** Called when the cluster has moved on, and when it was replaced. */
  onChange(listener: () => void): void;
  onReplaced(listener: () => void): void;
  /** While anybody holds it, virtual time stands still. */
  hold(isHeld: () => boolean): void;
  stop(): void;
}

type Crash = Extract<FromWorker, { type: 'crashed' }>;

export async function openHome(first: Boot, crashed: (crash: Crash) => void): Promise<Home> {
  await loadTools();
  const changes = new Set<() => void>();
  const replacements = new Set<() => void>();
  const holds = new Set<() => boolean>();
  const call = (listeners: ReadonlySet<() => void>) => {
    for (const listener of listeners) listener();
  };
  const start = async (boot: Boot): Promise<Live> => {
    const live = await startLive({ wallNow: () => performance.now(), defer, crashed }, boot);
    live.onChange(() => call(changes));
    live.hold(() => [...holds].some((isHeld) => isHeld()));
    return live;
  };
  let live = await start(first);
  return {
    get live() {
      return live;
    },
    get cluster() {
      return live.cluster;
    },
    replace: async (boot) => {
      const { speed } = live.pump.clock();
      const next = await start(boot);
      live.stop();
      live = next;
      live.pump.command({ type: 'speed', speed });
      call(replacements);
      return live;
    },
    onChange: (listener) => void changes.add(listener),
    onReplaced: (listener) => void replacements.add(listener),
    hold: (isHeld) => void holds.add(isHeld),
    stop: () => live.stop(),
  };
}

/** Whatever waits at a socket is read between two slices. */
function defer(run: () => void, afterMs: number): void {
  if (afterMs > 0) setTimeout(run, afterMs);
  else setImmediate(run);
}
