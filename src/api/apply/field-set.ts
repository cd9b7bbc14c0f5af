/**
 * Sets of fields, in the form in which managedFields carry them: a record for every step of a path, `{}` where a path ends, and
 * `.` for a path that ends where others go on. Values: sets share what they have in common, and none is ever written into.
 * (sigs.k8s.io/structured-merge-diff/fieldpath/set.go)
 */
import { type Path, type PathElement, compareElements, readElement } from './path-element.ts';

export interface FieldSet {
  readonly [element: PathElement]: FieldSet;
}

export const NO_FIELDS: FieldSet = {};

/** A path that ends, and nothing below it. */
export const LEAF: FieldSet = {};

export function isEmpty(set: FieldSet): boolean {
  for (const _element in set) return false;
  return true;
}

export function sameSet(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  let extra = 0;
  for (const element in a) {
    const other = b[element];
    if (other === undefined || !sameSet(a[element] ?? LEAF, other)) return false;
    extra += 1;
  }
  for (const _element in b) extra -= 1;
  return extra === 0;
}

/** What is in either. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || isEmpty(b)) return a;
  if (isEmpty(a)) return b;
  return ordered(merged(a, b, (left, right) => withSelf(union(childrenOf(left), childrenOf(right)), isMember(left) || isMember(right))));
}

/** What is in both. */
export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a;
  return filtered(a, (element, node) => {
    const other = b[element];
    return other && withSelf(intersection(childrenOf(node), childrenOf(other)), isMember(node) && isMember(other));
  });
}

/** What is in `a` and not in `b`. A path that is in `b` takes nothing away of what lies below it. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return NO_FIELDS;
  if (isEmpty(b)) return a;
  return filtered(a, (element, node) => {
    const other = b[element];
    return other ? withSelf(difference(childrenOf(node), childrenOf(other)), isMember(node) && !isMember(other)) : node;
  });
}

/** The same, with everything below a path of `b` taken away as well. */
export function without(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmpty(b)) return a;
  return filtered(a, (element, node) => {
    const other = b[element];
    if (other === undefined) return node;
    return isMember(other) ? undefined : withSelf(without(childrenOf(node), childrenOf(other)), isMember(node));
  });
}

export function hasPath(set: FieldSet, path: Path): boolean {
  let node: FieldSet = set;
  for (const element of path) {
    const next = node[element];
    if (next === undefined) return false;
    node = next;
  }
  return path.length > 0 && isMember(node);
}

/** The set of these paths. */
export function setOf(...paths: readonly Path[]): FieldSet {
  return paths.map((path) => path.reduceRight<FieldSet>((below, element) => ({ [element]: below }), LEAF)).reduce(union, NO_FIELDS);
}

/** The paths in order, a path before those that go on from it within the same list of siblings. */
export function* pathsOf(set: FieldSet, prefix: Path = []): Generator<Path> {
  for (const element in set) if (element !== '.' && isMember(set[element] ?? LEAF)) yield [...prefix, element];
  for (const element in set) if (element !== '.') yield* pathsOf(childrenOf(set[element] ?? LEAF), [...prefix, element]);
}

/** Whether the path that ends in this node is in the set. */
export function isMember(node: FieldSet): boolean {
  for (const element in node) return element === '.' || '.' in node;
  return true;
}

/** The paths below a node as a set of their own. */
export function childrenOf(node: FieldSet): FieldSet {
  if (!('.' in node)) return node;
  const { '.': _self, ...children } = node;
  return children;
}

/** The node of a path with these paths below it; undefined when there is neither. */
export function withSelf(children: FieldSet, member: boolean): FieldSet | undefined {
  if (isEmpty(children)) return member ? LEAF : undefined;
  return member ? { '.': LEAF, ...children } : children;
}

/** The one node with these elements, where nothing lies below any of them: most of all that sets consist of is the same. */
export function sharedNode(node: FieldSet): FieldSet {
  let id = '';
  for (const element in node) {
    if (node[element] !== LEAF) return node;
    id += `${element}\n`;
  }
  const known = NODES.get(id);
  if (known !== undefined) return known;
  if (NODES.size >= MAX_NODES) NODES.clear();
  NODES.set(id, node);
  return node;
}

const NODES = new Map<string, FieldSet>();
const MAX_NODES = 5000;

/** A set whose elements stand in FieldsV1's order. */
export function ordered(set: { readonly [element: PathElement]: FieldSet }): FieldSet {
  let last = '';
  for (const element in set) {
    if (last !== '' && compareElements(last, element) > 0) return sorted(set);
    last = element;
  }
  return set;
}

/** What a client sent as fieldsV1; throws when it isn't a set. */
export function readFieldSet(value: unknown): FieldSet {
  return childrenOf(readNode(value));
}

function readNode(value: unknown): FieldSet {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected an object');
  const children: { [element: PathElement]: FieldSet } = {};
  let member = false;
  for (const [text, node] of Object.entries(value)) {
    if (text === '.') member = true;
    else {
      const element = readElement(text);
      if (element !== undefined) children[element] = readNode(node);
    }
  }
  return withSelf(ordered(children), member) ?? LEAF;
}

function sorted(set: FieldSet): FieldSet {
  return Object.fromEntries(Object.entries(set).sort(([a], [b]) => (a === '.' ? -1 : b === '.' ? 1 : compareElements(a, b))));
}

function merged(a: FieldSet, b: FieldSet, both: (a: FieldSet, b: FieldSet) => FieldSet | undefined): FieldSet {
  const result: { [element: PathElement]: FieldSet } = { ...a };
  for (const element in b) {
    const left = a[element];
    const right = b[element] ?? LEAF;
    result[element] = left === undefined ? right : (both(left, right) ?? LEAF);
  }
  return result;
}

/** Keeps the set itself where nothing changes. */
function filtered(set: FieldSet, keep: (element: PathElement, node: FieldSet) => FieldSet | undefined): FieldSet {
  const result: { [element: PathElement]: FieldSet } = {};
  let changed = false;
  for (const element in set) {
    const node = set[element] ?? LEAF;
    const kept = keep(element, node);
    changed ||= kept !== node;
    if (kept !== undefined) result[element] = kept;
  }
  return changed ? result : set;
}
