import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Figure } from './main.ts';
import { ensureBuilt } from './site.ts';

/** Compressed JavaScript that must arrive before the cluster is seen: what index.html names, what that imports, and the worker. */
export async function firstLoad(): Promise<readonly Figure[]> {
  ensureBuilt();
  const page = closure(
    [...readFileSync('dist/index.html', 'utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file),
  );
  // A name and its hash; chunks that the worker loads on demand have a name of their own between them.
  const workers = closure(readdirSync('dist/assets').flatMap((file) => (/^worker-[\w-]{8}\.js$/.test(file) ? [`assets/${file}`] : [])));
  const all = new Set([...page, ...workers]);
  return [
    { name: 'page', value: kilobytes(page, gzip), unit: 'KB gzip' },
    { name: 'worker', value: kilobytes(workers, gzip), unit: 'KB gzip' },
    { name: 'first load', value: kilobytes(all, brotli), unit: 'KB brotli' },
    { name: 'first load', value: kilobytes(all, gzip), unit: 'KB gzip', target: { atMost: 250 } },
  ];
}

const brotli = (bytes: Buffer) => brotliCompressSync(bytes).length;
const gzip = (bytes: Buffer) => gzipSync(bytes, { level: 9 }).length;

/** In units of 1024 bytes. */
function kilobytes(files: ReadonlySet<string>, compressed: (bytes: Buffer) => number): number {
  return [...files].reduce((sum, file) => sum + compressed(readFileSync(join('dist', file))), 0) / 1024;
}

/** A set of files and everything that they import statically. */
function closure(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name = ''] of readFileSync(join('dist', file), 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g))
      visit(`assets/${name}`);
  };
  entries.forEach(visit);
  return found;
}
