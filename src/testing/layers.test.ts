/** ARCHITECTURE.md's layer table, enforced on every import. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve('src');

/** Rows `| \`folder\` | may import | … |` under the heading "Layers"; a row may name a folder within a layer. */
function layerTable(): Map<string, ReadonlySet<string>> {
  const section = readFileSync('ARCHITECTURE.md', 'utf8')
    .split(/^## /m)
    .find((part) => part.startsWith('Layers'));
  const rows = [...(section ?? '').matchAll(/^\| `([^`]+)` \| ([^|]*) \|/gm)];
  return new Map(
    rows.map(([, folder = '', allowed = '']) => [folder, new Set(allowed.split(/[\s,]+/).map((name) => name.replaceAll('`', '')))]),
  );
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"](\.[^'"]+)['"]|import\(\s*['"](\.[^'"]+)['"]\s*\)|(?:^|\n)import\s+['"](\.[^'"]+)['"]/g,
  );
  return [...found].map((match) => relative(SRC, resolve(dirname(file), match.slice(1).find((path) => path !== undefined) ?? '')));
}

const isTest = (file: string) => /\.test\.tsx?$|\/testing\//.test(file);

/** The longest row of the table that a path lies under. */
function layerOf(table: ReadonlyMap<string, unknown>, path: string): string {
  const rows = [...table.keys()].filter((row) => path === row || path.startsWith(`${row}/`));
  return rows.sort((a, b) => b.length - a.length)[0] ?? '';
}

describe('layers', () => {
  const table = layerTable();
  const files = sources(SRC).filter((file) => !isTest(file));

  it('has a table and sources to hold to it', () => {
    expect(table.size).toBeGreaterThan(10);
    expect(files.length).toBeGreaterThan(100);
  });

  it('lets a file import its own layer and what the table allows', () => {
    const violations: string[] = [];
    for (const file of files) {
      const path = relative(SRC, file);
      const layer = layerOf(table, path);
      if (layer === '') continue;
      for (const target of importsOf(file)) {
        const to = layerOf(table, target);
        const allowed = table.get(layer);
        const fine = to === layer || to === '' || [...(allowed ?? [])].some((name) => to === name || to.startsWith(`${name}/`));
        if (!fine) violations.push(`${path} imports ${target}: ${layer} may not import ${to}`);
      }
    }
    expect(violations).toEqual([]);
  });

  it('keeps panels apart, and controllers apart', () => {
    const violations: string[] = [];
    for (const folder of ['ui', 'sim/controllers']) {
      for (const file of files.map((name) => relative(SRC, name)).filter((name) => name.startsWith(`${folder}/`))) {
        const own = partOf(folder, file);
        for (const target of importsOf(join(SRC, file)).filter((name) => name.startsWith(`${folder}/`))) {
          const other = partOf(folder, target);
          const shared = folder === 'ui' && !PANELS.has(other);
          if (own !== other && !shared && (folder !== 'ui' || PANELS.has(own))) violations.push(`${file} imports ${target}`);
        }
      }
    }
    expect(violations).toEqual([]);
  });
});

/** Folders of src/ui that are panels; the rest is what panels are made of. */
const PANELS = new Set([
  'clock',
  'control-plane',
  'editor',
  'events',
  'guide',
  'inspector',
  'outline',
  'palette',
  'terminal',
  'toasts',
  'topbar',
]);

function partOf(folder: string, file: string): string {
  return file.slice(folder.length + 1).split('/')[0] ?? '';
}

it('names every package that the pure layers use', () => {
  const allowed = new Set(['yaml']);
  const pure = ['base', 'api', 'sim', 'kubectl', 'view', 'protocol']
    .flatMap((layer) => sources(join(SRC, layer)))
    .filter((file) => !isTest(file));
  const found = new Set<string>();
  for (const file of pure) {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}).* from '([^.'][^']*)';$/gm)) found.add(name);
  }
  expect([...found].filter((name) => !allowed.has(name))).toEqual([]);
});
