import { sorted } from './text.ts';

/** Any value as Go prints it: `[a b]`, `map[key:value]`. */
export function goValue(value: unknown): string {
  if (value === undefined || value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  const entries = sorted(value as Record<string, unknown>).map(([key, part]) => `${key}:${goValue(part)}`);
  return `map[${entries.join(' ')}]`;
}
