/** The file by which a running API server is found from the same folder. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const CACHE_FOLDER = join('node_modules', '.cache', 'kubarium');
const FILE = join(CACHE_FOLDER, 'apiserver.json');

/** `address`: host and port, '' when no page could attach there. `control`: where `npm run fault` finds it. */
export function writeRunFile(address: string, control: string): void {
  mkdirSync(CACHE_FOLDER, { recursive: true });
  writeFileSync(FILE, JSON.stringify({ address, control, pid: process.pid }));
}

/** Of two servers the later one's is kept. */
export function removeRunFile(): void {
  if (readRunFile()?.pid === process.pid) rmSync(FILE, { force: true });
}

/** Address of the API server that has written the file and still runs, or ''. */
export function runningServer(): string {
  return running()?.address ?? '';
}

/** Where that server is told of faults, or ''. */
export function runningControl(): string {
  return running()?.control ?? '';
}

interface Run {
  readonly address: string;
  readonly control: string;
  readonly pid: number;
}

function running(): Run | undefined {
  const run = readRunFile();
  if (run === undefined) return undefined;
  try {
    process.kill(run.pid, 0);
    return run;
  } catch {
    return undefined;
  }
}

function readRunFile(): Run | undefined {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8')) as Run;
  } catch {
    return undefined;
  }
}
