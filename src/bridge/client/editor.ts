/** A person's own editor, on a temporary file. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandError } from '../../kubectl/errors.ts';

export interface Editor {
  edit(text: string, extension: '.yaml' | '.json'): Promise<{ readonly text: string; readonly path: string } | undefined>;
  /** What was refused may be tried again and stays; the rest is of no use any more. */
  cleanUp(keepsLast: boolean): void;
}

export function createEditor(environment: NodeJS.ProcessEnv): Editor {
  const written: string[] = [];
  return {
    async edit(text, extension) {
      const path = temporaryFile(extension);
      written.push(path);
      writeFileSync(path, text, { mode: 0o600 });
      open(environment, path);
      return { text: readFileSync(path, 'utf8'), path };
    },
    cleanUp(keepsLast) {
      for (const path of keepsLast ? written.slice(0, -1) : written) {
        rmSync(path, { force: true });
        rmSync(dirname(path), { recursive: true, force: true });
      }
    },
  };
}

/** In a folder of its own, so that nobody else can have put a file there. */
function temporaryFile(extension: string): string {
  return join(mkdtempSync(join(tmpdir(), 'kubectl-edit-')), `kubectl-edit${extension}`);
}

/** `$KUBE_EDITOR` or `$EDITOR` may have arguments, so a shell starts it. Ctrl-C is the editor's business then. */
function open(environment: NodeJS.ProcessEnv, path: string): void {
  const editor = environment['KUBE_EDITOR'] || environment['EDITOR'] || 'vi';
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  try {
    const { error, status } = spawnSync('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit', env: environment });
    if (error !== undefined || status === NOT_FOUND) throw new CommandError(`unable to launch the editor ${JSON.stringify(editor)}`);
    if (status !== 0) throw new CommandError(`there was a problem with the editor ${JSON.stringify(editor)}`);
  } finally {
    process.off('SIGINT', ignore);
  }
}

/** What a shell answers for a program that there is not. */
const NOT_FOUND = 127;
