/** What the scheduler can do once there are requests from outside. */
import { createProfile } from './framework/profile.ts';
import type { SchedulerParts } from './memory.ts';
import { DEFAULT_PLUGINS } from './plugins/late-registry.ts';
import { profilesFrom } from './profiles.ts';

const DEFAULT_PROFILES = profilesFrom([createProfile(DEFAULT_PLUGINS)]);

export const SCHEDULER_PARTS: SchedulerParts = {
  profilesFor: () => DEFAULT_PROFILES,
  flawOf: () => undefined,
};
