import { type Labels, type Selector, selectorOf, selectorOfSet } from '../../../api/labels.ts';
import type { LabelSelector } from '../../../api/types.gen.ts';
import { ownValue } from '../../../base/own.ts';

const COMPILED = new WeakMap<LabelSelector, Selector>();
const COMPILED_SETS = new WeakMap<Labels, Selector>();

/** `selectorOf`, remembered per object: pods of one template are asked about with the same selector again and again. */
export function compiledSelector(selector: LabelSelector | undefined): Selector {
  if (selector === undefined) return selectorOf(undefined);
  let compiled = COMPILED.get(selector);
  if (compiled === undefined) COMPILED.set(selector, (compiled = selectorOf(selector)));
  return compiled;
}

export function compiledSet(labels: Labels): Selector {
  let compiled = COMPILED_SETS.get(labels);
  if (compiled === undefined) COMPILED_SETS.set(labels, (compiled = selectorOfSet(labels)));
  return compiled;
}

/** Narrows a selector by the pod's own values of some label keys (matchLabelKeys), or to other values (mismatchLabelKeys). */
export function withLabelKeys(
  selector: Selector,
  labels: Labels,
  matchKeys: readonly string[] | undefined,
  mismatchKeys?: readonly string[],
): Selector {
  if (selector.nothing || (matchKeys === undefined && mismatchKeys === undefined)) return selector;
  const requirements = [...selector.requirements];
  for (const key of matchKeys ?? []) pushValue(requirements, key, 'in', ownValue(labels, key));
  for (const key of mismatchKeys ?? []) pushValue(requirements, key, 'notin', ownValue(labels, key));
  return { requirements };
}

function pushValue(
  requirements: Selector['requirements'][number][],
  key: string,
  operator: 'in' | 'notin',
  value: string | undefined,
): void {
  if (value !== undefined) requirements.push({ key, operator, values: [value] });
}
