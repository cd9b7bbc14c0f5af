/** All plugins in kube-scheduler's order, with the weights of their scores. */
import type { WeightedPlugin } from '../framework/scoring.ts';
import { BASIC_PLUGINS } from './registry.ts';
import { volumeBinding } from './volume-binding/volume-binding.ts';

const VOLUMES: readonly WeightedPlugin[] = [{ plugin: volumeBinding, weight: 1 }];

/** Those about volumes stand behind NodeResourcesFit. */
const AFTER_FIT = BASIC_PLUGINS.findIndex(({ plugin }) => plugin.name === 'NodeResourcesFit') + 1;

export const DEFAULT_PLUGINS: readonly WeightedPlugin[] = BASIC_PLUGINS.toSpliced(AFTER_FIT, 0, ...VOLUMES);
