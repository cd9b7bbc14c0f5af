/** Arguments of plugins (kubescheduler.config.k8s.io/v1) once defaulted, and what makes them valid (apis/config/validation). */
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../../../api/field-error.ts';
import { labelKey } from '../../../api/names.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { TopologySpreadConstraint } from '../../../api/types.gen.ts';
import type { ResourceWeight, ScoringStrategy, ShapePoint } from '../plugins/node-resources-fit/strategies.ts';

export interface NodeResourcesFitArgs {
  readonly ignoredResources: readonly string[];
  readonly ignoredResourceGroups: readonly string[];
  readonly scoringStrategy: ScoringStrategy;
}

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'] as const;
/** Go prints the path of nothing so. */
const child = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

export function checkNodeResourcesFit(args: NodeResourcesFitArgs, path = ''): readonly FieldError[] {
  const { type, resources, requestedToCapacityRatio: ratio } = args.scoringStrategy;
  const strategy = child(path, 'scoringStrategy');
  const ratioPath = `${strategy}.requestedToCapacityRatio`;
  const findings = [
    ...args.ignoredResources.flatMap((name, index) => nameErrors(name, `${child(path, 'ignoredResources')}[${index}]`)),
    ...args.ignoredResourceGroups.flatMap((group, index) => groupErrors(group, `${child(path, 'ignoredResourceGroups')}[${index}]`)),
    ...(STRATEGIES.includes(type) ? [] : [notSupported(`${strategy}.type`, type, STRATEGIES)]),
    ...checkWeights(resources, `${strategy}.resources`),
  ];
  if (type !== 'RequestedToCapacityRatio') {
    return ratio === undefined ? findings : [...findings, forbidden(ratioPath, 'must be nil when type is not RequestedToCapacityRatio')];
  }
  if (ratio === undefined) return [...findings, required(ratioPath, 'must be specified when type is RequestedToCapacityRatio')];
  return [...findings, ...checkShape(ratio.shape, `${ratioPath}.shape`)];
}

function checkWeights(resources: readonly ResourceWeight[], path: string): readonly FieldError[] {
  return resources.flatMap(({ name, weight }, index) =>
    weight > 0 && weight <= 100
      ? []
      : [invalid(`${path}[${index}].weight`, weight, `resource weight of ${name} not in valid range (0, 100]`)],
  );
}

function checkShape(shape: readonly ShapePoint[], path: string): readonly FieldError[] {
  if (shape.length === 0) return [required(path, 'at least one point must be specified')];
  const unsorted = shape.findIndex((point, index) => index > 0 && (shape[index - 1]?.utilization ?? 0) >= point.utilization);
  return [
    ...(unsorted < 0
      ? []
      : [invalid(`${path}[${unsorted}].utilization`, shape[unsorted]?.utilization, 'values must be sorted in increasing order')]),
    ...shape.flatMap(({ utilization, score }, index) => [
      ...within(`${path}[${index}].utilization`, utilization, 0, 100),
      ...within(`${path}[${index}].score`, score, 0, 10),
    ]),
  ];
}

function within(path: string, value: number, least: number, most: number): readonly FieldError[] {
  return value >= least && value <= most ? [] : [invalid(path, value, `not in valid range [${least}, ${most}]`)];
}

function groupErrors(group: string, path: string): readonly FieldError[] {
  const slash = group.includes('/') ? [invalid(path, group, "resource group name can't contain '/'")] : [];
  return [...slash, ...nameErrors(group, path)];
}

function nameErrors(name: string, path: string): readonly FieldError[] {
  return labelKey(name).map((text) => invalid(path, name, text));
}

export interface BalancedAllocationArgs {
  readonly resources: readonly ResourceWeight[];
}

export function checkBalancedAllocation({ resources }: BalancedAllocationArgs, path = ''): readonly FieldError[] {
  return resources.flatMap(({ name, weight }, index) => {
    const at = `${child(path, 'resources')}[${index}]`;
    const isSecond = resources.slice(0, index).some((other) => other.name === name);
    return [...(isSecond ? [duplicate(`${at}.name`, name)] : []), ...(weight === 1 ? [] : [invalid(`${at}.weight`, weight, 'must be 1')])];
  });
}

export interface InterPodAffinityArgs {
  readonly hardPodAffinityWeight: number;
  readonly ignorePreferredTermsOfExistingPods: boolean;
}

