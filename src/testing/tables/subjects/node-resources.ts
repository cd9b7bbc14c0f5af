/** NodeResourcesFit and NodeResourcesBalancedAllocation with their arguments. */
import { fieldErrorText } from '../../../api/field-error.ts';
import type { DeviceClass, ResourceSlice } from '../../../api/types.gen.ts';
import { type NodeResourcesFitArgs, checkNodeResourcesFit } from '../../../sim/scheduler/configuration/plugin-args.ts';
import type { SchedulerPlugin } from '../../../sim/scheduler/framework/plugin.ts';
import { balancedAllocationAmong } from '../../../sim/scheduler/plugins/node-resources-balanced-allocation/among-resources.ts';
import { type DeviceResources, deviceResources } from '../../../sim/scheduler/plugins/node-resources-fit/device-resources.ts';
import type { ResourceWeight, ScoringStrategy, ShapePoint } from '../../../sim/scheduler/plugins/node-resources-fit/strategies.ts';
import { nodeResourcesFitFrom } from '../../../sim/scheduler/plugins/node-resources-fit/with-args.ts';
import { type Outcome, type Subject, like, subject } from '../subject.ts';
import { type FilterResult, type OnOne, type ScoreOut, clusterOf, filterOne, sameScores, scores } from './scheduler-plugins.ts';

interface Fit extends OnOne {
  readonly args?: Partial<NodeResourcesFitArgs>;
  readonly draExtendedResourceEnabled?: boolean;
}

interface Requested {
  readonly nodes: readonly unknown[];
  readonly existingPods?: readonly unknown[];
  readonly requestedPod: unknown;
  readonly draObjects?: readonly (DeviceClass | ResourceSlice)[];
}

interface Weighted extends Requested {
  readonly resources?: readonly ResourceWeight[];
  readonly shape?: readonly ShapePoint[];
}

interface Refused extends ScoreOut {
  readonly errs?: readonly string[];
  readonly statusCode?: string;
}

const LEAST: ScoringStrategy = { type: 'LeastAllocated', resources: [] };

export const NODE_RESOURCES: readonly Subject[] = [
  subject<Fit, FilterResult>(/^scheduler\/fit-(?:enough-pods|pod-count|storage)$/, /^NodeResourcesFit filter/, ({ in: given, out }) =>
    like(out, { status: filterOne(fitFilter(given), given.pod, clusterOf(given)) }),
  ),
  subject<Weighted, Refused>('scheduler/least-allocated', /^NodeResourcesFit score: LeastAllocated/, ({ in: given, out }) =>
    byStrategy('LeastAllocated', given, out),
  ),
  subject<Weighted, Refused>('scheduler/most-allocated', /^NodeResourcesFit score: MostAllocated/, ({ in: given, out }) =>
    byStrategy('MostAllocated', given, out),
  ),
  subject<Weighted, Refused>('scheduler/requested-to-capacity', /^NodeResourcesFit score: RequestedToCapacityRatio/, ({ in: given, out }) =>
    byStrategy('RequestedToCapacityRatio', given, out),
  ),
  subject<Requested & { nodeResourcesFitArgs: { scoringStrategy: ScoringStrategy } }, ScoreOut>(
    'scheduler/fit-score',
    /^NodeResourcesFit score through/,
    ({ in: given, out }) => sameScores(out, scored(fitWith(given.nodeResourcesFitArgs.scoringStrategy, devicesOf(given)), given)),
  ),
  subject<Requested & { args: { resources: readonly ResourceWeight[] } }, ScoreOut>(
    'scheduler/balanced-allocation',
    /^NodeResourcesBalancedAllocation/,
    ({ in: given, out }) => {
      const names = given.args.resources.map(({ name }) => name);
      return sameScores(out, scored(balancedAllocationAmong(names, devicesOf(given)), given));
    },
  ),
];

/** A class stands for one resource in the tables about filters, where no device is ever looked for. */
function fitFilter({ args = {}, draExtendedResourceEnabled }: Fit): SchedulerPlugin {
  const { ignoredResources = [], ignoredResourceGroups = [] } = args;
  const spec = { extendedResourceName: 'extended.resource.dra.io/something' };
  const deviceClass = { metadata: { name: 'device-class-name' }, spec } as DeviceClass;
  const devices = draExtendedResourceEnabled ? deviceResources([deviceClass], [], new Set()) : undefined;
  return nodeResourcesFitFrom({ ignoredResources, ignoredResourceGroups, scoringStrategy: LEAST }, devices);
}

function fitWith(scoringStrategy: ScoringStrategy, devices?: DeviceResources): SchedulerPlugin {
  return nodeResourcesFitFrom({ ignoredResources: [], ignoredResourceGroups: [], scoringStrategy }, devices);
}

function byStrategy(type: ScoringStrategy['type'], given: Weighted, out: Refused): Outcome {
  const ratio = given.shape === undefined ? {} : { requestedToCapacityRatio: { shape: given.shape } };
  const scoringStrategy = { type, resources: given.resources ?? [], ...ratio };
  // The tables leave out values and reasons.
  const errs = checkNodeResourcesFit({ ignoredResources: [], ignoredResourceGroups: [], scoringStrategy }).map((error) =>
    fieldErrorText({ ...error, value: undefined, detail: '' }),
  );
  if (errs.length > 0 || out.errs !== undefined) return { expected: out.errs, got: errs };
  const got = scored(fitWith(scoringStrategy), given);
  return out.statusCode === 'Error' ? { expected: 'resources not found', got } : sameScores(out, got);
}

function scored(plugin: SchedulerPlugin, { nodes, existingPods = [], requestedPod }: Requested): ReturnType<typeof scores> {
  return scores(plugin, requestedPod, { nodes, pods: existingPods });
}

/** Slices have a driver; what else is there is classes. */
function devicesOf({ draObjects }: Requested): DeviceResources | undefined {
  if (draObjects === undefined) return undefined;
  const isSlice = (object: DeviceClass | ResourceSlice): object is ResourceSlice => 'driver' in object.spec;
  const classes = draObjects.filter((object): object is DeviceClass => !isSlice(object));
  return deviceResources(classes, draObjects.filter(isSlice), new Set());
}
