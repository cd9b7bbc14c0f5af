import type { JsonValue } from '../scalars.ts';

/** A JSON value as Go prints it with `%v`, or with `%#v`. */
export function goValue(value: JsonValue, mode?: 'sharp'): string {
  if (value === null) return '<nil>';
  if (typeof value === 'number') return goNumber(value);
  if (typeof value === 'string') return mode === 'sharp' ? JSON.stringify(value) : value;
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return goList(value as readonly JsonValue[], mode);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return mode === 'sharp'
    ? `map[string]interface {}{${entries.map(([key, item]) => `${JSON.stringify(key)}:${goInner(item)}`).join(', ')}}`
    : `map[${entries.map(([key, item]) => `${key}:${goValue(item)}`).join(' ')}]`;
}

function goList(items: readonly JsonValue[], mode?: 'sharp'): string {
  return mode === 'sharp' ? `[]interface {}{${items.map(goInner).join(', ')}}` : `[${items.map((item) => goValue(item)).join(' ')}]`;
}

function goInner(value: JsonValue): string {
  return value === null ? 'interface {}(nil)' : goValue(value, 'sharp');
}

/** Numbers of an applied configuration are floats to Go, which writes big and small ones with an exponent. */
function goNumber(value: number): string {
  const digits = Math.abs(value);
  if (value === 0 || (digits >= 1e-4 && digits < 1e6)) return String(value);
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const sign = exponent.startsWith('-') ? '-' : '+';
  return `${mantissa}e${sign}${exponent.replace(/^[+-]/, '').padStart(2, '0')}`;
}