export function checkInterPodAffinity({ hardPodAffinityWeight }: InterPodAffinityArgs, path = ''): readonly FieldError[] {
  return within(child(path, 'hardPodAffinityWeight'), hardPodAffinityWeight, 0, 100);
}

export interface DefaultPreemptionArgs {
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

export function checkDefaultPreemption(args: DefaultPreemptionArgs, path = ''): readonly FieldError[] {
  const { minCandidateNodesPercentage: percentage, minCandidateNodesAbsolute: absolute } = args;
  const percentagePath = child(path, 'minCandidateNodesPercentage');
  const absolutePath = child(path, 'minCandidateNodesAbsolute');
  const findings = [
    ...within(percentagePath, percentage, 0, 100),
    ...(absolute < 0 ? [invalid(absolutePath, absolute, 'not in valid range [0, inf)')] : []),
  ];
  if (percentage !== 0 || absolute !== 0) return findings;
  return [
    ...findings,
    invalid(percentagePath, percentage, 'cannot be zero at the same time as minCandidateNodesAbsolute'),
    invalid(absolutePath, absolute, 'cannot be zero at the same time as minCandidateNodesPercentage'),
  ];
}

export interface VolumeBindingArgs {
  readonly bindTimeoutSeconds: number;
  /** Only with the gate StorageCapacityScoring, which is off. */
  readonly shape?: JsonValue;
}

export function checkVolumeBinding({ bindTimeoutSeconds, shape }: VolumeBindingArgs, path = ''): readonly FieldError[] {
  const unexpected = 'unexpected field `shape`, remove it or turn on the feature gate StorageCapacityScoring';
  return [
    ...(bindTimeoutSeconds < 0
      ? [invalid(child(path, 'bindTimeoutSeconds'), bindTimeoutSeconds, 'invalid BindTimeoutSeconds, should not be a negative value')]
      : []),
    ...(shape === undefined ? [] : [invalid(child(path, 'shape'), shape, unexpected)]),
  ];
}

export interface PodTopologySpreadArgs {
  readonly defaultConstraints: readonly TopologySpreadConstraint[];
  readonly defaultingType: 'System' | 'List';
}

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'] as const;

export function checkPodTopologySpread({ defaultConstraints, defaultingType }: PodTopologySpreadArgs, path = ''): readonly FieldError[] {
  return [
    ...checkDefaultingType(child(path, 'defaultingType'), defaultingType, defaultConstraints.length > 0),
    ...defaultConstraints.flatMap((constraint, index) => {
      const at = `${child(path, 'defaultConstraints')}[${index}]`;
      return [...checkConstraint(constraint, at), ...checkRepetition(defaultConstraints, index, at)];
    }),
  ];
}

function checkDefaultingType(path: string, type: string, hasConstraints: boolean): readonly FieldError[] {
  if (type !== 'System' && type !== 'List') return [notSupported(path, type, ['List', 'System'])];
  return type === 'System' && hasConstraints ? [invalid(path, type, 'when .defaultConstraints are not empty')] : [];
}

function checkConstraint(constraint: TopologySpreadConstraint, path: string): readonly FieldError[] {
  const { maxSkew, topologyKey, whenUnsatisfiable: action, labelSelector } = constraint;
  return [
    ...(maxSkew > 0 ? [] : [invalid(`${path}.maxSkew`, maxSkew, 'not in valid range (0, inf)')]),
    ...(topologyKey === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : nameErrors(topologyKey, `${path}.topologyKey`)),
    ...checkAction(`${path}.whenUnsatisfiable`, action),
    ...(labelSelector === undefined
      ? []
      : [forbidden(`${path}.labelSelector`, 'constraint must not define a selector, as they deduced for each pod')]),
  ];
}

function checkAction(path: string, action: (typeof ACTIONS)[number] | undefined): readonly FieldError[] {
  if (!action) return [required(path, 'can not be empty')];
  return ACTIONS.includes(action) ? [] : [notSupported(path, action, ACTIONS)];
}

function checkRepetition(constraints: readonly TopologySpreadConstraint[], index: number, path: string): readonly FieldError[] {
  const { topologyKey, whenUnsatisfiable } = constraints[index] ?? {};
  const isSame = (other: TopologySpreadConstraint) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable;
  return constraints.slice(0, index).some(isSame) ? [duplicate(path, `{${topologyKey}, ${whenUnsatisfiable}}`)] : [];
}
