/** Rows of cells, aligned as Go's text/tabwriter does with spaces; the last cell of a row is not padded. */
export interface TableStyle {
  /** Narrowest column, padding included. */
  readonly minWidth: number;
  readonly padding: number;
}

/** `kubectl get` and its relatives. */
const GET_STYLE: TableStyle = { minWidth: 6, padding: 3 };
/** `kubectl describe`, `rollout history`. */
export const DESCRIBE_STYLE: TableStyle = { minWidth: 0, padding: 2 };

/** `widths` remembers how wide columns have become, for rows that follow later. */
export function alignRows(rows: readonly (readonly string[])[], style: TableStyle = GET_STYLE, widths: number[] = []): string {
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? style.minWidth, lengthOf(cell) + style.padding);
    });
  }
  return rows.map((row) => `${row.map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] ?? 0))).join('')}\n`).join('');
}

/** Aligns tab-separated text. A column is a block of neighbouring lines that have it; a line without it ends the block. */
export function alignTabs(text: string, style: TableStyle = DESCRIBE_STYLE): string {
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n').map((line) => line.split('\t'));
  const padded = lines.map((cells) => [...cells]);
  const deepest = Math.max(...lines.map((cells) => cells.length));
  for (let column = 0; column < deepest - 1; column++) padColumn(lines, padded, column, style);
  return padded.map((cells) => cells.join('')).join('\n') + (ended ? '\n' : '');
}

function padColumn(lines: readonly (readonly string[])[], padded: string[][], column: number, style: TableStyle): void {
  const has = (line: number) => column < (lines[line]?.length ?? 0) - 1;
  for (let start = 0; start < lines.length; start++) {
    if (!has(start)) continue;
    let end = start;
    while (end < lines.length && has(end)) end++;
    const cells = lines.slice(start, end).map((line) => line[column] ?? '');
    const width = Math.max(style.minWidth, ...cells.map((cell) => lengthOf(cell) + style.padding));
    cells.forEach((cell, i) => {
      const row = padded[start + i];
      if (row !== undefined) row[column] = pad(cell, width);
    });
    start = end;
  }
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}
