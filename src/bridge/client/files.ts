/** Files of the machine, as kubectl reads and writes them. Paths are meant from the working folder. */
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandError } from '../../kubectl/errors.ts';
import type { KubeconfigFiles } from '../../kubectl/index.ts';

/** Undefined when there is no such file, or it is a folder. */
export function readFile(path: string): string | undefined {
  return tried(() => readFileSync(path, 'utf8'), ['ENOENT', 'ENOTDIR', 'EISDIR'], path);
}

/** Names of what is in a folder; undefined when it is none. */
export function readFolder(path: string): readonly string[] | undefined {
  return tried(() => readdirSync(path), ['ENOENT', 'ENOTDIR'], path);
}

/** `$KUBECONFIG` lists files; without it there is the one in the home folder. */
export function kubeconfigFiles(environment: NodeJS.ProcessEnv): KubeconfigFiles {
  const listed = (environment['KUBECONFIG'] ?? '').split(':').filter((path) => path !== '');
  return {
    paths: listed.length > 0 ? listed : [join(environment['HOME'] ?? homedir(), '.kube', 'config')],
    folder: process.cwd(),
    read: (path) => tried(() => readFileSync(path, 'utf8'), ['ENOENT', 'ENOTDIR'], path),
    write: writeLocked,
  };
}

/** Two that write at once would lose what one of them wrote. */
function writeLocked(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  const lock = `${path}.lock`;
  tried(() => closeSync(openSync(lock, 'wx')), [], lock);
  try {
    tried(() => writeFileSync(path, text, { mode: 0o600 }), [], path);
  } finally {
    rmSync(lock);
  }
}

const REASONS: Readonly<Record<string, readonly [doing: string, why: string]>> = {
  ENOENT: ['open', 'no such file or directory'],
  ENOTDIR: ['open', 'not a directory'],
  EACCES: ['open', 'permission denied'],
  EPERM: ['open', 'operation not permitted'],
  EEXIST: ['open', 'file exists'],
  EROFS: ['open', 'read-only file system'],
  EISDIR: ['read', 'is a directory'],
};

/** Undefined for the failures that are expected; others are told in Go's words. */
function tried<T>(act: () => T, expected: readonly string[], path: string): T | undefined {
  try {
    return act();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (expected.includes(code)) return undefined;
    const [doing, why] = REASONS[code] ?? [];
    if (doing === undefined) throw error;
    throw new CommandError(`${doing} ${path}: ${why}`);
  }
}
