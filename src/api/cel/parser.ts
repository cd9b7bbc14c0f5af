/**
 * CEL's grammar by recursive descent (cel-go's parser/gen/CEL.g4). Texts of syntax errors are those of ANTLR's default strategy:
 * a superfluous token is skipped, a missing one assumed, and anything else ends the parse.
 */
import { utf8Bytes } from '../../base/base64.ts';
import type { Entry, Expression } from './ast.ts';
import { type Token, type TokenKind, expectedText, tokenize, unquote } from './lexer.ts';
import { expandMacro } from './macros.ts';
import type { Issue } from './source.ts';
import { type Value, uintOf, codePoints } from './values.ts';

const MAX_DEPTH = 250;
const MAX_CODE_POINTS = 100_000;
const MAX_SYNTAX_ERRORS = 100;

export function parse(source: string): { readonly expression?: Expression; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const size = codePoints(source);
  if (size > MAX_CODE_POINTS) {
    return { issues: [{ at: -1, text: `expression code point size exceeds limit: size: ${size}, limit ${MAX_CODE_POINTS}` }] };
  }
  const parser: Parser = { tokens: tokenize(source, issues), position: 0, issues, follow: [['<EOF>']], depth: 0 };
  try {
    const expression = parseExpression(parser);
    expect(parser, '<EOF>');
    return issues.length === 0 ? { expression, issues } : { issues: issues.slice(0, MAX_SYNTAX_ERRORS) };
  } catch (error) {
    if (error !== STOP) throw error;
    return { issues: issues.slice(0, MAX_SYNTAX_ERRORS) };
  }
}

interface Parser {
  readonly tokens: readonly Token[];
  position: number;
  readonly issues: Issue[];
  /** What may come behind the expressions that are being parsed, innermost last. */
  readonly follow: (readonly TokenKind[])[];
  depth: number;
}

const STOP = new Error('syntax error');
const EOF: Token = { kind: '<EOF>', text: '<EOF>', at: 0 };

const STARTS: readonly TokenKind[] = [
  ...(['[', '{', '(', '.', '-', '!', 'true', 'false', 'null'] as const),
  ...(['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'] as const),
];
const RELATIONS: readonly TokenKind[] = ['<', '<=', '>=', '>', '==', '!=', 'in'];
const OPERATORS: readonly TokenKind[] = [...RELATIONS, '&&', '||', '?', '+', '-', '*', '/', '%', '.', '['];

function peek(parser: Parser, ahead = 0): Token {
  return parser.tokens[Math.min(parser.position + ahead, parser.tokens.length - 1)] ?? EOF;
}

function next(parser: Parser): Token {
  const token = peek(parser);
  parser.position += 1;
  return token;
}

function accept(parser: Parser, kind: TokenKind): Token | undefined {
  return peek(parser).kind === kind ? next(parser) : undefined;
}

function report(parser: Parser, at: number, text: string): void {
  parser.issues.push({ at, text });
}

function fail(parser: Parser, at: number, text: string): never {
  report(parser, at, text);
  throw STOP;
}

/** ANTLR's sync: one token too many is skipped, else the parse ends here. */
function sync(parser: Parser, expected: readonly TokenKind[]): void {
  const token = peek(parser);
  if (expected.includes(token.kind)) return;
  const superfluous = token.kind !== '<EOF>' && expected.includes(peek(parser, 1).kind);
  const text = `${superfluous ? 'extraneous' : 'mismatched'} input '${token.text}' expecting ${expectedText(expected)}`;
  if (!superfluous) fail(parser, token.at, `Syntax error: ${text}`);
  report(parser, token.at, `Syntax error: ${text}`);
  next(parser);
}

/** ANTLR's match, which also makes up a missing token when what stands there may follow it. */
function expect(parser: Parser, kind: TokenKind): Token {
  const token = peek(parser);
  if (token.kind !== kind && peek(parser, 1).kind !== kind && mayFollow(parser, kind, token.kind)) {
    report(parser, token.at, `Syntax error: missing '${kind}' at '${token.text}'`);
    return { kind, text: kind, at: token.at };
  }
  sync(parser, [kind]);
  return next(parser);
}

