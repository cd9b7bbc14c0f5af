import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subjectOf } from './run.ts';
import { readTable, tableFiles } from './table.ts';

/** Where the tests find tables: `validation/create-Pod` stands in `validation-create-Pod.json`. */
export const COPIES = 'src/testing/data/tables';

/** Cases beyond this hold a value that is too long on purpose. */
const CASE_CHARACTERS = 16_000;

/** Takes the tables of a folder whose subjects are known into the tests; those of manifests stay with the manifests. */
export function copyTables(folder: string, only: RegExp): void {
  mkdirSync(COPIES, { recursive: true });
  for (const file of tableFiles(folder).filter((path) => only.test(path))) {
    const { path, title } = readTable(file);
    if (subjectOf({ path, title }) === undefined || path.startsWith('manifests/')) continue;
    const { source: _source, format: _format, cases, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { [key: string]: unknown };
    const kept = (cases as readonly unknown[]).filter((one) => JSON.stringify(one).length <= CASE_CHARACTERS);
    writeFileSync(join(COPIES, `${path.replace('/', '-')}.json`), `${JSON.stringify({ ...rest, cases: kept })}\n`);
  }
}
