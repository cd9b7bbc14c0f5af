/** Paths of files as text. What they lead to is the surroundings' business. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash) || '/';
}

export function absolutePath(path: string, folder: string): string {
  return cleaned(path.startsWith('/') ? path : `${folder}/${path}`);
}

/** From a folder to a path below it, or to the folder right above; undefined when it is elsewhere. Both are absolute. */
export function pathBelow(path: string, folder: string): string | undefined {
  const base = folder === '/' ? '/' : `${folder}/`;
  if (path === folder) return '.';
  if (path === folderOf(folder)) return '..';
  return path.startsWith(base) ? path.slice(base.length) : undefined;
}

/** Without `.`, `..` and doubled slashes. */
function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
