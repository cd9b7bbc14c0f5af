/** Sets of completion indexes as a job's status writes them: `1,3-5,7`. */
export type Indexes = { readonly total: number } | { readonly error: string };

interface Interval {
  readonly first: number;
  readonly last: number;
}

/** How many indexes there are, if they are in order, apart and below `completions`. */
export function parseIndexes(text: string, completions: number): Indexes {
  let total = 0;
  let previous: number | undefined;
  for (const part of text === '' ? [] : text.split(',')) {
    const interval = parseInterval(part, completions);
    if ('error' in interval) return interval;
    if (previous !== undefined && previous >= interval.first) return notIncreasing(previous, interval.first);
    total += interval.last - interval.first + 1;
    previous = interval.last;
  }
  return { total };
}

function notIncreasing(previous: number, current: number): { readonly error: string } {
  return { error: `non-increasing order, previous: ${previous}, current: ${current}` };
}

function parseInterval(text: string, completions: number): Interval | { readonly error: string } {
  const limits = text.split('-');
  if (limits.length > 2) {
    const rule = "violates the requirement that an index interval can have at most two parts separated by '-'";
    return { error: `the fragment ${JSON.stringify(text)} ${rule}` };
  }
  const [first, last] = limits.map((limit) => parseIndex(limit, completions));
  if (typeof first !== 'number') return { error: first ?? '' };
  if (last === undefined) return { first, last: first };
  if (typeof last !== 'number') return { error: last };
  return first >= last ? notIncreasing(first, last) : { first, last };
}

/** The index, or what is wrong with it. */
function parseIndex(text: string, completions: number): number | string {
  if (!/^[-+]?[0-9]+$/.test(text)) return `cannot convert string to integer for index: ${JSON.stringify(text)}`;
  const index = Number(text);
  return index >= completions ? `too large index: ${JSON.stringify(text)}` : index;
}

/** The first index that stands in both; parts that can't be read are passed over. */
export function overlapOf(completed: string, failed: string, completions: number): number | undefined {
  const intervalsOf = (text: string): readonly Interval[] =>
    text.split(',').flatMap((part) => {
      const interval = parseInterval(part, completions);
      return 'error' in interval ? [] : [interval];
    });
  const [done, broken] = [intervalsOf(completed), intervalsOf(failed)];
  for (let i = 0, j = 0; i < done.length && j < broken.length;) {
    const [a, b] = [done[i], broken[j]];
    if (a === undefined || b === undefined) return undefined;
    if (a.first <= b.last && b.first <= a.last) return Math.max(a.first, b.first);
    if (a.first <= b.first) i += 1;
    else j += 1;
  }
  return undefined;
}
