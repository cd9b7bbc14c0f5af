import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseScenarioFile, playScenarioFile, printScenarioFile } from './scenario-file.ts';

/** `UPDATE=1 npx vitest run src/testing/scenarios` writes what the commands print now into the files. */
const FOLDER = join('src', 'testing', 'scenarios');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.scenario.txt'));

test.each(files)('%s', async (name) => {
  const path = join(FOLDER, name);
  const text = readFileSync(path, 'utf8');
  const played = printScenarioFile(await playScenarioFile(parseScenarioFile(text)));
  if (process.env['UPDATE'] === undefined) expect(played).toBe(text);
  else writeFileSync(path, played);
});
