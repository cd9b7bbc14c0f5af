import type { Cluster } from '../sim/engine.ts';

/** Promises that are kept when virtual time has come. */
export function createSleepers(cluster: Cluster): { sleep(milliseconds: number): Promise<void>; wake(): void } {
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    sleep: (milliseconds) => new Promise((resolve) => sleepers.push({ at: cluster.state.now + milliseconds, wake: resolve })),
    wake: () => {
      if (sleepers.length === 0) return;
      const due = sleepers.filter(({ at }) => at <= cluster.state.now);
      sleepers = sleepers.filter(({ at }) => at > cluster.state.now);
      for (const { wake } of due) wake();
    },
  };
}