function mayFollow(parser: Parser, kind: TokenKind, found: TokenKind): boolean {
  if (kind === ':' || kind === ',') return STARTS.includes(found);
  if (kind === '<EOF>') return false;
  return OPERATORS.includes(found) || (parser.follow.at(-1) ?? []).includes(found);
}

function within<T>(parser: Parser, follow: readonly TokenKind[], parseInner: () => T): T {
  parser.follow.push(follow);
  const result = parseInner();
  parser.follow.pop();
  return result;
}

function parseExpression(parser: Parser): Expression {
  parser.depth += 1;
  if (parser.depth > MAX_DEPTH) fail(parser, -1, `expression recursion limit exceeded: ${MAX_DEPTH}`);
  const condition = parseLogic(parser, '||');
  const question = accept(parser, '?');
  const result = question === undefined ? condition : parseConditional(parser, condition, question.at);
  parser.depth -= 1;
  return result;
}

function parseConditional(parser: Parser, condition: Expression, at: number): Expression {
  const yes = within(parser, [':'], () => parseLogic(parser, '||'));
  expect(parser, ':');
  return { kind: 'call', at, name: '_?_:_', args: [condition, yes, parseExpression(parser)] };
}

function parseLogic(parser: Parser, operator: '||' | '&&'): Expression {
  const operand = (): Expression => (operator === '||' ? parseLogic(parser, '&&') : parseRelation(parser));
  let left = operand();
  for (let token = accept(parser, operator); token !== undefined; token = accept(parser, operator)) {
    left = { kind: 'call', at: token.at, name: `_${operator}_`, args: [left, operand()] };
  }
  return left;
}

function parseRelation(parser: Parser): Expression {
  return parseChain(parser, RELATIONS, () =>
    parseChain(parser, ['+', '-'], () => parseChain(parser, ['*', '/', '%'], () => parseUnary(parser))),
  );
}

function parseChain(parser: Parser, operators: readonly TokenKind[], parseOperand: () => Expression): Expression {
  let left = parseOperand();
  for (let length = 1; operators.includes(peek(parser).kind); length += 1) {
    if (length > MAX_DEPTH) fail(parser, -1, `expression recursion limit exceeded: ${MAX_DEPTH}`);
    const { kind, at } = next(parser);
    left = { kind: 'call', at, name: kind === 'in' ? '@in' : `_${kind}_`, args: [left, parseOperand()] };
  }
  return left;
}

function parseUnary(parser: Parser): Expression {
  sync(parser, STARTS);
  const { kind, at } = peek(parser);
  if ((kind !== '!' && kind !== '-') || (kind === '-' && isNumber(peek(parser, 1).kind))) return parseMember(parser);
  let count = 0;
  for (; accept(parser, kind) !== undefined; count += 1);
  if (!STARTS.includes(peek(parser).kind)) noViableAlternative(parser, kind, peek(parser));
  const operand = parseMember(parser);
  return count % 2 === 0 ? operand : { kind: 'call', at, name: `${kind}_`, args: [operand] };
}

function isNumber(kind: TokenKind): boolean {
  return kind === 'NUM_INT' || kind === 'NUM_FLOAT';
}

function noViableAlternative(parser: Parser, before: string, { kind, text, at }: Token): never {
  const reserved = before === '.' && (kind === 'true' || kind === 'false' || kind === 'null');
  if (reserved) fail(parser, at, `Syntax error: mismatched input '${text}' expecting IDENTIFIER`);
  return fail(parser, at, `Syntax error: no viable alternative at input '${before}${kind === '<EOF>' ? '' : text}'`);
}

function parseMember(parser: Parser): Expression {
  let operand = parsePrimary(parser);
  for (let length = 1; ; length += 1) {
    if (length > MAX_DEPTH) fail(parser, -1, `expression recursion limit exceeded: ${MAX_DEPTH}`);
    const dot = accept(parser, '.');
    const bracket = dot === undefined ? accept(parser, '[') : undefined;
    if (dot !== undefined) operand = parseSelect(parser, operand, dot.at);
    else if (bracket !== undefined) operand = parseIndex(parser, operand, bracket.at);
    else return operand;
  }
}

