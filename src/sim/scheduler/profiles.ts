/** The profiles of a scheduler with what follows from all of them together. */
import type { ClusterEventType } from './framework/events.ts';
import type { SchedulerPlugin } from './framework/plugin.ts';
import type { Profile } from './framework/profile.ts';
import type { BackoffLimits } from './queue/backoff.ts';
import { type QueueOrders, queueOrders } from './queue/scheduling-queue.ts';

export interface Profiles {
  readonly byName: ReadonlyMap<string, Profile>;
  /** The one QueueSort that all profiles share. */
  readonly orders: QueueOrders;
  /** Names of the plugins that care for an event, in any profile. */
  readonly listeners: ReadonlyMap<ClusterEventType, readonly string[]>;
  readonly backoff: BackoffLimits;
}

export const USUAL_BACKOFF: BackoffLimits = { initialMs: 1000, maxMs: 10_000 };

export function profilesFrom(profiles: readonly Profile[], backoff: BackoffLimits = USUAL_BACKOFF): Profiles {
  const [first] = profiles;
  return {
    byName: new Map(profiles.map((profile) => [profile.schedulerName, profile])),
    orders: queueOrders(first?.compare ?? (() => 0)),
    listeners: listenersOf(profiles.flatMap(({ plugins }) => plugins)),
    backoff,
  };
}

export function pluginNamed(profile: Profile | undefined, name: string): SchedulerPlugin | undefined {
  return profile?.plugins.find((plugin) => plugin.name === name);
}

function listenersOf(plugins: readonly SchedulerPlugin[]): ReadonlyMap<ClusterEventType, readonly string[]> {
  const byEvent = new Map<ClusterEventType, string[]>();
  for (const { name, requeueOn = {} } of plugins) {
    for (const key of Object.keys(requeueOn)) {
      const type = key as ClusterEventType;
      const names = byEvent.get(type) ?? [];
      if (!names.includes(name)) byEvent.set(type, [...names, name]);
    }
  }
  return byEvent;
}
