/** Checks of literals once the types are right (cel-go's cel/validator.go): durations, timestamps, patterns, mixed lists and maps. */
import { type Call, type Expression, nodesOf } from './ast.ts';
import type { Checked } from './checker.ts';
import { isEpochSecond, parseGoDuration, parseTimestamp } from './library/time.ts';
import { parseRegex } from './regex.ts';
import type { Issue } from './source.ts';
import { type CelType, isOptionalType, isSameType, typeText } from './types.ts';
import type { Value } from './values.ts';

export function literalIssues(checked: Checked): readonly Issue[] {
  const issues: Issue[] = [];
  const exempt = formatArguments(checked.expression);
  for (const node of nodesOf(checked.expression)) {
    if (node.kind === 'call') issues.push(...callIssues(node));
    if (exempt.has(node)) continue;
    if (node.kind === 'list')
      issues.push(
        ...mixedIssues(
          checked,
          node.items.map((item, index) => [item, node.optional.has(index)]),
        ),
      );
    if (node.kind !== 'map') continue;
    issues.push(
      ...mixedIssues(
        checked,
        node.entries.map(({ key }) => [key, false]),
      ),
    );
    issues.push(
      ...mixedIssues(
        checked,
        node.entries.map(({ value, optional }) => [value, optional]),
      ),
    );
  }
  return issues;
}

/** What is given to `format` may be of any types, at any depth. */
function formatArguments(root: Expression): ReadonlySet<Expression> {
  const exempt = new Set<Expression>();
  for (const node of nodesOf(root)) {
    if (node.kind !== 'call' || node.name !== 'format') continue;
    for (const arg of node.args) for (const inner of nodesOf(arg)) exempt.add(inner);
  }
  return exempt;
}

/** What is wrong with a literal pattern of `find` or `findAll`, which are compiled with the expression. */
export function brokenPattern(root: Expression): string | undefined {
  for (const node of nodesOf(root)) {
    if (node.kind !== 'call' || node.target === undefined || (node.name !== 'find' && node.name !== 'findAll')) continue;
    const [pattern] = node.args;
    const regex = pattern?.kind === 'literal' && typeof pattern.value === 'string' ? parseRegex(pattern.value) : undefined;
    if (typeof regex === 'string') return regex;
  }
  return undefined;
}

function callIssues({ name, args: [first] }: Call): readonly Issue[] {
  switch (name) {
    case 'duration':
      return literalIssue(first, (value) => typeof value !== 'string' || parseGoDuration(value) !== undefined, name);
    case 'timestamp':
      return literalIssue(first, (value) => (typeof value === 'string' ? parseTimestamp(value) !== undefined : isEpochSecond(value)), name);
    case 'matches':
      return literalIssue(first, (value) => typeof value !== 'string' || typeof parseRegex(value) !== 'string', name);
    default:
      return [];
  }
}

function literalIssue(node: Expression | undefined, isValid: (value: Value) => boolean, what: string): readonly Issue[] {
  if (node?.kind !== 'literal' || isValid(node.value)) return [];
  return [{ at: node.at, text: `invalid ${what} argument` }];
}

/** Items whose types agree only because one of them is dynamic. */
function mixedIssues({ types }: Checked, items: readonly (readonly [Expression, boolean])[]): readonly Issue[] {
  let first: CelType | undefined;
  for (const [item, optional] of items) {
    const own = types.get(item);
    const type = optional && own !== undefined && isOptionalType(own) ? own.params[0] : own;
    if (type === undefined || first === undefined) first = type;
    else if (!isSameType(first, type) && !isLoose(first, type)) {
      return [{ at: item.at, text: `expected type '${typeText(first)}' but found '${typeText(type)}'` }];
    }
  }
  return [];
}

/** Nested empty literals have no type of their own. */
function isLoose(a: CelType, b: CelType): boolean {
  if (a.kind === 'dyn' || b.kind === 'dyn') return a.kind === 'dyn' && b.kind === 'dyn';
  return (
    a.kind === b.kind &&
    a.params.length > 0 &&
    a.params.every((param, index) => {
      const other = b.params[index];
      return other !== undefined && (isSameType(param, other) || isLoose(param, other) || param.kind === 'dyn' || other.kind === 'dyn');
    })
  );
}