function parseSelect(parser: Parser, operand: Expression, at: number): Expression {
  const optional = accept(parser, '?') !== undefined;
  const name = peek(parser);
  if (name.kind !== 'IDENTIFIER' && name.kind !== 'ESC_IDENTIFIER') noViableAlternative(parser, optional ? '.?' : '.', name);
  next(parser);
  if (name.kind === 'ESC_IDENTIFIER') report(parser, at, "unsupported syntax: '`'");
  if (optional) {
    const field: Expression = { kind: 'literal', at: name.at, value: name.text };
    return { kind: 'call', at, name: '_?._', args: [operand, field] };
  }
  const open = name.kind === 'IDENTIFIER' ? accept(parser, '(') : undefined;
  if (open === undefined) return { kind: 'select', at, operand, field: name.text, test: false };
  return callOrMacro(parser, name.text, { at: open.at, target: operand, args: parseArguments(parser) });
}

function parseIndex(parser: Parser, operand: Expression, at: number): Expression {
  const optional = accept(parser, '?') !== undefined;
  const index = within(parser, [']'], () => parseExpression(parser));
  expect(parser, ']');
  return { kind: 'call', at, name: optional ? '_[?_]' : '_[_]', args: [operand, index] };
}

function callOrMacro(
  parser: Parser,
  name: string,
  call: { readonly at: number; readonly target?: Expression; readonly args: readonly Expression[] },
): Expression {
  const expanded = expandMacro(name, call);
  if (expanded === undefined) return { kind: 'call', name, ...call };
  if (!('text' in expanded)) return expanded;
  parser.issues.push(expanded);
  return { kind: 'literal', at: call.at, value: null };
}

function parseArguments(parser: Parser): readonly Expression[] {
  sync(parser, [...STARTS, ')']);
  const args: Expression[] = [];
  if (peek(parser).kind !== ')') {
    do args.push(within(parser, [',', ')'], () => parseExpression(parser)));
    while (accept(parser, ',') !== undefined);
  }
  expect(parser, ')');
  return args;
}

const PRIMARIES: { readonly [kind in TokenKind]?: (parser: Parser) => Expression } = {
  '(': parseNested,
  '[': parseList,
  '{': parseMap,
  '.': parseName,
  IDENTIFIER: parseName,
};

function parsePrimary(parser: Parser): Expression {
  const token = peek(parser);
  const parse = PRIMARIES[token.kind];
  if (parse !== undefined) return parse(parser);
  sync(parser, STARTS);
  return parseLiteral(parser, next(parser));
}

function parseNested(parser: Parser): Expression {
  next(parser);
  const inner = within(parser, [')'], () => parseExpression(parser));
  expect(parser, ')');
  return inner;
}

function parseList(parser: Parser): Expression {
  const { at } = next(parser);
  const items: Expression[] = [];
  const optional = new Set<number>();
  parseSequence(parser, ']', STARTS, () => {
    if (accept(parser, '?') !== undefined) optional.add(items.length);
    items.push(within(parser, [',', ']'], () => parseExpression(parser)));
  });
  return { kind: 'list', at, items, optional };
}

function parseMap(parser: Parser): Expression {
  const { at } = next(parser);
  const entries: Entry<Expression>[] = [];
  parseSequence(parser, '}', STARTS, () => {
    const optional = accept(parser, '?') !== undefined;
    const key = within(parser, [':'], () => parseExpression(parser));
    entries.push({ key, optional, ...parseEntryValue(parser) });
  });
  return { kind: 'map', at, entries };
}

function parseEntryValue(parser: Parser): { readonly at: number; readonly value: Expression } {
  const { at } = expect(parser, ':');
  return { at, value: within(parser, [',', '}'], () => parseExpression(parser)) };
}

