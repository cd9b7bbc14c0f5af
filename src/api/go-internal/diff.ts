/** Unified differences of texts by line, as github.com/pmezard/go-difflib finds and writes them. */
import type { JsonValue } from '../scalars.ts';

/** As k8s.io/apimachinery/pkg/util/diff prints what differs between two objects. */
export function diffOf(before: JsonValue, after: JsonValue): string {
  return unifiedDiff(linesOf(before), linesOf(after));
}

function linesOf(value: JsonValue): readonly string[] {
  return JSON.stringify(value, undefined, 1)
    .replaceAll(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`)
    .split('\n')
    .map((line) => `${line}\n`);
}

/** Lines `a1` to `a2` of the one text became lines `b1` to `b2` of the other; they are the same where `isSame`. */
interface Step {
  readonly isSame: boolean;
  readonly a1: number;
  readonly a2: number;
  readonly b1: number;
  readonly b2: number;
}

const CONTEXT = 3;

function unifiedDiff(a: readonly string[], b: readonly string[]): string {
  return groupsOf(stepsOf(matchesOf(a, b), a.length, b.length))
    .map((group) => {
      const [first, last] = [group[0], group.at(-1)];
      if (first === undefined || last === undefined) return '';
      return `@@ -${rangeText(first.a1, last.a2)} +${rangeText(first.b1, last.b2)} @@\n${group.map((step) => stepText(step, a, b)).join('')}`;
    })
    .join('');
}

function stepText({ isSame, a1, a2, b1, b2 }: Step, a: readonly string[], b: readonly string[]): string {
  const marked = (mark: string, lines: readonly string[]): string => lines.map((line) => mark + line).join('');
  return isSame ? marked(' ', a.slice(a1, a2)) : marked('-', a.slice(a1, a2)) + marked('+', b.slice(b1, b2));
}

/** Lines count from one; an empty range is named by the line before it. */
function rangeText(start: number, stop: number): string {
  const length = stop - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}

interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

function stepsOf(matches: readonly Match[], aLength: number, bLength: number): readonly Step[] {
  const steps: Step[] = [];
  let [a, b] = [0, 0];
  for (const match of [...matches, { a: aLength, b: bLength, size: 0 }]) {
    if (a < match.a || b < match.b) steps.push({ isSame: false, a1: a, a2: match.a, b1: b, b2: match.b });
    [a, b] = [match.a + match.size, match.b + match.size];
    if (match.size > 0) steps.push({ isSame: true, a1: match.a, a2: a, b1: match.b, b2: b });
  }
  return steps;
}

/** Cuts long stretches of what is the same, so that three lines of it stand on either side of a change. */
function groupsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const groups: Step[][] = [[]];
  for (const [index, step] of steps.entries()) {
    const group = groups.at(-1) ?? [];
    if (!step.isSame) group.push(step);
    else if (index === 0) group.push(tail(step));
    else if (index === steps.length - 1) group.push(head(step));
    else if (step.a2 - step.a1 > 2 * CONTEXT) {
      group.push(head(step));
      groups.push([tail(step)]);
    } else group.push(step);
  }
  return groups.filter((group) => group.some(({ isSame }) => !isSame));
}

function head(step: Step): Step {
  return { ...step, a2: Math.min(step.a2, step.a1 + CONTEXT), b2: Math.min(step.b2, step.b1 + CONTEXT) };
}

function tail(step: Step): Step {
  return { ...step, a1: Math.max(step.a1, step.a2 - CONTEXT), b1: Math.max(step.b1, step.b2 - CONTEXT) };
}

/** In long texts lines that are everywhere say nothing about what belongs together. */
const LONG = 200;

/** Where each line stands in a text. */
type Places = ReadonlyMap<string, readonly number[]>;

function placesOf(lines: readonly string[]): Places {
  const places = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const known = places.get(line);
    if (known === undefined) places.set(line, [index]);
    else known.push(index);
  }
  if (lines.length < LONG) return places;
  const limit = Math.floor(lines.length / 100) + 1;
  return new Map([...places].filter(([, indices]) => indices.length <= limit));
}

interface Window {
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

/** The longest common stretch, then the same to its left and right. */
function matchesOf(a: readonly string[], b: readonly string[]): readonly Match[] {
  const places = placesOf(b);
  const within = (window: Window): readonly Match[] => {
    const match = longestMatch(a, b, places, window);
    if (match.size === 0) return [];
    const [aEnd, bEnd] = [match.a + match.size, match.b + match.size];
    const isOpenLeft = window.aFrom < match.a && window.bFrom < match.b;
    const isOpenRight = aEnd < window.aTo && bEnd < window.bTo;
    return [
      ...(isOpenLeft ? within({ ...window, aTo: match.a, bTo: match.b }) : []),
      match,
      ...(isOpenRight ? within({ ...window, aFrom: aEnd, bFrom: bEnd }) : []),
    ];
  };
  return joined(within({ aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }));
}

function joined(matches: readonly Match[]): readonly Match[] {
  const result: Match[] = [];
  for (const match of matches) {
    const last = result.at(-1);
    const isNext = last !== undefined && last.a + last.size === match.a && last.b + last.size === match.b;
    if (isNext) result[result.length - 1] = { ...last, size: last.size + match.size };
    else result.push(match);
  }
  return result;
}

function longestMatch(a: readonly string[], b: readonly string[], places: Places, { aFrom, aTo, bFrom, bTo }: Window): Match {
  let best: Match = { a: aFrom, b: bFrom, size: 0 };
  let ending: ReadonlyMap<number, number> = new Map();
  for (let i = aFrom; i < aTo; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? '') ?? []) {
      if (j < bFrom || j >= bTo) continue;
      const size = (ending.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    ending = next;
  }
  let [start, startB, end] = [best.a, best.b, best.a + best.size];
  while (start > aFrom && startB > bFrom && a[start - 1] === b[startB - 1]) [start, startB] = [start - 1, startB - 1];
  while (end < aTo && startB + end - start < bTo && a[end] === b[startB + end - start]) end += 1;
  return { a: start, b: startB, size: end - start };
}
