/** Macros: calls that the parser replaces (cel-go's parser/macro.go, ext/comprehensions.go, ext/bindings.go, ext/lists.go). */
import type { Call, Comprehension, Expression, Ident, ListLiteral, Literal, MapLiteral } from './ast.ts';
import type { Issue } from './source.ts';
import type { Value } from './values.ts';

export const ACCUMULATOR = '@result';

interface MacroCall {
  readonly at: number;
  readonly target?: Expression;
  readonly args: readonly Expression[];
}

/** The expression that the call stands for, an issue, or undefined when the call is none of a macro's. */
type Expand = (call: MacroCall) => Expression | Issue | undefined;

/** By name, number of arguments and whether it is called on something. */
const MACROS: ReadonlyMap<string, Expand> = new Map<string, Expand>([
  ['has/1', expandHas],
  ['.all/2', over(1, quantifier('_&&_', true))],
  ['.all/3', over(2, quantifier('_&&_', true))],
  ['.exists/2', over(1, quantifier('_||_', false))],
  ['.exists/3', over(2, quantifier('_||_', false))],
  ['.exists_one/2', over(1, existsOne)],
  ['.existsOne/2', over(1, existsOne)],
  ['.exists_one/3', over(2, existsOne)],
  ['.existsOne/3', over(2, existsOne)],
  ['.map/2', over(1, collect)],
  ['.map/3', over(1, collect)],
  ['.filter/2', over(1, (call, names) => collect({ ...call, args: [...call.args, variable(call, names)] }, names))],
  ['.transformList/3', over(2, collect)],
  ['.transformList/4', over(2, collect)],
  ['.transformMap/3', over(2, insert)],
  ['.transformMap/4', over(2, insert)],
  ['.transformMapEntry/3', over(2, insertEntry)],
  ['.transformMapEntry/4', over(2, insertEntry)],
  ['.bind/3', expandBind],
  ['.optMap/2', (call) => expandOptional(call, true)],
  ['.optFlatMap/2', (call) => expandOptional(call, false)],
  ['.sortBy/2', expandSortBy],
]);

export function expandMacro(name: string, call: MacroCall): Expression | Issue | undefined {
  return MACROS.get(`${call.target === undefined ? '' : '.'}${name}/${call.args.length}`)?.(call);
}

const literal = (at: number, value: Value): Literal => ({ kind: 'literal', at, value });
const ident = (at: number, name: string): Ident => ({ kind: 'ident', at, name });
const call = (at: number, name: string, ...args: Expression[]): Call => ({ kind: 'call', at, name, args });
const list = (at: number, ...items: Expression[]): ListLiteral => ({ kind: 'list', at, items, optional: new Set() });
const emptyMap = (at: number): MapLiteral => ({ kind: 'map', at, entries: [] });
const accumulated = (at: number): Ident => ident(at, ACCUMULATOR);

function expandHas({ at, args: [argument] }: MacroCall): Expression | Issue {
  if (argument?.kind !== 'select' || argument.test) return { at: argument?.at ?? at, text: 'invalid argument to has() macro' };
  return { ...argument, at, test: true };
}

type Fold = Pick<Comprehension, 'initial' | 'condition' | 'step'> & { readonly result?: Expression };
/** `args` are those behind the variables. */
type Folding = (call: { readonly at: number; readonly args: readonly Expression[] }, names: readonly string[]) => Fold;

/** A macro whose first `count` arguments name variables. */
function over(count: 1 | 2, folding: Folding): Expand {
  return ({ at, target, args }) => {
    if (target === undefined) return undefined;
    const names = namesOf(args.slice(0, count));
    if ('text' in names) return names;
    const { result = accumulated(at), ...fold } = folding({ at, args: args.slice(count) }, names);
    const [first = '', second] = names;
    const variables = { variable: first, ...(second === undefined ? {} : { variable2: second }) };
    return { kind: 'comprehension', at, range: target, ...variables, accumulator: ACCUMULATOR, ...fold, result };
  };
}

function namesOf(args: readonly Expression[]): readonly string[] | Issue {
  const names: string[] = [];
  for (const arg of args) {
    if (arg.kind !== 'ident') return { at: arg.at, text: 'argument must be a simple name' };
    if (names.includes(arg.name)) return { at: arg.at, text: `duplicate variable name: ${arg.name}` };
    if (arg.name === ACCUMULATOR || arg.name === '__result__') {
      return { at: arg.at, text: 'iteration variable overwrites accumulator variable' };
    }
    names.push(arg.name);
  }
  return names;
}

