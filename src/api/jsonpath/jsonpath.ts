import type { JsonValue } from '../scalars.ts';
import { JsonPathError } from './error.ts';
import { type Path, type Step, parsePath } from './path.ts';
import { toJson } from '../sorted-json.ts';
import { goValue } from '../apply/go-value.ts';

/**
 * kubectl's dialect of JSONPath (k8s.io/client-go/util/jsonpath): a template of text and `{…}` actions, `{range …}…{end}`,
 * quoted text, wildcards, slices, unions, recursive descent and filters. A missing key prints nothing.
 */
type TemplateNode =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'path'; readonly path: Path }
  | { readonly type: 'range'; readonly path: Path; readonly body: readonly TemplateNode[] };

export function renderJsonPath(template: string, value: JsonValue, strict = false): string {
  const nodes = parseTemplate(template);
  if (strict) checkFound(nodes, template, value);
  return render(nodes, value, value);
}

/** Every field that a path outside of a range names must be there. */
function checkFound(nodes: readonly TemplateNode[], template: string, value: JsonValue): void {
  const missing = nodes.flatMap((node) => (node.type === 'path' ? missingField(node.path, value) : []))[0];
  if (missing === undefined) return;
  const context = `\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goValue(value, 'sharp')}\n\n`;
  const advice = 'Printing more information for debugging the template:';
  throw new JsonPathError(
    `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${missing} is not found. ${advice}\n${context}`,
  );
}

function missingField(path: Path, value: JsonValue): readonly string[] {
  let values: readonly JsonValue[] = [value];
  for (const step of path.steps) {
    if (step.type === 'field' && values.some((one) => member(one, step.name).length === 0)) return [step.name];
    values = values.flatMap((one) => apply(step, one, value));
  }
  return [];
}

/** Everything that the paths of a template find, in one list (`-o jsonpath-as-json`). */
export function jsonPathValues(template: string, value: JsonValue): readonly JsonValue[] {
  return parseTemplate(template).flatMap((node) => (node.type === 'path' ? evaluate(node.path, value, value) : []));
}

function parseTemplate(template: string): readonly TemplateNode[] {
  const tokens = tokenize(template);
  const { nodes } = parseNodes(template, tokens, 0, false);
  return nodes;
}

/** All values at a path such as `.metadata.name`; the way custom columns and `--sort-by` write it. */
export function valuesAt(path: Path, value: JsonValue): readonly JsonValue[] {
  return evaluate(path, value, value);
}

