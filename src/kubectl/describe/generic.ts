import type { KubeObject } from '../../api/object.ts';
import { goValue } from './go-value.ts';
import { field, marks, sorted } from './text.ts';

/** Kinds without a form of their own: every field, sorted, its name split into words. */
export function describeGeneric(object: KubeObject): string {
  const { name = '', namespace = '' } = object.metadata;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !SHOWN_ABOVE.has(key)));
  return `${field('Name', name)}${field('Namespace', namespace)}${marks(object.metadata)}${mapLines({ ...object, metadata }, '')}`;
}

/** Managed fields are never shown. */
const SHOWN_ABOVE: ReadonlySet<string> = new Set(['name', 'namespace', 'labels', 'annotations', 'managedFields']);

function mapLines(map: object, indent: string): string {
  return sorted(map as Record<string, unknown>)
    .map(([key, value]) => valueLines(titleOf(key), value, indent))
    .join('');
}

function valueLines(name: string, value: unknown, indent: string): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `${indent}${name}:\n${value.map((item) => itemLines(item, `${indent}  `)).join('')}`;
  if (typeof value === 'object' && value !== null) return `${indent}${name}:\n${mapLines(value, `${indent}  `)}`;
  return `${indent}${name}:\t${goValue(value)}\n`;
}

function itemLines(item: unknown, indent: string): string {
  const isMap = typeof item === 'object' && item !== null && !Array.isArray(item);
  return isMap ? mapLines(item, indent) : `${indent}${goValue(item)}\n`;
}

const ACRONYMS = ['API', 'URL', 'UID', 'GUID'];

/** `lastTransitionTime` → `Last Transition Time`; keys with anything but letters and hyphens stay as they are. */
function titleOf(key: string): string {
  if (/[^\p{L}-]/u.test(key)) return key;
  return mergePlurals(splitWords(key)).map(titled).join(' ');
}

/** Runs of small letters, of capitals, of the rest; the last capital before small letters belongs to them. */
function splitWords(key: string): readonly string[] {
  return key.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|[^\p{Lu}\p{Ll}]+/gu) ?? [];
}

/** `CID` and `Rs` make `CIDRs`. */
function mergePlurals(words: readonly string[]): readonly string[] {
  const merged: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word = '', next = ''] = [words[i], words[i + 1]];
    const joins = word.length >= 2 && word === word.toUpperCase() && /^\p{Lu}/u.test(next);
    merged.push(joins ? word + next : word);
    if (joins) i++;
  }
  return merged;
}

function titled(word: string): string {
  const upper = word.toUpperCase();
  if (ACRONYMS.includes(upper)) return upper;
  return word === word.toLowerCase() ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