/** Items with commas between them and perhaps behind the last, up to `close`. */
function parseSequence(parser: Parser, close: TokenKind, starts: readonly TokenKind[], parseItem: () => void): void {
  sync(parser, [...starts, '?', ',', close]);
  if (peek(parser).kind !== close && accept(parser, ',') === undefined) {
    do parseItem();
    while (accept(parser, ',') !== undefined && (starts.includes(peek(parser).kind) || peek(parser).kind === '?'));
  }
  expect(parser, close);
}

const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/** An identifier, a call, or a message `Type.Name{field: value}`. */
function parseName(parser: Parser): Expression {
  const dot = accept(parser, '.');
  const message = messageName(parser);
  if (message !== undefined) return parseMessage(parser, `${dot === undefined ? '' : '.'}${message}`);
  const name = expect(parser, 'IDENTIFIER');
  const open = accept(parser, '(');
  const args = open === undefined ? [] : parseArguments(parser);
  if (RESERVED.has(name.text)) {
    report(parser, dot?.at ?? name.at, `reserved identifier: ${name.text}`);
    return { kind: 'literal', at: name.at, value: null };
  }
  const text = `${dot === undefined ? '' : '.'}${name.text}`;
  return open === undefined ? { kind: 'ident', at: name.at, name: text } : callOrMacro(parser, text, { at: open.at, args });
}

/** `a.b.c` when a brace follows it. Then the parser stands at the brace. */
function messageName(parser: Parser): string | undefined {
  let ahead = 0;
  const names: string[] = [];
  while (peek(parser, ahead).kind === 'IDENTIFIER') {
    names.push(peek(parser, ahead).text);
    if (peek(parser, ahead + 1).kind !== '.') break;
    ahead += 2;
  }
  if (names.length === 0 || peek(parser, ahead + 1).kind !== '{') return undefined;
  parser.position += ahead + 1;
  return names.join('.');
}

function parseMessage(parser: Parser, type: string): Expression {
  const { at } = next(parser);
  const entries: Entry<string>[] = [];
  const names: readonly TokenKind[] = ['IDENTIFIER', 'ESC_IDENTIFIER'];
  parseSequence(parser, '}', names, () => {
    const optional = accept(parser, '?') !== undefined;
    sync(parser, names);
    const key = next(parser).text;
    entries.push({ key, optional, ...parseEntryValue(parser) });
  });
  return { kind: 'struct', at, type, entries };
}

function parseLiteral(parser: Parser, token: Token): Expression {
  const { at } = token;
  if (token.kind !== '-') return { kind: 'literal', at, value: literalValue(parser, token, '') };
  return { kind: 'literal', at, value: literalValue(parser, next(parser), '-') };
}

function literalValue(parser: Parser, { kind, text, at }: Token, sign: '' | '-'): Value {
  if (kind === 'NUM_INT') return integer(parser, at, sign === '-' ? -BigInt(text) : BigInt(text), -(2n ** 63n), 2n ** 63n, 'int');
  if (kind === 'NUM_UINT') return uintOf(integer(parser, at, BigInt(text.slice(0, -1)), 0n, 2n ** 64n, 'uint'));
  if (kind === 'NUM_FLOAT') return Number(sign + text);
  if (kind === 'STRING') return unquote(text);
  if (kind === 'BYTES') return bytesOf(text.slice(1));
  return kind === 'true' || kind === 'false' ? kind === 'true' : null;
}

function integer(parser: Parser, at: number, value: bigint, from: bigint, below: bigint, type: string): bigint {
  if (value < from || value >= below) report(parser, at, `invalid ${type} literal`);
  return value;
}

/** Plain characters are UTF-8, escapes below 256 are bytes. */
function bytesOf(token: string): Uint8Array {
  const bytes: number[] = [];
  for (const point of unquote(token)) {
    const code = point.codePointAt(0) ?? 0;
    if (code < 0x100) bytes.push(code);
    else bytes.push(...utf8Bytes(point));
  }
  return Uint8Array.from(bytes);
}
