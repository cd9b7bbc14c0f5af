/** `'%s is %d'.format([a, b])` (cel-go's ext/formatting.go). */
import { utf8Bytes, utf8Text } from '../../../base/base64.ts';
import { type Value, evaluationError, isList, isMap, isTagged, itemsOf, typeOf } from '../values.ts';
import { doubleText, fixedText } from './numbers.ts';
import { durationText, timestampText } from './time.ts';

const CLAUSE = /%(?:%|(?:\.(\d+))?([^]))|%$/g;

export function formatString(template: string, args: readonly Value[]): string {
  let used = 0;
  return template.replaceAll(CLAUSE, (clause: string, precision?: string, verb?: string) => {
    if (clause === '%%') return '%';
    if (verb === undefined) throw evaluationError('unexpected end of string');
    const arg = args[used];
    if (arg === undefined) throw evaluationError(`index ${used} out of range`);
    used += 1;
    return formatted(verb, arg, precision === undefined ? 6 : Number(precision));
  });
}

function formatted(verb: string, arg: Value, precision: number): string {
  switch (verb) {
    case 's':
      return text(arg);
    case 'd':
      return whole(arg) ?? refuse('decimal clause can only be used on integers', arg);
    case 'f':
      return typeof arg === 'number' ? fixedPoint(arg, precision) : refuse('fixed-point clause can only be used on doubles', arg);
    case 'e':
      return typeof arg === 'number' ? scientific(arg, precision) : refuse('scientific clause can only be used on doubles', arg);
    case 'b':
      return typeof arg === 'boolean'
        ? String(Number(arg))
        : (based(arg, 2) ?? refuse('only integers and bools can be formatted as binary', arg));
    case 'o':
      return based(arg, 8) ?? refuse('octal clause can only be used on integers', arg);
    case 'x':
      return hexadecimal(arg);
    case 'X':
      return hexadecimal(arg).toUpperCase();
    default:
      throw evaluationError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

function refuse(rule: string, arg: Value): never {
  throw evaluationError(`error during formatting: ${rule}, was given ${typeOf(arg).name}`);
}

function whole(arg: Value): string | undefined {
  return based(arg, 10);
}

function based(arg: Value, base: number): string | undefined {
  if (typeof arg === 'bigint') return arg.toString(base);
  return isTagged(arg) && arg.kind === 'uint' ? arg.value.toString(base) : undefined;
}

/** Numbers are written for a reader of English, with commas and powers of ten. */
function fixedPoint(value: number, precision: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const [whole = '', decimals] = value.toFixed(precision).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function scientific(value: number, precision: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const [mantissa = '', exponent = ''] = value.toExponential(precision).split('e');
  const digits = exponent.slice(1).padStart(2, '0');
  const power = Array.from(digits, (digit) => SUPERSCRIPTS[Number(digit)] ?? '').join('');
  return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${power}`;
}

function nonFinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
}

function hexadecimal(arg: Value): string {
  const bytes = typeof arg === 'string' ? utf8Bytes(arg) : arg instanceof Uint8Array ? [...arg] : undefined;
  if (bytes !== undefined) return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return based(arg, 16) ?? refuse('only integers, byte buffers, and strings can be formatted as hex', arg);
}

/** As `%s` shows a value by itself. */
function text(arg: Value): string {
  if (arg === null) return 'null';
  if (arg instanceof Uint8Array) return utf8Text([...arg]);
  if (typeof arg === 'number') return doubleText(arg);
  if (!isTagged(arg)) return String(arg);
  if (isList(arg)) return `[${itemsOf(arg).map(nested).join(', ')}]`;
  if (isMap(arg)) {
    const pairs = arg.keys().map((key) => `${nested(key)}:${nested(arg.find(key) ?? null)}`);
    return `{${pairs.toSorted().join(', ')}}`;
  }
  if (arg.kind === 'uint') return String(arg.value);
  if (arg.kind === 'duration') return durationText(arg.nanos);
  if (arg.kind === 'timestamp') return timestampText(arg);
  if (arg.kind === 'type') return arg.type.name;
  const rule = 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';
  return refuse(rule, arg);
}

/** As it is shown inside a list or a map. */
function nested(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value.toFixed(6) : JSON.stringify(nonFinite(value));
  if (value instanceof Uint8Array) return `b${JSON.stringify(text(value))}`;
  if (!isTagged(value)) return text(value);
  if (value.kind === 'timestamp') return `timestamp(${JSON.stringify(text(value))})`;
  if (value.kind === 'duration') return `duration("${fixedText(Number(value.nanos) / 1e9)}s")`;
  if (value.kind === 'type') return `type(${value.type.name})`;
  return text(value);
}
