import type { Volume, VolumeProjection } from '../../../types.gen.ts';

interface FilePath {
  readonly path: string;
  readonly source: string;
}

/** Files of one volume that hide one another. */
export function overlapWarnings({ name, configMap, secret, downwardAPI, projected }: Volume, found: string[]): void {
  if (configMap?.items !== undefined) found.push(...overlaps(name, `ConfigMap "${configMap.name ?? ''}"`, bare(configMap.items)));
  if (secret?.items !== undefined) found.push(...overlaps(name, `Secret "${secret.secretName ?? ''}"`, bare(secret.items)));
  if (downwardAPI?.items !== undefined) found.push(...overlaps(name, 'DownwardAPI', bare(downwardAPI.items)));
  if (projected?.sources !== undefined) found.push(...projectionWarnings(name, projected.sources));
}

function bare(items: readonly { readonly path: string }[]): readonly FilePath[] {
  return items.map(({ path }) => ({ path, source: '' }));
}

/** Sources in which nothing was found: most of all, those of the token that every pod has. */
const CLEAN = new WeakSet<readonly VolumeProjection[]>();
const NONE: readonly string[] = [];

/** Empty sources are told where they stand among the others. */
function projectionWarnings(name: string, sources: readonly VolumeProjection[]): readonly string[] {
  if (CLEAN.has(sources)) return NONE;
  const warnings: string[] = [];
  const files: FilePath[] = [];
  for (const source of sources) {
    if (Object.keys(source).length === 0) warnings.push(`volume "${name}" (Projected) has no sources provided`);
    for (const file of filesOf(source)) {
      warnings.push(...collisions(name, 'Projected', files, trimmed(file)));
      files.push(trimmed(file));
    }
  }
  if (warnings.length === 0) CLEAN.add(sources);
  return warnings;
}

function filesOf({ configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection): readonly FilePath[] {
  const from = (items: readonly { readonly path: string }[], source: string): readonly FilePath[] =>
    items.map(({ path }) => ({ path, source }));
  if (configMap?.items !== undefined) return from(configMap.items, `ConfigMap "${configMap.name ?? ''}"`);
  if (secret?.items !== undefined) return from(secret.items, `Secret "${secret.name ?? ''}"`);
  if (downwardAPI?.items !== undefined) return from(downwardAPI.items, 'DownwardAPI');
  return serviceAccountToken === undefined ? [] : from([serviceAccountToken], 'ServiceAccountToken');
}

function overlaps(volume: string, what: string, files: readonly FilePath[]): readonly string[] {
  const all = files.map(trimmed);
  return all.flatMap((file, index) => collisions(volume, what, all.slice(0, index), file));
}

function trimmed({ path, source }: FilePath): FilePath {
  return { path: path.replace(/\/+$/, ''), source };
}

function collisions(volume: string, what: string, earlier: readonly FilePath[], file: FilePath): readonly string[] {
  if (file.path === '') return [];
  return earlier
    .filter(({ path }) => path !== '' && (`${path}/`.startsWith(`${file.path}/`) || `${file.path}/`.startsWith(`${path}/`)))
    .map((other) => `volume "${volume}" (${what}): overlapping paths: ${fileText(file)} with ${fileText(other)}`);
}

function fileText({ path, source }: FilePath): string {
  return source === '' ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
}
