import { type Labels, matchesSelector } from '../../../../api/labels.ts';
import type { Node, Pod, TopologySpreadConstraint } from '../../../../api/types.gen.ts';
import type { QueueingHints } from '../../framework/events.ts';
import { labelsOf } from '../../framework/plugin.ts';
import { type DefaultConstraints, constraintsFor, selectorOfConstraint } from './constraints.ts';

export function spreadHints(defaults: DefaultConstraints): QueueingHints {
  const constraintsOf = (pod: Pod) => hardConstraints(pod, defaults);
  return {
    AssignedPodAdd: (event, pod) => constraintsOf(pod).some((constraint) => counts(constraint, pod, event.pod)),
    AssignedPodDelete: (event, pod) => constraintsOf(pod).some((constraint) => counts(constraint, pod, event.pod)),
    AssignedPodUpdateLabel: ({ pod: other, previous }, pod) =>
      constraintsOf(pod).some((constraint) => counts(constraint, pod, other) !== counts(constraint, pod, previous)),
    UpdatePodLabel: ({ pod: now, previous }) =>
      constraintsOf(now).some((constraint) => counts(constraint, now, now) !== counts(constraint, now, previous)),
    UpdatePodToleration: ({ pod }) => constraintsOf(pod).some(({ nodeTaintsPolicy }) => nodeTaintsPolicy === 'Honor'),
    NodeAdd: ({ node }, pod) => hasKeys(node, constraintsOf(pod)),
    NodeDelete: ({ node }, pod) => hasKeys(node, constraintsOf(pod)),
    UpdateNodeLabel: ({ node, previous }, pod) => domainText(node, constraintsOf(pod)) !== domainText(previous, constraintsOf(pod)),
    UpdateNodeTaint: ({ node }, pod) => hasKeys(node, constraintsOf(pod)),
  };
}

function hardConstraints(pod: Pod, defaults: DefaultConstraints): readonly TopologySpreadConstraint[] {
  const { topologySpreadConstraints: own = [] } = pod.spec ?? {};
  if (own.length === 0) return constraintsFor(defaults, 'DoNotSchedule');
  return own.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
}

/** Whether a constraint of the pod counts the other one. Whom a default constraint counts a hint can't know: better one look too many. */
function counts(constraint: TopologySpreadConstraint, pod: Pod, other: Pod): boolean {
  if (other.metadata.namespace !== pod.metadata.namespace) return false;
  const labels: Labels = pod.metadata.labels ?? {};
  return constraint.labelSelector === undefined || matchesSelector(selectorOfConstraint(constraint, labels), other.metadata.labels);
}

function hasKeys(node: Node, constraints: readonly TopologySpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => labelsOf(node)[topologyKey] !== undefined);
}

/** The node's domains; '' when it is in none for want of a key. */
function domainText(node: Node, constraints: readonly TopologySpreadConstraint[]): string {
  return hasKeys(node, constraints) ? JSON.stringify(constraints.map(({ topologyKey }) => labelsOf(node)[topologyKey])) : '';
}
