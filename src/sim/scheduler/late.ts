/** What the scheduler can do once there are requests from outside. */
import type { JsonObject } from '../../api/scalars.ts';
import { profilesOfConfiguration } from './configuration/profiles-of.ts';
import { createProfile } from './framework/profile.ts';
import type { SchedulerParts } from './memory.ts';
import { DEFAULT_PLUGINS } from './plugins/late-registry.ts';
import { type Profiles, profilesFrom } from './profiles.ts';

const DEFAULT_PROFILES = profilesFrom([createProfile(DEFAULT_PLUGINS)]);
const KNOWN = new WeakMap<JsonObject, Profiles>();

export const SCHEDULER_PARTS: SchedulerParts = {
  profilesFor(configuration) {
    if (configuration === null) return DEFAULT_PROFILES;
    const known = KNOWN.get(configuration);
    if (known !== undefined) return known;
    const profiles = profilesOfConfiguration(configuration);
    if ('flaw' in profiles) throw new Error(profiles.flaw);
    KNOWN.set(configuration, profiles);
    return profiles;
  },
  flawOf(configuration) {
    const profiles = profilesOfConfiguration(configuration);
    return 'flaw' in profiles ? profiles.flaw : undefined;
  },
};
