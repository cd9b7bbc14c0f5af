/** What kube-scheduler says of a configuration before it starts with it (pkg/scheduler/apis/config/validation). */
import { type FieldError, duplicate, fieldErrorText, forbidden, invalid, required } from '../../../api/field-error.ts';
import { nodeSelectorFlaws, preferredTermFlaws } from '../../../api/pod/node-affinity.ts';
import type { JsonObject } from '../../../api/scalars.ts';
import type { NodeAffinity } from '../../../api/types.gen.ts';
import { ownValue } from '../../../base/own.ts';
import { type Configuration, type ProfileConfiguration } from './document.ts';
import {
  type BalancedAllocationArgs,
  type DefaultPreemptionArgs,
  type InterPodAffinityArgs,
  type NodeResourcesFitArgs,
  type PodTopologySpreadArgs,
  type VolumeBindingArgs,
  checkBalancedAllocation,
  checkDefaultPreemption,
  checkInterPodAffinity,
  checkNodeResourcesFit,
  checkPodTopologySpread,
  checkVolumeBinding,
} from './plugin-args.ts';
import { API_VERSION, EXTENSION_POINTS, type ExtensionPoint } from '../../../api/scheduler-configuration/shapes.ts';

/** Texts in the order of the real checks. */
export function configurationFlaws(configuration: Configuration): readonly string[] {
  const { leaderElection, parallelism, profiles, extenders } = configuration;
  const { podInitialBackoffSeconds: initial, podMaxBackoffSeconds: most } = configuration;
  const lock = leaderElection.resourceLock;
  return [
    ...errors(
      leaderElection.leaderElect &&
        lock !== 'leases' &&
        invalid('leaderElection.resourceLock', lock, 'resourceLock value must be "leases"'),
      parallelism <= 0 && invalid('parallelism', parallelism, 'should be an integer value greater than zero'),
    ),
    ...profiles.flatMap((profile, index) => profileFlaws(profile, index, profiles)),
    ...errors(
      ...percentageErrors('percentageOfNodesToScore', configuration.percentageOfNodesToScore),
      initial <= 0 && invalid('podInitialBackoffSeconds', initial, 'must be greater than 0'),
      most < initial && invalid('podMaxBackoffSeconds', most, 'must be greater than or equal to PodInitialBackoffSeconds'),
      // The real one would call them over HTTP, where there is nobody here.
      extenders.length > 0 && forbidden('extenders', 'extenders are outside of the simulated cluster'),
    ),
  ];
}

