import { type Alias, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq, isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { JsonObject, JsonPrimitive, JsonValue } from './scalars.ts';
import { resolvePlain } from './yaml-scalars.ts';

/**
 * From YAML's syntax tree to JSON, as sigs.k8s.io/yaml converts it. Bounded in depth and in what aliases may blow up
 * to; values behind aliases are shared.
 */
export interface Finding {
  readonly kind: 'duplicate' | 'value' | 'limit';
  readonly message: string;
  /** Where in the text. */
  readonly range: readonly [start: number, end: number];
}

export interface Conversion {
  readonly value: JsonValue;
  readonly findings: readonly Finding[];
}

const FINDINGS_LIMIT = 100;

function report(state: State, finding: Finding): void {
  if (state.findings.length < FINDINGS_LIMIT) state.findings.push(finding);
}

export interface ConvertOptions {
  readonly depth: number;
  /** Fields come in the order of their names, as they do when Kubernetes turns YAML into JSON. */
  readonly sorts: boolean;
  readonly plainWords: boolean;
}

/** Values that aliases may add to a document. */
const ALIASED_LIMIT = 100_000;

/** Converts a tree; gives up at the first finding that leaves no value. */
export function convert(root: Node | null, { depth: depthLimit, sorts, plainWords }: ConvertOptions): Conversion {
  const state: State = { anchors: new Map(), findings: [], aliased: 0, depthLimit, sorts, plainWords };
  try {
    return { value: valueOf(root, 0, state).value, findings: state.findings };
  } catch (error) {
    if (!(error instanceof Unconvertible)) throw error;
    return { value: null, findings: [...state.findings, error.finding] };
  }
}

class Unconvertible extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

interface Sized {
  readonly value: JsonValue;
  /** Number of values in it. */
  readonly size: number;
}

interface State {
  readonly anchors: Map<string, Sized | undefined>;
  readonly findings: Finding[];
  aliased: number;
  readonly depthLimit: number;
  readonly sorts: boolean;
  readonly plainWords: boolean;
}

function stop(node: Node | null, message: string, kind: Finding['kind'] = 'value'): Unconvertible {
  return new Unconvertible({ kind, message, range: rangeOf(node) });
}

export function rangeOf(node: Node | null): [number, number] {
  return node?.range ? [node.range[0], node.range[1]] : [0, 0];
}

function valueOf(node: Node | null, depth: number, state: State): Sized {
  if (depth > state.depthLimit) throw stop(node, `exceeded max depth of ${state.depthLimit}`, 'limit');
  if (node === null) return { value: null, size: 1 };
  if (isAlias(node)) return aliased(node, state);
  const { anchor } = node;
  if (anchor !== undefined) state.anchors.set(anchor, undefined);
  const sized = ownValue(node, depth, state);
  if (anchor !== undefined) state.anchors.set(anchor, sized);
  return sized;
}

function ownValue(node: Node, depth: number, state: State): Sized {
  if (isScalar(node)) return { value: scalarOf(node, state.plainWords), size: 1 };
  if (isSeq(node)) return listOf(node, depth, state);
  if (isMap(node)) return recordOf(node, depth, state);
  throw stop(node, 'unexpected node');
}

function aliased(node: Alias, state: State): Sized {
  if (!state.anchors.has(node.source)) throw stop(node, `unknown anchor '${node.source}' referenced`);
  const target = state.anchors.get(node.source);
  if (target === undefined) throw stop(node, `anchor '${node.source}' value contains itself`);
  state.aliased += target.size;
  if (state.aliased > ALIASED_LIMIT) throw stop(node, 'document contains excessive aliasing', 'limit');
  return target;
}

const TAGS = 'tag:yaml.org,2002:';

function scalarOf(node: Scalar, plainWords: boolean): JsonPrimitive {
  const text = typeof node.value === 'string' ? node.value : '';
  const tag = node.tag?.startsWith(TAGS) ? node.tag.slice(TAGS.length) : node.tag;
  if (tag === 'binary') return binary(text, node);
  if (tag === undefined ? node.type !== 'PLAIN' : !RESOLVED_TAGS.has(tag)) return text;
  const { kind, value } = resolvePlain(text);
  if (plainWords && kind === 'bool' && !/^(?:true|false)$/i.test(text)) return text;
  if (kind === 'number' && !Number.isFinite(value)) throw stop(node, `json: unsupported value: ${infinite(value)}`);
  return value;
}

const RESOLVED_TAGS: ReadonlySet<string> = new Set(['bool', 'int', 'float', 'null']);

function infinite(value: JsonPrimitive): string {
  return Number.isNaN(value) ? 'NaN' : value === Number.POSITIVE_INFINITY ? '+Inf' : '-Inf';
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** `!!binary`: the bytes as a string. */
function binary(text: string, node: Scalar): string {
  const compact = text.replaceAll(/\s/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact))
    throw stop(node, '!!binary value contains invalid base64 data');
  let bytes = '';
  for (let at = 0; at < compact.length; at += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((offset) => Math.max(0, BASE64.indexOf(compact.charAt(at + offset))));
    const group = String.fromCharCode((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
    bytes += compact.charAt(at + 2) === '=' ? group.slice(0, 1) : compact.charAt(at + 3) === '=' ? group.slice(0, 2) : group;
  }
  return bytes;
}

function listOf(node: YAMLSeq, depth: number, state: State): Sized {
  let size = 1;
  const value = node.items.map((item) => {
    const sized = valueOf(item as Node | null, depth + 1, state);
    size += sized.size;
    return sized.value;
  });
  return { value, size };
}

function recordOf(node: YAMLMap, depth: number, state: State): Sized {
  const fields = new Map<string, JsonValue>();
  const seen = new Set<string>();
  let size = 1;
  for (const pair of node.items as readonly Pair<Node | null, Node | null>[]) {
    const item = valueOf(pair.value, depth + 1, state);
    size += item.size;
    if (isMergeKey(pair.key)) {
      mergeInto(fields, item.value, pair.value);
      continue;
    }
    const key = keyOf(pair.key, depth, state);
    if (seen.has(key.text)) report(state, { kind: 'duplicate', message: `key ${key.shown} already set in map`, range: placeOf(pair) });
    seen.add(key.text);
    fields.set(key.text, item.value);
  }
  return { value: Object.fromEntries(state.sorts ? [...fields].sort(([a], [b]) => (a < b ? -1 : 1)) : fields), size };
}

/** The key, but the value if that begins on a line of its own: go-yaml counts by it. */
function placeOf({ key, value }: Pair<Node | null, Node | null>): [number, number] {
  return rangeOf((isMap(value) || isSeq(value)) && value.flow !== true ? value : key);
}

function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

/** `<<`: an object or a list of objects whose fields are taken over; in a list the first one wins. */
function mergeInto(fields: Map<string, JsonValue>, value: JsonValue, node: Node | null): void {
  const sources = Array.isArray(value) ? (value as readonly JsonValue[]).toReversed() : [value];
  for (const source of sources) {
    if (typeof source !== 'object' || source === null || Array.isArray(source))
      throw stop(node, 'map merge requires map or sequence of maps as the value');
    for (const [key, item] of Object.entries(source as JsonObject)) fields.set(key, item);
  }
}

interface Key {
  readonly text: string;
  /** As Go prints it in error texts. */
  readonly shown: string;
}

/** JSON's keys are strings: numbers and booleans are spelled out, anything else can't be a key. */
function keyOf(node: Node | null, depth: number, state: State): Key {
  const { value } = valueOf(node, depth + 1, state);
  if (typeof value === 'string') return { text: value, shown: JSON.stringify(value) };
  if (typeof value === 'number' || typeof value === 'boolean') return { text: String(value), shown: String(value) };
  if (value === null) throw stop(node, 'unsupported map key of type: <nil>, key: <nil>');
  throw stop(node, `invalid map key: ${goSyntax(value)}`);
}

/** `%#v` of Go, as it appears when a template such as `{{ name }}` is taken for YAML. */
function goSyntax(value: JsonValue): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[]interface {}{${(value as readonly JsonValue[]).map(goSyntax).join(', ')}}`;
  return `map[interface {}]interface {}{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${goSyntax(item)}`)
    .join(', ')}}`;
}
