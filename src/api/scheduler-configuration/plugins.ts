/** The plugins of kube-scheduler (pkg/scheduler/apis/config/v1/default_plugins.go). */
import type { ExtensionPoint } from './shapes.ts';

export interface DefaultPlugin {
  readonly name: string;
  /** Left out where it is not given: 1, for a plugin that scores. */
  readonly weight?: number;
  readonly points: readonly ExtensionPoint[];
}

/** Every plugin that there is, in the default order, with its weight and the extension points that it implements. */
export const DEFAULT_PLUGINS: readonly DefaultPlugin[] = [
  { name: 'SchedulingGates', points: ['preEnqueue'] },
  { name: 'PrioritySort', points: ['queueSort'] },
  { name: 'NodeUnschedulable', points: ['filter'] },
  { name: 'NodeName', points: ['filter'] },
  { name: 'TaintToleration', weight: 3, points: ['filter', 'preScore', 'score'] },
  { name: 'NodeAffinity', weight: 2, points: ['preFilter', 'filter', 'preScore', 'score'] },
  { name: 'NodePorts', points: ['preFilter', 'filter'] },
  { name: 'NodeResourcesFit', weight: 1, points: ['preFilter', 'filter', 'preScore', 'score'] },
  { name: 'VolumeRestrictions', points: ['preFilter', 'filter'] },
  { name: 'NodeVolumeLimits', points: ['preFilter', 'filter'] },
  { name: 'VolumeBinding', points: ['preFilter', 'filter', 'reserve', 'preBind', 'preScore', 'score'] },
  { name: 'VolumeZone', points: ['preFilter', 'filter'] },
  { name: 'PodTopologySpread', weight: 2, points: ['preFilter', 'filter', 'preScore', 'score'] },
  { name: 'InterPodAffinity', weight: 2, points: ['preFilter', 'filter', 'preScore', 'score'] },
  { name: 'DynamicResources', weight: 2, points: ['preEnqueue', 'preFilter', 'filter', 'postFilter', 'reserve', 'preBind', 'score'] },
  { name: 'DefaultPreemption', points: ['preEnqueue', 'postFilter'] },
  { name: 'NodeResourcesBalancedAllocation', weight: 1, points: ['preScore', 'score'] },
  { name: 'ImageLocality', weight: 1, points: ['score'] },
  { name: 'DefaultBinder', points: ['bind'] },
];
