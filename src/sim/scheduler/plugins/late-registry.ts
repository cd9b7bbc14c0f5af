/** All plugins in kube-scheduler's order, with the weights of their scores. */
import type { WeightedPlugin } from '../framework/scoring.ts';
import { BASIC_PLUGINS } from './registry.ts';
import { nodeVolumeLimits } from './node-volume-limits/node-volume-limits.ts';
import { volumeBinding } from './volume-binding/volume-binding.ts';
import { volumeRestrictions } from './volume-restrictions/volume-restrictions.ts';
import { volumeZone } from './volume-zone/volume-zone.ts';

const VOLUMES: readonly WeightedPlugin[] = [
  { plugin: volumeRestrictions, weight: 0 },
  { plugin: nodeVolumeLimits, weight: 0 },
  { plugin: volumeBinding, weight: 1 },
  { plugin: volumeZone, weight: 0 },
];

/** Those about volumes stand behind NodeResourcesFit. */
const AFTER_FIT = BASIC_PLUGINS.findIndex(({ plugin }) => plugin.name === 'NodeResourcesFit') + 1;

export const DEFAULT_PLUGINS: readonly WeightedPlugin[] = BASIC_PLUGINS.toSpliced(AFTER_FIT, 0, ...VOLUMES);
