// Bundles a TypeScript entry for Node and runs it. Usage: node scripts/run.mjs [--flag-of-node…] <entry.ts> [arguments…]
// A bundle is used again as long as nothing that went into it has changed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { install } from './install.mjs';

install();
const words = process.argv.slice(2);
const at = words.findIndex((word) => !word.startsWith('--'));
const [entry, ...rest] = words.slice(at);
const flags = ['--enable-source-maps', '--expose-gc', ...words.slice(0, at)];
const outfile = join('node_modules', '.cache', 'kubarium', `${basename(dirname(entry))}-${basename(entry, '.ts')}.mjs`);
const inputsFile = `${outfile}.inputs.json`;
if (!isFresh()) await bundle();
const child = spawn(process.execPath, [...flags, outfile, ...rest], { stdio: 'inherit' });
// Whoever ends this one means the program. What a terminal says, it says to both.
process.on('SIGTERM', () => child.kill('SIGTERM'));
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.removeAllListeners(name);
  process.kill(process.pid, signal);
});

function isFresh() {
  if (!existsSync(outfile) || !existsSync(inputsFile)) return false;
  const made = statSync(inputsFile).mtimeMs;
  const inputs = [...JSON.parse(readFileSync(inputsFile, 'utf8')), 'package-lock.json', 'scripts/run.mjs'];
  return inputs.every((path) => (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < made);
}

async function bundle() {
  const { buildSync } = await import('esbuild');
  const { ensureProse } = await import('./generate-prose.mjs');
  mkdirSync(dirname(outfile), { recursive: true });
  const { metafile, outputFiles } = buildSync({
    write: false,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    metafile: true,
    // They read files beside their own.
    external: ['@playwright/test', 'esbuild'],
    alias: { 'kubernetes-prose': ensureProse() },
    // Packages that still call require() find it here.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  writeWhole(inputsFile, JSON.stringify(Object.keys(metafile.inputs)));
}

/** Two may bundle the same entry at once, while a third runs it: a file is there whole or not at all. */
function writeWhole(path, contents) {
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}
