/** Durations and timestamps, in nanoseconds. */
import { formatTime, parseTime } from '../../time.ts';
import type { Declarations, Implementation } from '../functions.ts';
import { type TimeValue, type Value, durationOf, evaluationError, timestampOf, stringOf } from '../values.ts';
import { asInt, fixedText, intOf } from './numbers.ts';

const SECOND = 1_000_000_000n;
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
};

/** Go's time.ParseDuration; undefined for what is none. */
export function parseGoDuration(text: string): bigint | undefined {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (match === null) return undefined;
  let nanos = 0n;
  for (const [, whole = '', decimals = '', unit = ''] of (match[2] ?? '').matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/g)) {
    const scale = UNITS[unit] ?? 0n;
    nanos += BigInt(whole || 0) * scale + (BigInt(decimals || 0) * scale) / 10n ** BigInt(decimals.length);
  }
  const signed = match[1] === '-' ? -nanos : nanos;
  return signed < -(2n ** 63n) || signed >= 2n ** 63n ? undefined : signed;
}

const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;

/** RFC 3339 with up to nine decimals; undefined for what is none. */
export function parseTimestamp(text: string): bigint | undefined {
  const ms = parseTime(text);
  if (Number.isNaN(ms) || text.includes(',') || /[tz]/.test(text)) return undefined;
  const decimals = (/\.(\d+)/.exec(text)?.[1] ?? '').slice(0, 9).padEnd(9, '0');
  return BigInt(Math.floor(ms / 1000)) * SECOND + BigInt(decimals);
}

/** Whether a timestamp can be made of it; what is no int is not looked at. */
export function isEpochSecond(value: Value): boolean {
  return typeof value !== 'bigint' || (value >= MIN_SECONDS && value <= MAX_SECONDS);
}

/** A timestamp from RFC 3339, which remembers its clock; undefined for what is none. */
export function timestampFrom(text: string): TimeValue | undefined {
  const nanos = parseTimestamp(text);
  if (nanos === undefined) return undefined;
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)$/.exec(text) ?? [];
  return timestampAt(nanos, (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)));
}

function timestampAt(nanos: bigint, offset = 0): TimeValue {
  const seconds = nanos >= 0n ? nanos / SECOND : -((-nanos + SECOND - 1n) / SECOND);
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) throw evaluationError('timestamp overflow');
  return timestampOf(nanos, offset);
}

const durationAt = (nanos: bigint): TimeValue => durationOf(asInt(nanos, 'duration overflow'));

export function durationText(nanos: bigint): string {
  return `${fixedText(Number(nanos) / 1e9)}s`;
}

export function timestampText({ nanos, offset = 0 }: TimeValue): string {
  const rest = ((nanos % SECOND) + SECOND) % SECOND;
  const decimals = String(rest).padStart(9, '0').replace(/0+$/, '');
  const clock = formatTime(Number((nanos - rest) / 1_000_000n) + offset * 60_000);
  return clock.replace('Z', `${decimals === '' ? '' : `.${decimals}`}${zoneText(offset)}`);
}

function zoneText(offset: number): string {
  if (offset === 0) return 'Z';
  const minutes = Math.abs(offset);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function nanosOf(value: Value | undefined): bigint {
  return (value as TimeValue).nanos;
}

function moved(time: Value | undefined, by: bigint): TimeValue {
  const { nanos, offset } = time as TimeValue;
  return timestampAt(nanos + by, offset);
}

const ARITHMETIC: Declarations = {
  '_+_(duration, duration): duration': ([a, b]) => durationAt(nanosOf(a) + nanosOf(b)),
  '_+_(duration, timestamp): timestamp': ([a, b]) => moved(b, nanosOf(a)),
  '_+_(timestamp, duration): timestamp': ([a, b]) => moved(a, nanosOf(b)),
  '_-_(duration, duration): duration': ([a, b]) => durationAt(nanosOf(a) - nanosOf(b)),
  '_-_(timestamp, duration): timestamp': ([a, b]) => moved(a, -nanosOf(b)),
  '_-_(timestamp, timestamp): duration': ([a, b]) => durationAt(nanosOf(a) - nanosOf(b)),
};

const CONVERSIONS: Declarations = {
  'duration(duration): duration': ([a]) => a ?? null,
  'duration(int): duration': ([a]) => durationOf(intOf(a)),
  'duration(string): duration': ([a]) => {
    const nanos = parseGoDuration(stringOf(a));
    if (nanos === undefined) throw evaluationError("type conversion error from 'string' to 'google.protobuf.Duration'");
    return durationOf(nanos);
  },
  'int(duration): int': ([a]) => nanosOf(a),
  'string(duration): string': ([a]) => durationText(nanosOf(a)),
  'timestamp(timestamp): timestamp': ([a]) => a ?? null,
  'timestamp(int): timestamp': ([a]) => timestampAt(intOf(a) * SECOND),
  'timestamp(string): timestamp': ([a]) => {
    const time = timestampFrom(stringOf(a));
    if (time === undefined) throw evaluationError("type conversion error from 'string' to 'google.protobuf.Timestamp'");
    return time;
  },
  'int(timestamp): int': ([a]) => nanosOf(a) / SECOND,
  'string(timestamp): string': ([a]) => timestampText(a as TimeValue),
};

/** Milliseconds of the wall clock in a time zone, read as if it were UTC. */
function localMs(nanos: bigint, zone: string): number {
  const ms = Number(nanos / 1_000_000n);
  const offset = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (offset !== null) return ms + (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000;
  if (zone === 'UTC' || zone === '') return ms;
  return ms + zoneOffset(ms, zone);
}

function zoneOffset(ms: number, zone: string): number {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  } catch {
    throw evaluationError(`unknown time zone ${zone}`);
  }
}

/** A Date is used as a calendar only; the time is given. */
const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDayOfYear: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDate: (date) => date.getUTCDate(),
  getDayOfWeek: (date) => date.getUTCDay(),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
};

function partOf(read: (date: Date) => number): Implementation {
  return ([time, zone]) => BigInt(read(new Date(localMs(nanosOf(time), zone === undefined ? 'UTC' : stringOf(zone)))));
}

const OF_TIMESTAMPS: Declarations = Object.fromEntries(
  Object.entries(PARTS).flatMap(([name, read]) => [
    [`timestamp.${name}(): int`, partOf(read)],
    [`timestamp.${name}(string): int`, partOf(read)],
  ]),
);

export const TIME: Declarations = {
  ...ARITHMETIC,
  ...CONVERSIONS,
  ...OF_TIMESTAMPS,
  'duration.getHours(): int': ([a]) => nanosOf(a) / (3600n * SECOND),
  'duration.getMinutes(): int': ([a]) => nanosOf(a) / (60n * SECOND),
  'duration.getSeconds(): int': ([a]) => nanosOf(a) / SECOND,
  'duration.getMilliseconds(): int': ([a]) => nanosOf(a) / 1_000_000n,
};
