import type { KubeObject } from '../../api/object.ts';
import { annotationLines, field, labelLines } from './text.ts';

/** Kinds without a form of their own: every field, sorted, its name split into words. */
export function describeGeneric(object: KubeObject): string {
  const { apiVersion, kind, metadata, ...rest } = object;
  const { name = '', namespace = '', labels, annotations, managedFields: _, ...more } = metadata;
  return [
    field('Name', name),
    field('Namespace', namespace),
    labelLines('Labels', labels),
    annotationLines('Annotations', annotations),
    field('API Version', apiVersion),
    field('Kind', kind),
    mapLines({ ...rest, metadata: more }, ''),
  ].join('');
}

function mapLines(map: object, indent: string): string {
  const entries = Object.entries(map as Record<string, unknown>).toSorted(([a], [b]) => (title(a) < title(b) ? -1 : 1));
  return entries.map(([key, value]) => valueLines(title(key), value, indent)).join('');
}

function valueLines(name: string, value: unknown, indent: string): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return listLines(name, value as readonly unknown[], indent);
  if (typeof value === 'object' && value !== null) return `${indent}${name}:\n${mapLines(value, `${indent}  `)}`;
  return `${indent}${name}:\t${scalarText(value)}\n`;
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listLines(name: string, list: readonly unknown[], indent: string): string {
  const items = list.map((item) =>
    typeof item === 'object' && item !== null ? mapLines(item, `${indent}  `) : `${indent}  ${scalarText(item)}\n`,
  );
  return `${indent}${name}:\n${items.join('')}`;
}

/** `lastTransitionTime` → `Last Transition Time`. */
function title(key: string): string {
  const words = key.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  return words === 'uid' ? 'UID' : words.charAt(0).toUpperCase() + words.slice(1);
}
