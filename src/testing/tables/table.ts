/** Case tables: files of given and expected, recorded from Kubernetes' own code and tests. */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { deepFreeze } from '../../base/freeze.ts';

type Fields = { readonly [key: string]: unknown };

export interface Row {
  readonly name: string;
  readonly in: Fields;
  readonly out: Fields;
}

export interface Table {
  /** Absolute. */
  readonly file: string;
  /** Its folder and name, `labels/selector-strings`. */
  readonly path: string;
  /** What the file says it is about. */
  readonly title: string;
  readonly rows: readonly Row[];
  /** What stands beside the cases and goes for all of them. */
  readonly fixtures: Fields;
}

/** Every JSON file below a folder, or that one file. */
export function tableFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [resolve(path)];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => resolve(path, file));
}

/** The cases are frozen, so that code that writes into its arguments is caught. */
export function readTable(file: string, path = tailOf(resolve(file))): Table {
  const { subject = '', cases = [], ...fixtures } = JSON.parse(readFileSync(file, 'utf8')) as Fields & RawTable;
  const rows = cases.map(({ name = '', in: given, out }, index) => ({ name: name || String(index), in: given ?? {}, out: out ?? {} }));
  return deepFreeze({ file: resolve(file), path, title: subject, rows, fixtures });
}

interface RawTable {
  readonly subject?: string;
  readonly cases?: readonly { readonly name?: string; readonly in?: Fields | null; readonly out?: Fields | null }[];
}

function tailOf(file: string): string {
  return join(basename(join(file, '..')), basename(file, '.json'));
}