/** One text of many, as an aggregate of errors prints. */
export function aggregate(flaws: readonly string[]): string {
  const distinct = [...new Set(flaws)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}

function profileFlaws(profile: ProfileConfiguration, index: number, all: readonly ProfileConfiguration[]): readonly string[] {
  const path = `profiles[${index}]`;
  const { schedulerName: name, percentageOfNodesToScore: percentage } = profile;
  const same = all.slice(0, index).findLastIndex(({ schedulerName }) => schedulerName === name);
  return [
    ...errors(name === '' && required(`${path}.schedulerName`)),
    ...errors(...percentageErrors(`${path}.percentageOfNodesToScore`, percentage ?? 0)),
    ...removedPlugins(profile, path),
    ...pluginConfigFlaws(profile, path),
    ...errors(same >= 0 && duplicate(`${path}.schedulerName`, {})),
    ...queueSortFlaws(profile, path, all[0], index),
  ];
}

function percentageErrors(path: string, percentage: number): readonly FieldError[] {
  return percentage < 0 || percentage > 100 ? [invalid(path, percentage, 'not in valid range [0-100]')] : [];
}

const REMOVED: ReadonlySet<string> = new Set(['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits']);
const WAS_REMOVED = `was invalid in version "${API_VERSION}" (KubeSchedulerConfiguration is version "${API_VERSION}")`;

function removedPlugins({ plugins }: ProfileConfiguration, path: string): readonly string[] {
  return (Object.keys(EXTENSION_POINTS) as ExtensionPoint[]).flatMap((point) =>
    (plugins[point]?.enabled ?? []).flatMap(({ name }, index) =>
      errors(REMOVED.has(name) && invalid(`${path}.plugins.${point}.enabled[${index}]`, name, WAS_REMOVED)),
    ),
  );
}

function pluginConfigFlaws({ pluginConfig }: ProfileConfiguration, path: string): readonly string[] {
  return pluginConfig.flatMap(({ name, args }, index) => {
    const at = `${path}.pluginConfig[${index}]`;
    const isSecond = pluginConfig.slice(0, index).some((other) => other.name === name);
    return [
      ...errors(isSecond && duplicate(at, name), REMOVED.has(name) && invalid(at, name, WAS_REMOVED)),
      // That of NodeResourcesFit is looked at by the plugin itself, when it is made.
      ...(name === 'NodeResourcesFit' ? [] : argsFlaws(name, args, `${at}.args`)),
    ];
  });
}

/** What is wrong with the arguments of a plugin that stand at `path`. */
export function argsFlaws(plugin: string, args: JsonObject, path: string): readonly string[] {
  return ownValue(CHECKS, plugin)?.(args, path) ?? [];
}

type Check = (args: JsonObject, path: string) => readonly string[];

const typed =
  <Args>(check: (args: Args, path: string) => readonly FieldError[]): Check =>
  (args, path) =>
    check(args as unknown as Args, path).map(fieldErrorText);

const CHECKS: { readonly [plugin: string]: Check } = {
  DefaultPreemption: typed<DefaultPreemptionArgs>(checkDefaultPreemption),
  InterPodAffinity: typed<InterPodAffinityArgs>(checkInterPodAffinity),
  NodeAffinity: addedAffinityFlaws,
  NodeResourcesBalancedAllocation: typed<BalancedAllocationArgs>(checkBalancedAllocation),
  NodeResourcesFit: typed<NodeResourcesFitArgs>(checkNodeResourcesFit),
  PodTopologySpread: typed<PodTopologySpreadArgs>(checkPodTopologySpread),
  VolumeBinding: typed<VolumeBindingArgs>(checkVolumeBinding),
};

function addedAffinityFlaws({ addedAffinity }: JsonObject, path: string): readonly string[] {
  const added = (addedAffinity ?? {}) as NodeAffinity;
  const at = path === '' ? 'addedAffinity' : `${path}.addedAffinity`;
  const { requiredDuringSchedulingIgnoredDuringExecution: required_, preferredDuringSchedulingIgnoredDuringExecution: preferred } = added;
  return [
    ...(required_ === undefined ? [] : nodeSelectorFlaws(required_, `${at}.requiredDuringSchedulingIgnoredDuringExecution`)),
    ...preferredTermFlaws(preferred ?? [], `${at}.preferredDuringSchedulingIgnoredDuringExecution`),
  ];
}

function queueSortFlaws(
  profile: ProfileConfiguration,
  path: string,
  first: ProfileConfiguration | undefined,
  index: number,
): readonly string[] {
  const own = profile.plugins.queueSort;
  const count = own?.enabled?.length ?? 0;
  if (index === 0) {
    const tooMany = 'only one queue sort plugin can be enabled';
    return errors(count > 1 && invalid(`${path}.plugins.queueSort.Enabled`, count, tooMany));
  }
  const isSame = JSON.stringify(own ?? {}) === JSON.stringify(first?.plugins.queueSort ?? {});
  return isSame ? [] : errors(invalid(`${path}.plugins.queueSort`, queueSortValue(own), 'must be the same for all profiles'));
}

/** As Go prints the set. */
function queueSortValue(set: ProfileConfiguration['plugins']['queueSort']): JsonObject {
  const names = (list: readonly { readonly name: string; readonly weight?: number }[] | undefined) =>
    list === undefined ? null : list.map(({ name, weight = 0 }) => ({ Name: name, Weight: weight }));
  return { Enabled: names(set?.enabled), Disabled: names(set?.disabled) };
}

function errors(...found: readonly (FieldError | false)[]): readonly string[] {
  return found.flatMap((error) => (error === false ? [] : [fieldErrorText(error)]));
}
