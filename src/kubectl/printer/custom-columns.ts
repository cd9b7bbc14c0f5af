import type { JsonValue } from '../../api/scalars.ts';
import { CommandError } from '../errors.ts';
import { relaxedPath, valueText, valuesAt } from '../../api/jsonpath/jsonpath.ts';
import { alignRows } from './table.ts';

/** `NAME:.metadata.name,IMAGE:.spec.containers[*].image`: one row per object, `<none>` where nothing is found. */
export function customColumns(spec: string, objects: readonly JsonValue[], headers = true): string {
  const columns = splitSpec(spec).map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) throw new CommandError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: relaxedPath(part.slice(colon + 1)) };
  });
  const rows = objects.map((object) => columns.map(({ path }) => cell(valuesAt(path, object))));
  return alignRows(headers ? [columns.map(({ header }) => header), ...rows] : rows);
}

/** `custom-columns-file`: a line of headers and a line of paths. */
export function columnsFromFile(text: string): string {
  const [headers, paths] = text.split('\n');
  const format = 'Expected format is one line of space separated headers, one line of space separated column specs.';
  if (headers === undefined || text === '') throw new CommandError(`invalid template, missing header line. ${format}`);
  if (paths === undefined || (paths === '' && text.split('\n').length === 2))
    throw new CommandError(`invalid template, missing spec line. ${format}`);
  const [names, specs] = [wordsOf(headers), wordsOf(paths)];
  if (names.length !== specs.length)
    throw new CommandError(`number of headers (${names.length}) and field specifications (${specs.length}) don't match`);
  return names.map((name, i) => `${name}:${specs[i] ?? ''}`).join(',');
}

function wordsOf(line: string): string[] {
  return line.split(/\s+/).filter((word) => word !== '');
}

function cell(values: readonly JsonValue[]): string {
  return values.length === 0 ? '<none>' : values.map((value) => (value === null ? '<none>' : valueText(value))).join(',');
}

/** Splits at commas outside brackets. */
function splitSpec(spec: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const char of spec) {
    if (char === '[' || char === '(') depth++;
    if (char === ']' || char === ')') depth--;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}
