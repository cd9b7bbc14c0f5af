/** Making plugins of their arguments. */
import type { JsonObject } from '../../../api/scalars.ts';
import type { NodeAffinity } from '../../../api/types.gen.ts';
import { ownValue } from '../../../base/own.ts';
import type { SchedulerPlugin } from '../framework/plugin.ts';
import { defaultPreemptionWith } from '../plugins/default-preemption/default-preemption.ts';
import { interPodAffinityWith } from '../plugins/inter-pod-affinity/inter-pod-affinity.ts';
import { DEFAULT_PLUGINS } from '../plugins/late-registry.ts';
import { nodeAffinityWith } from '../plugins/node-affinity/node-affinity.ts';
import { balancedAllocationAmong } from '../plugins/node-resources-balanced-allocation/among-resources.ts';
import { nodeResourcesFitFrom } from '../plugins/node-resources-fit/with-args.ts';
import { podTopologySpreadWith } from '../plugins/pod-topology-spread/pod-topology-spread.ts';
import { volumeBindingWith } from '../plugins/volume-binding/volume-binding.ts';
import { argsWithDefaults } from './document.ts';
import { FrameworkError } from './extension-points.ts';
import type {
  BalancedAllocationArgs,
  DefaultPreemptionArgs,
  InterPodAffinityArgs,
  NodeResourcesFitArgs,
  PodTopologySpreadArgs,
  VolumeBindingArgs,
} from './plugin-args.ts';
import { aggregate, argsFlaws } from './validate.ts';

/** `args` as given for the plugin and defaulted; the plugin itself where they change nothing. */
export function makePlugin(name: string, args: JsonObject | undefined): SchedulerPlugin {
  const usual = DEFAULT_PLUGINS.find(({ plugin }) => plugin.name === name)?.plugin;
  if (usual === undefined) throw new FrameworkError(`plugin ${JSON.stringify(name)} does not exist`);
  const factory = ownValue(FACTORIES, name);
  if (args === undefined || factory === undefined || isUsual(name, args)) return usual;
  const flaws = argsFlaws(name, args, '');
  if (flaws.length > 0) throw new FrameworkError(`initializing plugin ${JSON.stringify(name)}: ${aggregate(flaws)}`);
  return factory(args);
}

function isUsual(name: string, args: JsonObject): boolean {
  return JSON.stringify(args) === JSON.stringify(argsWithDefaults(name, {}));
}

const typed =
  <Args>(make: (args: Args) => SchedulerPlugin) =>
  (args: JsonObject) =>
    make(args as unknown as Args);

const FACTORIES: { readonly [plugin: string]: (args: JsonObject) => SchedulerPlugin } = {
  DefaultPreemption: typed<DefaultPreemptionArgs>(defaultPreemptionWith),
  InterPodAffinity: typed<InterPodAffinityArgs>(interPodAffinityWith),
  NodeAffinity: typed<{ addedAffinity?: NodeAffinity }>(({ addedAffinity = {} }) => nodeAffinityWith(addedAffinity)),
  NodeResourcesBalancedAllocation: typed<BalancedAllocationArgs>(({ resources }) =>
    balancedAllocationAmong(resources.map(({ name }) => name)),
  ),
  NodeResourcesFit: typed<NodeResourcesFitArgs>((args) => nodeResourcesFitFrom(args)),
  PodTopologySpread: typed<PodTopologySpreadArgs>(({ defaultingType, defaultConstraints }) =>
    podTopologySpreadWith(defaultingType === 'System' ? 'system' : defaultConstraints),
  ),
  VolumeBinding: typed<VolumeBindingArgs>(({ bindTimeoutSeconds }) => volumeBindingWith(bindTimeoutSeconds)),
};
