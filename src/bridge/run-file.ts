/** The file by which a running API server is found from the same folder. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CACHE_FOLDER = join('node_modules', '.cache', 'kubarium');
const FILE = join(CACHE_FOLDER, 'apiserver.json');

/** `address`: host and port. */
export function writeRunFile(address: string): void {
  mkdirSync(CACHE_FOLDER, { recursive: true });
  writeFileSync(FILE, JSON.stringify({ address, pid: process.pid }));
}

/** Of two servers the later one's is kept. */
export function removeRunFile(): void {
  if (readRunFile()?.pid === process.pid) rmSync(FILE, { force: true });
}

/** Address of the API server that has written the file and still runs, or ''. */
export function runningServer(): string {
  const run = readRunFile();
  if (run === undefined) return '';
  try {
    process.kill(run.pid, 0);
    return run.address;
  } catch {
    return '';
  }
}

function readRunFile(): { readonly address: string; readonly pid: number } | undefined {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as { readonly address: string; readonly pid: number };
  } catch {
    return undefined;
  }
}
