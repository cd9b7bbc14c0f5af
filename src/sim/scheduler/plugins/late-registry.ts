/** All plugins in kube-scheduler's order, with the weights of their scores. */
import type { WeightedPlugin } from '../framework/scoring.ts';
import { BASIC_PLUGINS } from './registry.ts';
import { interPodAffinity } from './inter-pod-affinity/inter-pod-affinity.ts';
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

/** Where the late ones stand among the others. */
const BEHIND: { readonly [plugin: string]: readonly WeightedPlugin[] } = {
  NodeResourcesFit: VOLUMES,
  PodTopologySpread: [{ plugin: interPodAffinity, weight: 2 }],
};

export const DEFAULT_PLUGINS: readonly WeightedPlugin[] = BASIC_PLUGINS.flatMap((basic) => [basic, ...(BEHIND[basic.plugin.name] ?? [])]);
