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

export function removeRunFile(): void {
  rmSync(FILE, { force: true });
}

/** Address of the API server that has written the file and still runs, or ''. */
export function runningServer(): string {
  try {
    const { address, pid } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly address: string; readonly pid: number };
    process.kill(pid, 0);
    return address;
  } catch {
    return '';
  }
}