/** Accepts `x.y`, `.x.y`, `{x.y}` and `{.x.y}` (RelaxedJSONPathExpression). */
export function relaxedPath(expression: string): Path {
  const match = /^\{?\.?([^{}]*)\}?$/.exec(expression);
  if (expression === '' || match === null)
    throw new JsonPathError(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`);
  return parsePath(`.${match[1] ?? ''}`);
}

type Token = { readonly type: 'text' | 'action'; readonly text: string };

function tokenize(template: string): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < template.length) {
    const open = template.indexOf('{', i);
    if (open !== i) tokens.push({ type: 'text', text: template.slice(i, open < 0 ? template.length : open) });
    if (open < 0) break;
    const close = closingBrace(template, open);
    tokens.push({ type: 'action', text: template.slice(open + 1, close).trim() });
    i = close + 1;
  }
  return tokens;
}

function closingBrace(template: string, open: number): number {
  let quote = '';
  for (let i = open + 1; i < template.length; i++) {
    const char = template.charAt(i);
    if (quote !== '') {
      if (char === '\\') i++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '}') return i;
  }
  throw new JsonPathError(`error parsing jsonpath ${template}, unclosed action`);
}

function parseNodes(template: string, tokens: readonly Token[], start: number, inRange: boolean): { nodes: TemplateNode[]; next: number } {
  const nodes: TemplateNode[] = [];
  for (let i = start; i < tokens.length; i++) {
    const { type, text } = tokens[i] ?? { type: 'text', text: '' };
    if (type === 'text') nodes.push({ type: 'text', text });
    else if (text === 'end') {
      if (!inRange) throw new JsonPathError(`error parsing jsonpath ${template}, not in range, nothing to end`);
      return { nodes, next: i };
    } else if (/^range\b/.test(text)) {
      const body = parseNodes(template, tokens, i + 1, true);
      nodes.push({ type: 'range', path: parsePath(text.slice(5).trim()), body: body.nodes });
      i = body.next;
    } else nodes.push(parseAction(text));
  }
  if (inRange) throw new JsonPathError(`error parsing jsonpath ${template}, unexpected end of template`);
  return { nodes, next: tokens.length };
}

function parseAction(text: string): TemplateNode {
  const quote = text.charAt(0);
  if ((quote === '"' || quote === "'") && text.endsWith(quote) && text.length > 1)
    return { type: 'text', text: unquote(text.slice(1, -1)) };
  return { type: 'path', path: parsePath(text) };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquote(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}

function render(nodes: readonly TemplateNode[], root: JsonValue, current: JsonValue): string {
  return nodes.map((node) => renderNode(node, root, current)).join('');
}

function renderNode(node: TemplateNode, root: JsonValue, current: JsonValue): string {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'path':
      return evaluate(node.path, root, current).map(valueText).join(' ');
    case 'range':
      return evaluate(node.path, root, current)
        .map((item) => render(node.body, root, item))
        .join('');
    default:
      return node satisfies never;
  }
}

/** Scalars as they are, maps and lists as compact JSON. */
export function valueText(value: JsonValue): string {
  if (value === null) return 'null';
  return typeof value === 'object' ? toJson(value) : String(value);
}

function evaluate(path: Path, root: JsonValue, current: JsonValue): readonly JsonValue[] {
  let values: readonly JsonValue[] = [path.fromRoot ? root : current];
  for (const step of path.steps) values = values.flatMap((value) => apply(step, value, root));
  return values;
}

function apply(step: Step, value: JsonValue, root: JsonValue): readonly JsonValue[] {
  switch (step.type) {
    case 'field':
      return member(value, step.name);
    case 'wildcard':
      return children(value);
    case 'descend':
      return descendants(value);
    case 'slice':
      return slice(value, step.from, step.to, step.step);
    case 'index':
      return at(value, step.index);
    case 'union':
      return step.paths.flatMap((path) => evaluate(path, root, value));
    case 'filter':
      return children(value).filter((item) => holds(step, item, root));
    default:
      return step satisfies never;
  }
}

function member(value: JsonValue, name: string): readonly JsonValue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const found = Object.hasOwn(value, name) ? (value as { readonly [key: string]: JsonValue })[name] : undefined;
  return found === undefined ? [] : [found];
}

function children(value: JsonValue): readonly JsonValue[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function descendants(value: JsonValue): readonly JsonValue[] {
  return [value, ...children(value).flatMap(descendants)];
}

function at(value: JsonValue, index: number): readonly JsonValue[] {
  if (!Array.isArray(value)) return [];
  const list = value as readonly JsonValue[];
  const found = list.at(index);
  if (found === undefined)
    throw new JsonPathError(`error executing jsonpath: array index out of bounds: index ${index}, length ${list.length}`);
  return [found];
}

function slice(value: JsonValue, from: number | undefined, to: number | undefined, step: number): readonly JsonValue[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).slice(from, to).filter((_, i) => i % step === 0);
}

function holds(filter: Extract<Step, { type: 'filter' }>, item: JsonValue, root: JsonValue): boolean {
  const left = operand(filter.left, item, root);
  if (filter.operator === 'exists') return left.length > 0;
  const right = filter.right === undefined ? [] : operand(filter.right, item, root);
  const [a] = left;
  const [b] = right;
  if (a === undefined || b === undefined || left.length > 1) return false;
  return compare(a, b, filter.operator);
}

function operand(part: Path | { readonly literal: JsonValue }, item: JsonValue, root: JsonValue): readonly JsonValue[] {
  return 'literal' in part ? [part.literal] : evaluate(part, root, item);
}

function compare(a: JsonValue, b: JsonValue, operator: string): boolean {
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (typeof a !== typeof b || a === null || b === null || typeof a === 'object' || typeof b === 'object') return false;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}
