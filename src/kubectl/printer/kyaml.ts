import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { sortKeys } from '../../api/sorted-json.ts';
import { isBase60, resolvePlain } from '../../api/yaml-scalars.ts';

/**
 * KYAML, the dialect of YAML that can't be misread (sigs.k8s.io/yaml/kyaml): braces and brackets, every text quoted, keys bare
 * where nothing else could be meant, a comma after each member.
 */
export function toKyaml(value: JsonValue): string {
  return orderedKyaml(sortKeys(value));
}

/** Keys in the order that they have. */
export function orderedKyaml(value: JsonValue): string {
  return `---\n${written(value, 0)}\n`;
}

function written(value: JsonValue, level: number): string {
  if (typeof value === 'string') return quoted(value, level + 1);
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? list(value as readonly JsonValue[], level) : map(value as JsonObject, level);
}

function map(value: JsonObject, level: number): string {
  const members = Object.entries(value).map(([key, member]) => `${pad(level + 1)}${keyText(key)}: ${written(member, level + 1)},\n`);
  return members.length === 0 ? '{}' : `{\n${members.join('')}${pad(level)}}`;
}

/** Items that have brackets of their own begin where the list's does. */
function list(items: readonly JsonValue[], level: number): string {
  if (items.length === 0) return '[]';
  if (items.every((item) => typeof item === 'object' && item !== null)) return `[${items.map((item) => written(item, level)).join(', ')}]`;
  return `[\n${items.map((item) => `${pad(level + 1)}${written(item, level + 1)},\n`).join('')}${pad(level)}]`;
}

function pad(level: number): string {
  return '  '.repeat(level);
}

function keyText(key: string): string {
  return isBare(key) ? key : `"${Array.from(key, (char) => (char === '\n' ? '\\n' : char === '\t' ? '\\t' : escaped(char))).join('')}"`;
}

function isBare(key: string): boolean {
  if (!/^[\p{L}\p{N}_](?:[\p{L}\p{N}_./-]*[\p{L}\p{N}_])?$/u.test(key)) return false;
  return resolvePlain(key).kind === 'string' && !isBase60(key) && !/^(?:y|n|t|f|yes|no|on|off|null|true|false)$/i.test(key);
}

/** Lines of a text stand below one another, each folded into the next. */
function quoted(text: string, level: number): string {
  if (!text.includes('\n')) return `"${Array.from(text, escaped).join('')}"`;
  const ends = text.endsWith('\n');
  const lines = (ends ? text.slice(0, -1) : text).split('\n');
  const folded = lines.map((line, i) => {
    const broken = i < lines.length - 1 || ends ? '\\n' : '';
    const body = Array.from(line, escaped).join('');
    const lead = /^\s/.test(line) ? '\\' : ' ';
    return `${pad(level)}${lead}${body}${broken}\\\n`;
  });
  return `"\\\n${folded.join('')}${pad(level)}"`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  '\\': String.raw`\\`,
  '\u0007': String.raw`\a`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\r': String.raw`\r`,
  '\v': String.raw`\v`,
  '\0': String.raw`\0`,
  '\u001b': String.raw`\e`,
  '\u0085': String.raw`\N`,
  '\u00a0': String.raw`\_`,
  '\u2028': String.raw`\L`,
  '\u2029': String.raw`\P`,
};

function escaped(char: string): string {
  const known = ESCAPES[char];
  if (known !== undefined) return known;
  if (char === '\t' || char === ' ' || !/[\p{C}\p{Z}]/u.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
