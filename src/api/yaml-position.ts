import { type Node, type Pair, isMap, isScalar, isSeq } from 'yaml';
import { rangeOf } from './yaml-value.ts';

/** Offsets of what a field path names. */
export type Span = readonly [start: number, end: number];

/** One step of a path: a name, or what stands in brackets, which is an index or a key of a map. */
interface PathStep {
  readonly text: string;
  readonly bracketed: boolean;
}

/**
 * Where a field path such as `spec.containers[0].image` or `metadata.labels[app]` stands: from its key to the end of
 * its value if that is a scalar, else the key alone. A path that leads nowhere gives its deepest ancestor that is there.
 */
export function spanOf(root: Node, path: string): Span {
  const steps = stepsOf(path);
  let place: Place = { node: root, span: headOf(root) };
  for (let at = 0; at < steps.length;) {
    const next = stepInto(place.node, steps, at);
    if (next === undefined) break;
    place = next;
    at += next.taken;
  }
  return place.span;
}

interface Place {
  readonly node: Node | null;
  readonly span: Span;
}

type Step = Place & { readonly taken: number };

function stepsOf(path: string): PathStep[] {
  const steps: PathStep[] = [];
  for (const match of path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)) {
    steps.push(match[1] === undefined ? { text: match[0], bracketed: false } : { text: match[1], bracketed: true });
  }
  return steps;
}

function stepInto(node: Node | null, steps: readonly PathStep[], at: number): Step | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(steps[at]?.text)] as Node | null | undefined;
    return item === undefined ? undefined : { node: item, span: headOf(item), taken: 1 };
  }
  return isMap(node) ? stepByKey(node.items as readonly Pair<Node | null, Node | null>[], steps, at) : undefined;
}

/** Keys may have dots in them, which paths do not always put into brackets. */
function stepByKey(pairs: readonly Pair<Node | null, Node | null>[], steps: readonly PathStep[], at: number): Step | undefined {
  let key = '';
  for (let end = at; end < steps.length; end++) {
    key = end === at ? (steps[end]?.text ?? '') : `${key}.${steps[end]?.text}`;
    const pair = pairs.find((candidate) => isScalar(candidate.key) && String(candidate.key.value) === key);
    if (pair !== undefined) return { node: pair.value, span: spanOfPair(pair), taken: end - at + 1 };
    if (steps[end]?.bracketed === true) return undefined;
  }
  return undefined;
}

function spanOfPair({ key, value }: Pair<Node | null, Node | null>): Span {
  const [start, end] = rangeOf(key);
  return isScalar(value) ? [start, Math.max(end, rangeOf(value)[1])] : [start, end];
}

/** The beginning of a value: all of a scalar, the first key of an object. */
function headOf(node: Node | null): Span {
  if (isMap(node) && node.items[0] !== undefined) return spanOfPair(node.items[0] as Pair<Node | null, Node | null>);
  if (isSeq(node) && node.items[0] !== undefined) return headOf(node.items[0] as Node | null);
  return rangeOf(node);
}
