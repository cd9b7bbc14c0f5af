// Bundles a TypeScript entry for Node and runs it. Usage: node scripts/run.mjs [--flag-of-node…] <entry.ts> [arguments…]
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { install } from './install.mjs';

install();
const words = process.argv.slice(2);
const at = words.findIndex((word) => !word.startsWith('--'));
const [entry, ...rest] = words.slice(at);
const flags = ['--enable-source-maps', '--expose-gc', ...words.slice(0, at)];
const { buildSync } = await import('esbuild');
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
  // Packages that still call require() find it here.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
const child = spawn(process.execPath, [...flags, outfile, ...rest], { stdio: 'inherit' });
// Whoever ends this one means the program. What a terminal says, it says to both.
process.on('SIGTERM', () => child.kill('SIGTERM'));
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
child.on('exit', (code) => process.exit(code ?? 1));
