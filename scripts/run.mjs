// Bundles a TypeScript entry for Node and runs it. Usage: node scripts/run.mjs <entry.ts> [arguments…]
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { install } from './install.mjs';

install();
const [entry, ...rest] = process.argv.slice(2);
const { buildSync } = await import('esbuild');
const { ensureProse } = await import('./generate-prose.mjs');
const outfile = join('node_modules', '.cache', 'kubarium', `${basename(dirname(entry))}-${basename(entry, '.ts')}.mjs`);
mkdirSync(dirname(outfile), { recursive: true });
buildSync({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'error',
  alias: { 'kubernetes-prose': ensureProse() },
  // Packages that still call require() find it here.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const result = spawnSync(process.execPath, ['--enable-source-maps', '--expose-gc', outfile, ...rest], { stdio: 'inherit' });
process.exit(result.status ?? 1);
