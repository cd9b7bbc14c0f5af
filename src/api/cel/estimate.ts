/**
 * The most that an expression may cost, judged by how large values can get (cel-go's checker/cost.go, apiserver's
 * cel/library/cost.go). The API server refuses rules by it, so the numbers are those of the real one.
 */
import type { Call, Comprehension, Expression } from './ast.ts';
import { type Estimate, FUNCTIONS } from './call-costs.ts';
import type { Checked } from './checker.ts';
import type { Overload } from './functions.ts';
import { ACCUMULATOR } from './macros.ts';
import type { Shape } from './shapes.ts';
import {
  type Estimator,
  type Local,
  type Range,
  LIST_COST,
  MAP_COST,
  MOST,
  ONE,
  STRUCT_COST,
  ZERO,
  add,
  computedSize,
  entrySize,
  fixed,
  joined,
  local,
  pathOf,
  setEntries,
  sizeOf,
  sum,
  times,
  typeOf,
  union,
} from './sizes.ts';

/** `root` is what `self` and `oldSelf` are. */
export function estimateCost(checked: Checked, root: Shape): Range {
  return costOf({ checked, root, paths: new Map(), sizes: new Map(), entries: new Map(), locals: new Map() }, checked.expression);
}

function costOf(estimator: Estimator, node: Expression): Range {
  switch (node.kind) {
    case 'literal':
      return ZERO;
    case 'ident':
      estimator.paths.set(node, local(estimator, node)?.path ?? [node.name]);
      return ONE;
    case 'select':
      return costOfSelect(estimator, node);
    case 'call':
      return costOfCall(estimator, node);
    case 'list': {
      const costs = node.items.map((item) => costOf(estimator, item));
      setEntries(estimator, node, { isList: true, key: ONE, value: unionOf(estimator, node.items) });
      return add(sum(costs), fixed(LIST_COST));
    }
    case 'map': {
      const costs = node.entries.flatMap(({ key, value }) => [costOf(estimator, key), costOf(estimator, value)]);
      const keys = unionOf(
        estimator,
        node.entries.map(({ key }) => key),
      );
      const values = unionOf(
        estimator,
        node.entries.map(({ value }) => value),
      );
      setEntries(estimator, node, { isList: false, key: keys, value: values });
      return add(sum(costs), fixed(MAP_COST));
    }
    case 'struct':
      return add(sum(node.entries.map(({ value }) => costOf(estimator, value))), fixed(STRUCT_COST));
    case 'comprehension':
      return isBinding(node) ? costOfBinding(estimator, node) : costOfComprehension(estimator, node);
  }
}

function unionOf(estimator: Estimator, nodes: readonly Expression[]): Range {
  return nodes.map((node) => sizeOf(estimator, node)).reduce(union, { min: nodes.length === 0 ? 0 : MOST, max: 0 });
}

function costOfSelect(estimator: Estimator, node: Extract<Expression, { kind: 'select' }>): Range {
  const name = estimator.checked.names.get(node);
  if (name !== undefined) {
    estimator.paths.set(node, [name]);
    return ONE;
  }
  const operand = costOf(estimator, node.operand);
  if (node.test) return operand;
  estimator.paths.set(node, [...pathOf(estimator, node.operand), node.field]);
  const { kind } = typeOf(estimator, node.operand);
  return kind === 'map' || kind === 'object' || kind === 'param' ? add(operand, ONE) : operand;
}

/** `cel.bind` and what is built on it. */
function isBinding({ range, condition, accumulator }: Comprehension): boolean {
  const never = condition.kind === 'literal' && condition.value === false;
  return range.kind === 'list' && range.items.length === 0 && never && accumulator !== ACCUMULATOR;
}

function within<T>(estimator: Estimator, name: string, variable: Local, run: () => T): T {
  const stack = estimator.locals.get(name) ?? [];
  estimator.locals.set(name, [...stack, variable]);
  const result = run();
  estimator.locals.set(name, stack);
  return result;
}

function boundTo(estimator: Estimator, node: Expression): Local {
  return { path: pathOf(estimator, node), size: computedSize(estimator, node), entry: entrySize(estimator, node) };
}

function costOfBinding(estimator: Estimator, node: Comprehension): Range {
  const before = add(costOf(estimator, node.range), costOf(estimator, node.initial));
  const result = within(estimator, node.accumulator, boundTo(estimator, node.initial), () => {
    const cost = costOf(estimator, node.result);
    copySizes(estimator, node, node.result);
    return cost;
  });
  return add(before, result);
}

