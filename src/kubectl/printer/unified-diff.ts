const CONTEXT = 3;

/** The hunks of `diff -u`, without their heading; '' when the texts are equal. */
export function unifiedDiff(before: string, after: string): string {
  if (before === after) return '';
  const edits = editScript(linesOf(before), linesOf(after));
  return hunksOf(edits)
    .map(([start, end]) => hunkText(edits, start, end))
    .join('');
}

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** The shortest way from one list of lines to another, by longest common subsequence; removals before additions. */
function editScript(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const common = commonLengths(a, b);
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      edits.push({ sign: ' ', line: left });
      i++;
      j++;
    } else if (left !== undefined && (right === undefined || at(common, i + 1, j) >= at(common, i, j + 1))) {
      edits.push({ sign: '-', line: left });
      i++;
    } else {
      edits.push({ sign: '+', line: right ?? '' });
      j++;
    }
  }
  return edits;
}

/** Length of the longest common subsequence of the rests from i and j. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const rows: number[][] = Array.from({ length: a.length + 1 }, () => []);
  for (let i = a.length; i >= 0; i--) {
    for (let j = b.length; j >= 0; j--) {
      const same = i < a.length && j < b.length && a[i] === b[j];
      const value = same ? at(rows, i + 1, j + 1) + 1 : Math.max(at(rows, i + 1, j), at(rows, i, j + 1));
      const row = rows[i];
      if (row !== undefined) row[j] = value;
    }
  }
  return rows;
}

function at(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}

/** Ranges of edits with their context; those that touch are one. */
function hunksOf(edits: readonly Edit[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  for (const [i, { sign }] of edits.entries()) {
    if (sign === ' ') continue;
    const start = Math.max(0, i - CONTEXT);
    const end = Math.min(edits.length, i + CONTEXT + 1);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  }
  return hunks;
}

function hunkText(edits: readonly Edit[], start: number, end: number): string {
  const count = (from: number, to: number, without: Edit['sign']) => edits.slice(from, to).filter(({ sign }) => sign !== without).length;
  const range = (without: Edit['sign']) => {
    const length = count(start, end, without);
    const first = count(0, start, without) + (length === 0 ? 0 : 1);
    return length === 1 ? `${first}` : `${first},${length}`;
  };
  const lines = edits.slice(start, end).map(({ sign, line }) => `${sign}${line}\n`);
  return `@@ -${range('+')} +${range('-')} @@\n${lines.join('')}`;
}
