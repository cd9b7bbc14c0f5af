/** What can be done about a node whose labels are not those that a pod asks for. */
import { matchesNodeAffinity } from '../../../../api/pod/node-affinity.ts';
import type { Node, NodeSelectorRequirement, PodSpec } from '../../../../api/types.gen.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { type Trial, withNode } from '../trial.ts';
import { both } from './nodes.ts';
import { type Remedies, type Remedy, nodeChange, podRemedy } from './remedy.ts';

/** What kubelets and clouds say of a node is not changed, only added. */
const OF_THE_MACHINE = /^(?:kubernetes\.io|node\.kubernetes\.io|beta\.kubernetes\.io|topology\.kubernetes\.io)\//;

export function nodeLabels(trial: Trial, node: NodeInfo): Remedies {
  const { spec } = trial.cycle;
  const selected = selectorLabels(spec, node);
  const terms = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const affinityHolds = matchesNodeAffinity({ ...spec, nodeSelector: {} }, node);
  const bySelector =
    Object.keys(selected).length === 0 ? [undefined] : [setLabels(node, selected), dropSelector(trial, Object.keys(selected))];
  const byTerm = affinityHolds
    ? [undefined]
    : [
        ...terms
          .map(({ matchExpressions, matchFields }) => ((matchFields ?? []).length > 0 ? undefined : meetTerm(node, matchExpressions ?? [])))
          .filter((way) => way !== undefined)
          .slice(0, 2),
        dropAffinity(trial),
      ];
  return bySelector.flatMap((one) => byTerm.flatMap((other) => together(one, other)));
}

function together(one: Remedy | undefined, other: Remedy | undefined): Remedies {
  if (one === undefined || other === undefined) return [one ?? other ?? []].flat();
  return [both(one, other)];
}

/** Labels that the pod's nodeSelector misses on the node. */
function selectorLabels({ nodeSelector = {} }: PodSpec, { labels }: NodeInfo): { readonly [key: string]: string } {
  return Object.fromEntries(Object.entries(nodeSelector).filter(([key, value]) => labels[key] !== value));
}

/** Undefined where a label of the machine itself would have to change. */
function setLabels({ name, labels }: NodeInfo, wanted: { readonly [key: string]: string | null }): Remedy | undefined {
  const entries = Object.entries(wanted);
  if (entries.length === 0 || entries.some(([key]) => OF_THE_MACHINE.test(key) && labels[key] !== undefined)) return undefined;
  const changes = entries.map(([key, value]) => {
    if (value === null)
      return nodeChange(name, { kind: 'unlabel-node', what: key, from: labels[key] ?? '', line: `kubectl label nodes ${name} ${key}-` });
    const from = labels[key] ?? '';
    const line = `kubectl label nodes ${name} ${key}=${value}${key in labels ? ' --overwrite' : ''}`;
    return nodeChange(name, { kind: 'label-node', what: key, to: value, from, line });
  });
  return { size: 2 * changes.length, changes, apply: (trial) => withNode(trial, name, (node) => relabelled(node, wanted)) };
}

export function labelRemedy(node: NodeInfo, key: string, value: string): Remedy | undefined {
  return setLabels(node, { [key]: value });
}

function relabelled(node: Node, wanted: { readonly [key: string]: string | null }): Node {
  const labels = { ...node.metadata.labels };
  for (const [key, value] of Object.entries(wanted)) {
    if (value === null) delete labels[key];
    else labels[key] = value;
  }
  return { ...node, metadata: { ...node.metadata, labels } };
}

function meetTerm(node: NodeInfo, requirements: readonly NodeSelectorRequirement[]): Remedy | undefined {
  const wanted: { [key: string]: string | null } = {};
  for (const requirement of requirements) {
    const spec = {
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [requirement] }] } },
      },
    };
    if (matchesNodeAffinity({ containers: [], ...spec }, node)) continue;
    const value = valueFor(requirement);
    if (value === undefined) return undefined;
    wanted[requirement.key] = value;
  }
  return setLabels(node, wanted);
}

/** A value that meets the requirement; null where the label has to go. */
function valueFor({ operator, values = [] }: NodeSelectorRequirement): string | null | undefined {
  const [first] = values;
  switch (operator) {
    case 'In':
      return first;
    case 'Exists':
      return '';
    case 'NotIn':
    case 'DoesNotExist':
      return null;
    case 'Gt':
      return String(Number(first) + 1);
    case 'Lt':
      return String(Number(first) - 1);
    default:
      return operator satisfies never;
  }
}

function dropSelector(trial: Trial, keys: readonly string[]): Remedy {
  const gone = new Set(keys);
  const { nodeSelector = {} } = trial.cycle.spec;
  const what = keys.map((key) => `${key}=${nodeSelector[key] ?? ''}`).join(', ');
  return podRemedy(trial, 3 + keys.length, { kind: 'drop-node-selector', what, field: 'spec.nodeSelector' }, (spec) => ({
    ...spec,
    nodeSelector: Object.fromEntries(Object.entries(spec.nodeSelector ?? {}).filter(([key]) => !gone.has(key))),
  }));
}

function dropAffinity(trial: Trial): Remedy {
  const field = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution';
  return podRemedy(trial, 5, { kind: 'drop-node-affinity', field }, (spec) => {
    const { requiredDuringSchedulingIgnoredDuringExecution: _required, ...nodeAffinity } = spec.affinity?.nodeAffinity ?? {};
    return { ...spec, affinity: { ...spec.affinity, nodeAffinity } };
  });
}
