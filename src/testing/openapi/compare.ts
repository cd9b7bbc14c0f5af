/** Two documents about an API, leaf by leaf. Descriptions are prose and left out, unless they are asked for. */
import { utf8Bytes } from '../../base/base64.ts';
import { sha256 } from '../../base/sha256.ts';
import type { JsonValue } from '../../api/scalars.ts';

export interface Comparison {
  /** Leaves of the recorded document, and those that ours has in the same place. */
  readonly leaves: number;
  readonly same: number;
  /** `path: recorded ≠ ours`; extra leaves of ours have `nothing` on the left. */
  readonly differences: readonly string[];
}

export function compareDocuments(recorded: JsonValue, ours: JsonValue, withProse = false): Comparison {
  const [left, right] = [leavesOf(recorded, withProse), leavesOf(ours, withProse)];
  const differing = [...left].filter(([path, value]) => right.get(path) !== value);
  const extra = [...right].filter(([path]) => !left.has(path));
  return {
    leaves: left.size,
    same: left.size - differing.length,
    differences: [
      ...differing.map(([path, value]) => `${path}: ${value} ≠ ${right.get(path) ?? 'nothing'}`),
      ...extra.map(([path, value]) => `${path}: nothing ≠ ${value}`),
    ],
  };
}

/** What two documents have in common exactly when all their facts are the same. */
export function digestOf(document: JsonValue): string {
  const lines = [...leavesOf(document, false)].map(([path, value]) => `${path}: ${value}\n`).sort();
  return sha256(utf8Bytes(lines.join('')))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/** Values by path; of maps and lists the empty ones alone. */
function leavesOf(document: JsonValue, withProse: boolean): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (value: JsonValue, path: string) => {
    const isTree = typeof value === 'object' && value !== null;
    const entries: [string, JsonValue][] = isTree ? Object.entries(value) : [];
    const shown = entries.filter(([key, inner]) => withProse || key !== 'description' || typeof inner !== 'string');
    if (shown.length === 0) leaves.set(path, isTree ? 'empty' : JSON.stringify(value));
    for (const [key, inner] of shown) visit(inner, `${path} ${key}`);
  };
  visit(document, '');
  return leaves;
}
