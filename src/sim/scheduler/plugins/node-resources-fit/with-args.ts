import { isExtendedResource } from '../../../../api/kinds/pod/validate-resources.ts';
import type { NodeResourcesFitArgs } from '../../configuration/plugin-args.ts';
import type { SchedulerPlugin } from '../../framework/plugin.ts';
import type { DeviceResources } from './device-resources.ts';
import { nodeResourcesFitWith } from './node-resources-fit.ts';
import { strategyScore } from './strategies.ts';

/** `devices`: extended resources that dynamic allocation looks after, on nodes that don't announce them themselves. */
export function nodeResourcesFitFrom(args: NodeResourcesFitArgs, devices?: DeviceResources): SchedulerPlugin {
  const { ignoredResources, ignoredResourceGroups, scoringStrategy } = args;
  const isIgnored = (name: string) =>
    isExtendedResource(name) && (ignoredResources.includes(name) || ignoredResourceGroups.includes(name.split('/')[0] ?? ''));
  return nodeResourcesFitWith({
    score: strategyScore(scoringStrategy, devices),
    ...(scoringStrategy.resources.length === 0 ? { scoreError: 'resources not found' } : {}),
    leavesOut: (name, node) => isIgnored(name) || (devices?.has(name) === true && !((node.scalars[name] ?? 0) > 0)),
  });
}
