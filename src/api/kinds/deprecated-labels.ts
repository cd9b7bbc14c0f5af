import type { LabelSelector, NodeSelectorTerm } from '../types.gen.ts';

/** Node labels that have been replaced, and what is said of them (`pkg/api/node/util.go`). */
const DEPRECATED: ReadonlyMap<string, string> = new Map([
  ['beta.kubernetes.io/arch', 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ['beta.kubernetes.io/os', 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ['failure-domain.beta.kubernetes.io/region', 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ['failure-domain.beta.kubernetes.io/zone', 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ['beta.kubernetes.io/instance-type', 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
  ['app.kubernetes.io/created-by', 'deprecated since v1.9'],
  ['scheduler.alpha.kubernetes.io/preferAvoidPods', 'deprecated since v1.22; use Taints and Tolerations instead'],
  ['node-role.kubernetes.io/master', 'use "node-role.kubernetes.io/control-plane" instead'],
]);

/** What is said of a key that has been replaced. */
export function deprecation(key: string): string | undefined {
  return DEPRECATED.get(key);
}

/** The warning about a key, if it is one of those. */
export function labelWarnings(key: string, path: string): readonly string[] {
  const text = deprecation(key);
  return text === undefined ? [] : [`${path}: ${text}`];
}

export function nodeTermWarnings(term: NodeSelectorTerm, path: string): readonly string[] {
  return expressionWarnings(term.matchExpressions ?? [], path);
}

export function nodeSelectorWarnings({ matchExpressions = [], matchLabels = {} }: LabelSelector, path: string): readonly string[] {
  return [
    ...expressionWarnings(matchExpressions, path),
    ...Object.keys(matchLabels)
      .sort()
      .flatMap((key) => labelWarnings(key, `${path}.matchLabels.${key}`)),
  ];
}

function expressionWarnings(expressions: readonly { readonly key: string }[], path: string): readonly string[] {
  return expressions.flatMap(({ key }, index) => {
    const text = DEPRECATED.get(key);
    return text === undefined ? [] : [`${path}.matchExpressions[${index}].key: ${key} is ${text}`];
  });
}
