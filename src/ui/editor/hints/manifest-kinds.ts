import kinds from '../../../api/kinds.gen.json';
import type { JsonValue } from '../../../api/scalars.ts';

const TYPES: ReadonlyMap<string, string> = new Map(kinds.map(({ apiVersion, kind, type }) => [`${apiVersion} ${kind}`, type]));

/** The schema type of a manifest of a built-in kind. */
export function kindByManifest(value: JsonValue): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { apiVersion, kind } = value as { readonly apiVersion?: JsonValue; readonly kind?: JsonValue };
  return typeof apiVersion === 'string' && typeof kind === 'string' ? TYPES.get(`${apiVersion} ${kind}`) : undefined;
}
