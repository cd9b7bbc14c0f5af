/** What can be done about a spread that would become too uneven. */
import type { PodSpec, TopologySpreadConstraint } from '../../../../api/types.gen.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { type Trial, everyRejection, nodesOf, withPod } from '../trial.ts';
import { labelRemedy } from './labels.ts';
import { type Remedies, type Remedy, podRemedy } from './remedy.ts';

const MAX_SKEW = 200;

export function spread(trial: Trial, node: NodeInfo): Remedies {
  const constraints = trial.cycle.spec.topologySpreadConstraints ?? [];
  const hard = constraints.flatMap((constraint, index) =>
    constraint.whenUnsatisfiable === 'DoNotSchedule' ? [{ constraint, index }] : [],
  );
  const missing = hard.find(({ constraint }) => topologyValue(node, constraint.topologyKey) === undefined);
  if (missing !== undefined) return [...labelled(trial, node, missing.constraint.topologyKey), relaxed(trial, missing.index)];
  return hard.flatMap(({ index }) => [...skewed(trial, node, index), relaxed(trial, index)]);
}

/** A value that other nodes have. */
function labelled(trial: Trial, node: NodeInfo, key: string): Remedies {
  const values = new Set(nodesOf(trial).flatMap((other) => topologyValue(other, key) ?? []));
  return [...values].slice(0, 3).flatMap((value) => labelRemedy(node, key, value) ?? []);
}

/** The smallest skew with which the constraint lets the pod onto the node. */
function skewed(trial: Trial, node: NodeInfo, index: number): Remedies {
  const { spec, pod } = trial.cycle;
  const from = spec.topologySpreadConstraints?.[index]?.maxSkew ?? 1;
  const holds = (maxSkew: number): boolean => {
    const next = withPod(trial, { ...pod, spec: edited(spec, index, (constraint) => ({ ...constraint, maxSkew })) });
    const rejections = everyRejection(next, [node]).get(node) ?? [];
    return rejections.every(({ plugin }) => plugin !== 'PodTopologySpread');
  };
  if (!holds(MAX_SKEW)) return [];
  let low = from;
  let high = MAX_SKEW;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  const to = high;
  const change = {
    kind: 'raise-max-skew',
    what: keyOf(spec, index),
    from: String(from),
    to: String(to),
    field: fieldOf(index, 'maxSkew'),
  } as const;
  return [
    podRemedy(trial, 3 + (to - from) / 10, change, (before) => edited(before, index, (constraint) => ({ ...constraint, maxSkew: to }))),
  ];
}

function relaxed(trial: Trial, index: number): Remedy {
  const { spec } = trial.cycle;
  const change = {
    kind: 'drop-spread',
    what: keyOf(spec, index),
    from: 'DoNotSchedule',
    to: 'ScheduleAnyway',
    field: fieldOf(index, 'whenUnsatisfiable'),
  } as const;
  return podRemedy(trial, 4, change, (before) =>
    edited(before, index, ({ minDomains: _minDomains, ...constraint }) => ({ ...constraint, whenUnsatisfiable: 'ScheduleAnyway' })),
  );
}

function edited(spec: PodSpec, index: number, edit: (constraint: TopologySpreadConstraint) => TopologySpreadConstraint): PodSpec {
  const constraints = spec.topologySpreadConstraints ?? [];
  return { ...spec, topologySpreadConstraints: constraints.map((constraint, place) => (place === index ? edit(constraint) : constraint)) };
}

function keyOf(spec: PodSpec, index: number): string {
  return spec.topologySpreadConstraints?.[index]?.topologyKey ?? '';
}

function fieldOf(index: number, field: string): string {
  return `spec.topologySpreadConstraints[${index}].${field}`;
}
