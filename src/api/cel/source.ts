/** What is wrong with an expression, at an offset in code points; -1 for the expression as a whole. */
export interface Issue {
  readonly at: number;
  readonly text: string;
}

const MAX_ISSUES = 100;

/** The issues as cel-go prints them: one `ERROR:` with the line and a caret each, in the order of their places. */
export function printIssues(source: string, issues: readonly Issue[]): string {
  const sorted = issues.slice(0, MAX_ISSUES).toSorted((a, b) => a.at - b.at);
  const texts = sorted.map((issue) => printIssue(source, issue));
  if (issues.length > MAX_ISSUES) texts.push(`${issues.length - MAX_ISSUES} more errors were truncated`);
  return texts.join('\n');
}

function printIssue(source: string, { at, text }: Issue): string {
  if (at < 0) return `ERROR: <input>:-1:0: ${text}`;
  const points = Array.from(source);
  const before = points.slice(0, at);
  const line = before.filter((point) => point === '\n').length;
  const start = before.lastIndexOf('\n') + 1;
  const content = (source.split('\n')[line] ?? '').replaceAll('\t', ' ');
  const dots = before.slice(start).map((point) => (isWide(point) ? '．' : '.'));
  const caret = isWide(points[at] ?? '') ? '＾' : '^';
  return `ERROR: <input>:${line + 1}:${at - start + 1}: ${text}\n | ${content}\n | ${dots.join('')}${caret}`;
}

function isWide(point: string): boolean {
  return (point.codePointAt(0) ?? 0) > 0x7f;
}
