/** The recorded tables that the project holds, and those of real manifests where they are at hand. */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COPIES } from './copy.ts';
import { DIFFERENCES } from './differences.ts';
import { type Failure, runTable } from './run.ts';
import { type Table, readTable, tableFiles } from './table.ts';

const MANIFESTS = '../shared/tables/manifests';

describe('tables', () => {
  it.each(tableFiles(COPIES).map((file) => basename(file, '.json')))('%s', (name) => {
    expectAsRecorded(readTable(`${COPIES}/${name}.json`, name.replace('-', '/')));
  });
});

describe.skipIf(!existsSync(MANIFESTS))('tables of real manifests', () => {
  it.each(['create', 'decode', 'defaults', 'get-rows', 'qos-requests'])('%s', (name) => {
    expectAsRecorded(readTable(`${MANIFESTS}/${name}.json`));
  });
});

/** What differs is exactly what is known to. */
function expectAsRecorded(table: Table): void {
  const { failures } = runTable(table);
  const known = table.rows.filter(({ name }) => DIFFERENCES.has(name)).map(({ name }) => name);
  expect(failures.filter(({ row }) => !DIFFERENCES.has(row.name)).map(shown)).toEqual([]);
  expect(failures.map(({ row }) => row.name).filter((name) => DIFFERENCES.has(name))).toEqual(known);
}

function shown({ row: { name, in: given }, expected, got }: Failure): object {
  return { name, given, expected, got };
}
