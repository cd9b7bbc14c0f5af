/** Literals and conversions of literals are computed with the expression and cost nothing later (cel-go's interpreter/decorators.go). */
import type { Expression } from './ast.ts';
import type { Checked } from './checker.ts';
import { accepts, noSuchOverloadText } from './functions.ts';
import { type Value, evaluationError, listOf, mapOf } from './values.ts';

const CONVERSIONS: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'duration',
  'dyn',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
]);

export type Constants = ReadonlyMap<Expression, Value>;

/** Throws an EvaluationError for a conversion that can't be made. */
export function constantsOf(checked: Checked): Constants {
  const constants = new Map<Expression, Value>();
  fold(checked, checked.expression, constants);
  return constants;
}

/** The value of the node when it has one; those of the nodes below are put into `constants`. */
function fold(checked: Checked, node: Expression, constants: Map<Expression, Value>): Value | undefined {
  const value = folded(checked, node, (inner) => fold(checked, inner, constants));
  if (value !== undefined && node.kind !== 'literal') constants.set(node, value);
  return value;
}

type Fold = (node: Expression) => Value | undefined;

function folded(checked: Checked, node: Expression, inner: Fold): Value | undefined {
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'ident':
      return undefined;
    case 'select':
      return void inner(node.operand);
    case 'call':
      return foldedCall(checked, node, inner);
    case 'list': {
      const items = node.items.map(inner);
      return node.optional.size === 0 && items.every(isConstant) ? listOf(items) : undefined;
    }
    case 'map': {
      const entries = node.entries.map(({ key, value, optional }) => [optional ? undefined : inner(key), inner(value)] as const);
      return entries.every(isConstantEntry) ? mapOf(entries) : undefined;
    }
    case 'struct':
      for (const { value } of node.entries) inner(value);
      return undefined;
    case 'comprehension':
      for (const part of [node.range, node.initial, node.condition, node.step, node.result]) inner(part);
      return undefined;
  }
}

function isConstant(value: Value | undefined): value is Value {
  return value !== undefined;
}

function isConstantEntry(entry: readonly [Value | undefined, Value | undefined]): entry is readonly [Value, Value] {
  return isConstant(entry[0]) && isConstant(entry[1]);
}

function foldedCall(checked: Checked, node: Extract<Expression, { kind: 'call' }>, inner: Fold): Value | undefined {
  if (node.target !== undefined) inner(node.target);
  const args = node.args.map(inner);
  if (node.target !== undefined || args.length !== 1 || !CONVERSIONS.has(node.name) || !args.every(isConstant)) return undefined;
  const overload = checked.overloads.get(node)?.find((each) => accepts(each, args));
  if (overload === undefined) throw evaluationError(noSuchOverloadText(node.name, args));
  return overload.call(args, { spend: () => undefined });
}