function variable({ at }: { readonly at: number }, names: readonly string[]): Ident {
  return ident(at, names[0] ?? '');
}

function quantifier(operator: '_&&_' | '_||_', initial: boolean): Folding {
  return ({ at, args: [predicate = literal(at, null)] }) => ({
    initial: literal(at, initial),
    condition: call(at, '@not_strictly_false', initial ? accumulated(at) : call(at, '!_', accumulated(at))),
    step: call(at, operator, accumulated(at), predicate),
  });
}

function existsOne({ at, args: [predicate = literal(at, null)] }: { readonly at: number; readonly args: readonly Expression[] }): Fold {
  return {
    initial: literal(at, 0n),
    condition: literal(at, true),
    step: call(at, '_?_:_', predicate, call(at, '_+_', accumulated(at), literal(at, 1n)), accumulated(at)),
    result: call(at, '_==_', accumulated(at), literal(at, 1n)),
  };
}

/** Arguments: a transformation, or a filter and a transformation. */
function folded(at: number, args: readonly Expression[], initial: Expression, step: (value: Expression) => Expression): Fold {
  const [first = literal(at, null), second] = args;
  const next = step(second ?? first);
  return {
    initial,
    condition: literal(at, true),
    step: second === undefined ? next : call(at, '_?_:_', first, next, accumulated(at)),
  };
}

function collect({ at, args }: { readonly at: number; readonly args: readonly Expression[] }, _names: readonly string[]): Fold {
  return folded(at, args, list(at), (value) => call(at, '_+_', accumulated(at), list(at, value)));
}

function insert({ at, args }: { readonly at: number; readonly args: readonly Expression[] }, names: readonly string[]): Fold {
  return folded(at, args, emptyMap(at), (value) => call(at, 'cel.@mapInsert', accumulated(at), ident(at, names[0] ?? ''), value));
}

function insertEntry({ at, args }: { readonly at: number; readonly args: readonly Expression[] }, _names: readonly string[]): Fold {
  return folded(at, args, emptyMap(at), (entry) => call(at, 'cel.@mapInsert', accumulated(at), entry));
}

const NOTHING = '#unused';

/** `result` with `name` standing for `value`: a fold over nothing. */
function binding(at: number, name: string, value: Expression, result: Expression): Comprehension {
  const variables = { range: list(at), variable: NOTHING, accumulator: name };
  return { kind: 'comprehension', at, ...variables, initial: value, condition: literal(at, false), step: ident(at, name), result };
}

function expandBind({ at, target, args: [name, value, result] }: MacroCall): Expression | Issue | undefined {
  if (target?.kind !== 'ident' || target.name !== 'cel' || value === undefined || result === undefined) return undefined;
  if (name?.kind !== 'ident') return { at: name?.at ?? at, text: 'cel.bind() variable names must be simple identifiers' };
  return binding(at, name.name, value, result);
}

function expandOptional({ at, target, args: [name, body] }: MacroCall, wrap: boolean): Expression | Issue | undefined {
  if (target === undefined || body === undefined) return undefined;
  const macro = wrap ? 'optMap' : 'optFlatMap';
  if (name?.kind !== 'ident') return { at: name?.at ?? at, text: `${macro}() variable name must be a simple identifier` };
  const inner = binding(at, name.name, { ...call(at, 'value'), target }, body);
  const present = wrap ? call(at, 'optional.of', inner) : inner;
  return call(at, '_?_:_', { ...call(at, 'hasValue'), target }, present, call(at, 'optional.none'));
}

const SORTED = '@__sortBy_input__';

function expandSortBy({ at, target, args: [name, key] }: MacroCall): Expression | Issue | undefined {
  if (target === undefined || key === undefined || name === undefined) return undefined;
  if (name.kind !== 'ident') return { at: name.at, text: 'argument must be a simple identifier' };
  const keys = over(1, collect)({ at, target: ident(at, SORTED), args: [name, key] });
  if (keys === undefined || 'text' in keys) return keys;
  return binding(at, SORTED, target, { ...call(at, '@sortByAssociatedKeys', keys), target: ident(at, SORTED) });
}
