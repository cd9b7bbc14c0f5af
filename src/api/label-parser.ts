import { type ApiError, badRequestError } from './errors.ts';
import { type Requirement, type SelectorOperator, checked } from './label-requirement.ts';
import { type Selector, selectorFrom } from './labels.ts';

/** Throws 400 in Kubernetes' words. */
export function parseSelector(text: string): Selector {
  return selectorFrom(parseRequirements(text));
}

/**
 * Recursive descent over `-l` strings (k8s.io/apimachinery/pkg/labels Parse). `in` and `notin` are operators
 * only after a key; everywhere else they are words like any other.
 */
export function parseRequirements(text: string): Requirement[] {
  const tokens = new Tokens(text);
  const requirements: Requirement[] = [];
  if (tokens.peek().kind === 'end') return requirements;
  for (;;) {
    const first = tokens.peek();
    if (first.kind !== 'word' && first.text !== '!')
      throw unexpected(first, requirements.length === 0 ? "!, identifier, or 'end of string'" : "identifier after ','");
    requirements.push(requirement(tokens));
    const next = tokens.take();
    if (next.kind === 'end') return requirements;
    if (next.text !== ',') throw unexpected(next, "',' or 'end of string'");
  }
}

interface Token {
  readonly kind: 'word' | 'symbol' | 'end';
  readonly text: string;
}

const END: Token = { kind: 'end', text: '' };
const TOKEN = /[ \t\r\n]*(?:(==|!=|[=!(),><])|([^ \t\r\n=!(),><]+))/y;

class Tokens {
  private readonly text: string;
  private at = 0;
  private ahead: Token | undefined;
  constructor(text: string) {
    this.text = text;
  }
  peek(): Token {
    this.ahead ??= this.scan();
    return this.ahead;
  }
  take(): Token {
    const token = this.peek();
    this.ahead = undefined;
    return token;
  }
  private scan(): Token {
    TOKEN.lastIndex = this.at;
    const match = TOKEN.exec(this.text);
    if (match === null) return END;
    this.at = TOKEN.lastIndex;
    return match[1] === undefined ? { kind: 'word', text: match[2] ?? '' } : { kind: 'symbol', text: match[1] };
  }
}

function unexpected(token: Token, expected: string): ApiError {
  return badRequestError(`found '${token.text}', expected: ${expected}`);
}

function inRequirement(message: string): ApiError {
  return badRequestError(`unable to parse requirement: ${message}`);
}

function requirement(tokens: Tokens): Requirement {
  try {
    return readRequirement(tokens);
  } catch (error) {
    throw error instanceof Error ? inRequirement(error.message) : error;
  }
}

function readRequirement(tokens: Tokens): Requirement {
  const negated = tokens.peek().text === '!';
  if (negated) tokens.take();
  const key = tokens.take();
  if (key.kind !== 'word') throw unexpected(key, 'identifier');
  checkKey(key.text);
  const next = tokens.peek();
  if (negated) return { key: key.text, operator: '!', values: [] };
  if (next.kind === 'end' || next.text === ',') return { key: key.text, operator: 'exists', values: [] };
  const operator = readOperator(tokens);
  const values = operator === 'in' || operator === 'notin' ? readList(tokens) : [readValue(tokens)];
  return checked({ key: key.text, operator, values: [...new Set(values)].sort() });
}

/** Here upstream has no path to the key. */
function checkKey(key: string): void {
  checked({ key, operator: 'exists', values: [] }, '<nil>');
}

const OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map([
  ['in', 'in'],
  ['notin', 'notin'],
  ['=', '='],
  ['==', '=='],
  ['!=', '!='],
  ['>', 'gt'],
  ['<', 'lt'],
]);

function readOperator(tokens: Tokens): SelectorOperator {
  const token = tokens.take();
  const operator = OPERATORS.get(token.text);
  if (operator === undefined) throw unexpected(token, 'in, notin, =, ==, !=, gt, lt');
  return operator;
}

function readValue(tokens: Tokens): string {
  const ahead = tokens.peek();
  if (ahead.kind === 'end' || ahead.text === ',') return '';
  const token = tokens.take();
  if (token.kind !== 'word') throw unexpected(token, 'identifier');
  return token.text;
}

/** `(a, b)`; a gap between commas is the empty value. */
function readList(tokens: Tokens): string[] {
  const open = tokens.take();
  if (open.text !== '(') throw badRequestError(`found '${open.text}' expected: '('`);
  const ahead = tokens.peek();
  if (ahead.kind === 'end' || (ahead.kind === 'symbol' && ahead.text !== ',' && ahead.text !== ')'))
    throw unexpected(ahead, "',', ')' or identifier");
  const values: string[] = [];
  let expectValue = true;
  for (;;) {
    const token = tokens.take();
    if (token.text === ')' || token.text === ',') {
      if (expectValue) values.push('');
      if (token.text === ')') return values;
      expectValue = true;
    } else if (token.kind === 'word' && expectValue) {
      values.push(token.text);
      expectValue = false;
    } else throw unexpected(token, expectValue ? "',', or identifier" : "',' or ')'");
  }
}
