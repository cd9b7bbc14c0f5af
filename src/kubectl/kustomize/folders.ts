import { CommandError } from '../errors.ts';
import type { KubectlIo } from '../session.ts';

/** Paths are those of the command's surroundings, relative to its working folder, with `/` between the parts. */
export type Files = Pick<KubectlIo, 'readFile' | 'readFolder' | 'folder'>;

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** `a/b` and `../c` make `a/c`. What leads out of the working folder keeps its `..`. */
export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  const start = path.startsWith('/') || folder === '' ? path : `${folder}/${path}`;
  for (const part of start.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return `${start.startsWith('/') ? '/' : ''}${parts.join('/')}`;
}

export function isFolder(files: Files, path: string): boolean {
  return (
    files.readFolder?.(path === '' ? '.' : path) !== undefined || NAMES.some((name) => files.readFile(joinPath(path, name)) !== undefined)
  );
}

/** The text of a folder's kustomization. */
export function readKustomizationText(files: Files, folder: string): string {
  const found = NAMES.filter((name) => files.readFile(joinPath(folder, name)) !== undefined);
  if (found.length > 1) throw new CommandError(`Found multiple kustomization files under: ${shownPath(files, folder)}\n`);
  const [name] = found;
  if (name === undefined) throw noKustomization(files, folder);
  return files.readFile(joinPath(folder, name)) ?? '';
}

function noKustomization(files: Files, folder: string): CommandError {
  const names = `'${NAMES[0]}', '${NAMES[1]}' or '${NAMES[2]}'`;
  return new CommandError(`unable to find one of ${names} in directory '${shownPath(files, folder)}'`);
}

/** A file of a kustomization, which must lie in its folder unless that is allowed. */
export function readInside(files: Files, root: string, path: string, restricted: boolean): string {
  const at = joinPath(root, path);
  const content = files.readFile(at);
  if (content === undefined) throw new CommandError(missing(files, at));
  if (restricted && !isInside(root, at))
    throw new CommandError(`security; file '${shownPath(files, at)}' is not in or below '${shownPath(files, root)}'`);
  return content;
}

function isInside(root: string, path: string): boolean {
  return root === '' ? !path.startsWith('../') && !path.startsWith('/') : path.startsWith(`${root}/`);
}

export function missing(files: Files, path: string): string {
  const shown = shownPath(files, path);
  return `evalsymlink failure on '${shown}' : lstat ${shown}: no such file or directory`;
}

/** As an absolute path. */
export function shownPath({ folder = '' }: Files, path: string): string {
  return joinPath(`/${folder}`, path);
}
