import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PANELS = [
  'topbar',
  'editor',
  'inspector',
  'events',
  'clock',
  'follow',
  'hall',
  'guide',
  'menu',
  'palette',
  'terminal',
  'toasts',
  'outline',
  'control-plane',
  'trouble',
];
const root = fileURLToPath(new URL('.', import.meta.url));

test.each(PANELS)('%s imports no other panel', (panel) => {
  const files = readdirSync(join(root, panel), { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  expect(files).not.toEqual([]);
  const others = files
    .flatMap((file) => importsOf(join(root, panel, file)))
    .filter((folder) => folder !== panel && PANELS.includes(folder));
  expect(others).toEqual([]);
});

/** Folders of src/ui that a file imports from. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
    (match) => relative(root, join(dirname(file), match[1] ?? '')).split('/')[0] ?? '',
  );
}