function copySizes(estimator: Estimator, to: Expression, from: Expression): void {
  const size = computedSize(estimator, from);
  if (size !== undefined) estimator.sizes.set(to, size);
  setEntries(estimator, to, entrySize(estimator, from));
}

function costOfComprehension(estimator: Estimator, node: Comprehension): Range {
  const before = add(costOf(estimator, node.range), costOf(estimator, node.initial));
  const [loop, result] = within(estimator, node.accumulator, boundTo(estimator, node.initial), () => {
    const each = withVariables(estimator, node, () => add(costOf(estimator, node.step), costOf(estimator, node.condition)));
    return [each, costOf(estimator, node.result)] as const;
  });
  const count = sizeOf(estimator, node.range);
  if (node.initial.kind === 'literal') copySizes(estimator, node, node.initial);
  else if (node.initial.kind === 'list' || node.initial.kind === 'map') {
    estimator.sizes.set(node, count);
    setEntries(estimator, node, estimator.entries.get(node.step));
  }
  return add(add(before, result), times(count, loop));
}

function withVariables<T>(estimator: Estimator, { range, variable, variable2 }: Comprehension, run: () => T): T {
  const entry = entrySize(estimator, range);
  const path = pathOf(estimator, range);
  const isList = entry?.isList ?? typeOf(estimator, range).kind === 'list';
  const key: Local = { path: [...path, isList ? '@indices' : '@keys'], size: entry?.key };
  const value: Local = { path: [...path, isList ? '@items' : '@values'], size: entry?.value };
  if (variable2 === undefined) return within(estimator, variable, isList ? value : key, run);
  return within(estimator, variable, key, () => within(estimator, variable2, value, run));
}

function costOfCall(estimator: Estimator, node: Call): Range {
  if (node.name === 'dyn' && node.args[0] !== undefined) {
    const cost = costOf(estimator, node.args[0]);
    copySizes(estimator, node, node.args[0]);
    return add(ONE, cost);
  }
  const costs = node.args.map((arg) => costOf(estimator, arg));
  const isMember = node.target !== undefined && !estimator.checked.names.has(node);
  const target = isMember && node.target !== undefined ? costOf(estimator, node.target) : ZERO;
  const overloads = estimator.checked.overloads.get(node) ?? [];
  if (overloads.length === 0) return node.name === '_?._' ? add(ONE, sum(costs)) : ZERO;
  const estimates = overloads.map((overload) => callEstimate(estimator, node, overload, costs));
  const own = estimates.map(({ cost }) => cost).reduce(union, { min: MOST, max: 0 });
  const sizes = estimates.flatMap(({ size }) => size ?? []);
  setResult(estimator, node, sizes.length === 0 ? undefined : sizes.reduce(union));
  return add(target, own);
}

function setResult(estimator: Estimator, node: Call, size: Range | undefined): void {
  const [container] = node.args;
  let result = size;
  if (node.name === '_[_]' && container !== undefined) {
    const isList = typeOf(estimator, container).kind !== 'map';
    result = entrySize(estimator, container)?.value;
    estimator.paths.set(node, [...pathOf(estimator, container), isList ? '@items' : '@values']);
  }
  result ??= computedSize(estimator, node);
  if (result !== undefined) estimator.sizes.set(node, result);
}

function callEstimate(estimator: Estimator, node: Call, overload: Overload, costs: readonly Range[]): Estimate {
  switch (node.name) {
    case '_&&_':
    case '_||_': {
      const [left = ZERO, right = ZERO] = costs;
      return { cost: { min: left.min, max: add(left, right).max } };
    }
    case '_?_:_': {
      const [condition = ZERO, yes = ZERO, no = ZERO] = costs;
      const [, first, second] = node.args;
      setEntries(estimator, node, first && second && joined(entrySize(estimator, first), entrySize(estimator, second)));
      return { cost: add(condition, union(yes, no)), size: union(sizeOf(estimator, first), sizeOf(estimator, second)) };
    }
    default: {
      const name = estimator.checked.names.get(node) ?? node.name;
      const estimate = FUNCTIONS[name]?.(estimator, node, overload) ?? { cost: ONE };
      return { ...estimate, cost: add(estimate.cost, sum(costs)) };
    }
  }
}
