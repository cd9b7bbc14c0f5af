import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './main.ts';

/** Compressed JavaScript that must arrive before the cluster is seen: what index.html names, what that imports, and the worker. */
export async function firstLoad(): Promise<readonly Figure[]> {
  if (!existsSync('dist/index.html')) throw new Error('dist/ is missing: npm run build first');
  const page = closure([...readFileSync('dist/index.html', 'utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file));
  const workers = closure(readdirSync('dist/assets').flatMap((file) => (/^worker-.*\.js$/.test(file) ? [`assets/${file}`] : [])));
  const kilobytes = (files: ReadonlySet<string>) => [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join('dist', file)), { level: 9 }).length, 0) / 1024;
  return [
    { name: 'page', value: kilobytes(page), unit: 'KB gzip' },
    { name: 'worker', value: kilobytes(workers), unit: 'KB gzip' },
    { name: 'first load', value: kilobytes(page) + kilobytes(workers), unit: 'KB gzip', target: { atMost: 250 } },
  ];
}

/** A set of files and everything that they import statically. */
function closure(entries: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, name = ''] of readFileSync(join('dist', file), 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) visit(`assets/${name}`);
  };
  entries.forEach(visit);
  return found;
}
