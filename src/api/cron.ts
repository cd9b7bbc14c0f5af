/** Schedules of CronJobs, as github.com/robfig/cron/v3 reads them (ParseStandard) and finds their times. */
import { parseGoDuration } from './go-duration.ts';
import { parseGoInteger } from './go-number.ts';
import { type Civil, civilTime, timeOf, timeZoneError } from './time-zone.ts';

export type CronSchedule = FieldSchedule | { readonly everySeconds: number };

interface FieldSchedule {
  readonly minute: CronField;
  readonly hour: CronField;
  readonly day: CronField;
  readonly month: CronField;
  readonly weekday: CronField;
  readonly zone: string;
}

interface CronField {
  readonly values: ReadonlySet<number>;
  /** Given as `*` or `?`: with days of the month and of the week both must match then, otherwise either. */
  readonly star: boolean;
}

/** Thrown for a text that is no schedule; its message is Kubernetes' own. */
export class CronError extends Error {}

/** `zone` is where clocks are read, unless the text says otherwise with `CRON_TZ=` or `TZ=`. */
export function parseCron(text: string, zone = 'UTC'): CronSchedule {
  if (text === '') throw new CronError('empty spec string');
  const prefix = /^(?:CRON_)?TZ=/.exec(text)?.[0];
  if (prefix === undefined) return parseInZone(text, zone);
  const end = text.indexOf(' ');
  if (end < 0) throw new CronError('invalid schedule format: runtime error: slice bounds out of range [:-1]');
  const name = text.slice(prefix.length, end);
  const problem = timeZoneError(name);
  if (problem !== undefined) throw new CronError(`provided bad location ${name}: ${problem}`);
  return parseInZone(text.slice(end).trim(), name === '' ? 'UTC' : name);
}

/** What is wrong with a schedule; undefined for a good one. */
export function cronError(text: string): string | undefined {
  try {
    parseCron(text);
    return undefined;
  } catch (error) {
    if (error instanceof CronError) return error.message;
    throw error;
  }
}

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

function parseInZone(text: string, zone: string): CronSchedule {
  if (text.startsWith('@every ')) return parseEvery(text);
  const spelled = text.startsWith('@') ? DESCRIPTORS[text] : text;
  if (spelled === undefined) throw new CronError(`unrecognized descriptor: ${text}`);
  const fields = spelled.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5) throw new CronError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  return {
    minute: parseField(minute, { min: 0, max: 59 }),
    hour: parseField(hour, { min: 0, max: 23 }),
    day: parseField(day, { min: 1, max: 31 }),
    month: parseField(month, { min: 1, max: 12, names: MONTHS }),
    weekday: parseField(weekday, { min: 0, max: 6, names: WEEKDAYS }),
    zone,
  };
}

function parseEvery(text: string): CronSchedule {
  const duration = parseGoDuration(text.slice('@every '.length));
  if ('error' in duration) throw new CronError(`failed to parse duration ${text}: ${duration.error}`);
  return { everySeconds: Math.max(1, Math.floor(duration.nanoseconds / 1e9)) };
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function parseField(text: string, bounds: Bounds): CronField {
  const ranges = text
    .split(',')
    .filter((range) => range !== '')
    .map((range) => parseRange(range, bounds));
  return { values: new Set(ranges.flatMap(({ values }) => values)), star: ranges.some(({ star }) => star) };
}

/** `*`, `3`, `1-5`, each with a step: every second one, `1-5/2`, and `3/2` for `3-max/2`. */
function parseRange(text: string, bounds: Bounds): { values: readonly number[]; star: boolean } {
  const [span = '', ...steps] = text.split('/');
  const [low = '', ...highs] = span.split('-');
  const isStar = low === '*' || low === '?';
  if (!isStar && highs.length > 1) throw new CronError(`too many hyphens: ${text}`);
  const start = isStar ? bounds.min : parseValue(low, bounds);
  const end = isStar ? bounds.max : parseValue(highs[0] ?? low, bounds);
  if (steps.length > 1) throw new CronError(`too many slashes: ${text}`);
  const step = steps[0] === undefined ? 1 : parseNumber(steps[0]);
  const last = steps[0] !== undefined && highs.length === 0 ? bounds.max : end;
  checkRange(text, start, last, step, bounds);
  return {
    values: Array.from({ length: Math.floor((last - start) / step) + 1 }, (_, index) => start + index * step),
    star: isStar && step === 1,
  };
}

function checkRange(text: string, start: number, end: number, step: number, { min, max }: Bounds): void {
  if (start < min) throw new CronError(`beginning of range (${start}) below minimum (${min}): ${text}`);
  if (end > max) throw new CronError(`end of range (${end}) above maximum (${max}): ${text}`);
  if (start > end) throw new CronError(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new CronError(`step of range should be a positive number: ${text}`);
}

function parseValue(text: string, { names = [] }: Bounds): number {
  const named = text === '' ? -1 : names.indexOf(text.toLowerCase());
  return named >= 0 ? named : parseNumber(text);
}

function parseNumber(text: string): number {
  const number = parseGoInteger(text);
  if ('error' in number) throw new CronError(`failed to parse int from ${text}: ${number.error}`);
  if (number.value < 0) throw new CronError(`negative number (${number.value}) not allowed: ${text}`);
  return number.value;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const YEARS = 5;

/** The first time after `after` (both in milliseconds since the epoch); undefined if there is none within five years. */
export function nextCronTime(schedule: CronSchedule, after: number): number | undefined {
  const whole = Math.floor(after / SECOND_MS) * SECOND_MS;
  if ('everySeconds' in schedule) return whole + schedule.everySeconds * SECOND_MS;
  const start = whole + SECOND_MS;
  return search(schedule, start, civilTime(start, schedule.zone).year + YEARS);
}

/** Where a search stands. Times are cut to the unit that is being counted once, at the first step of all. */
interface Position {
  readonly time: number;
  readonly isCut: boolean;
}

/** One hand of the clock. */
interface Unit {
  fits(schedule: FieldSchedule, civil: Civil): boolean;
  cut(civil: Civil, zone: string, time: number): number;
  step(civil: Civil, zone: string, time: number): number;
  /** The hand is at its start again, so those above it have moved. */
  isAtStart(civil: Civil): boolean;
}

const UNITS: readonly Unit[] = [
  {
    fits: ({ month }, civil) => month.values.has(civil.month),
    cut: (civil, zone) => timeOf({ ...civil, ...MIDNIGHT, day: 1 }, zone),
    step: (civil, zone) => timeOf({ ...civil, month: civil.month + 1 }, zone),
    isAtStart: ({ month }) => month === 1,
  },
  {
    fits: isDay,
    cut: (civil, zone) => timeOf({ ...civil, ...MIDNIGHT }, zone),
    step: (civil, zone) => nearestMidnight(timeOf({ ...civil, day: civil.day + 1 }, zone), zone),
    isAtStart: ({ day }) => day === 1,
  },
  {
    fits: ({ hour }, civil) => hour.values.has(civil.hour),
    cut: (civil, zone) => timeOf({ ...civil, minute: 0, second: 0 }, zone),
    step: (_civil, _zone, time) => time + HOUR_MS,
    isAtStart: ({ hour }) => hour === 0,
  },
  {
    fits: ({ minute }, civil) => minute.values.has(civil.minute),
    cut: (_civil, _zone, time) => Math.floor(time / MINUTE_MS) * MINUTE_MS,
    step: (_civil, _zone, time) => time + MINUTE_MS,
    isAtStart: ({ minute }) => minute === 0,
  },
  {
    fits: (_schedule, civil) => civil.second === 0,
    cut: (_civil, _zone, time) => time,
    step: (_civil, _zone, time) => time + SECOND_MS,
    isAtStart: ({ second }) => second === 0,
  },
];

const MIDNIGHT = { hour: 0, minute: 0, second: 0 } as const;

function isDay({ day, weekday }: FieldSchedule, civil: Civil): boolean {
  const days = day.values.has(civil.day);
  const weekdays = weekday.values.has(civil.weekday);
  return day.star || weekday.star ? days && weekdays : days || weekdays;
}

/** Where clocks change at midnight the next day begins an hour late or early. */
function nearestMidnight(time: number, zone: string): number {
  const { hour } = civilTime(time, zone);
  return time + (hour > 12 ? 24 - hour : -hour) * HOUR_MS;
}

function search(schedule: FieldSchedule, start: number, lastYear: number): number | undefined {
  let position: Position = { time: start, isCut: false };
  while (civilTime(position.time, schedule.zone).year <= lastYear) {
    const moved = pass(schedule, position);
    if (moved.done) return moved.time;
    position = moved;
  }
  return undefined;
}

/** Moves one hand after the other, the largest first, until all fit; stops early when one has gone around. */
function pass(schedule: FieldSchedule, from: Position): Position & { readonly done: boolean } {
  const { zone } = schedule;
  let { time, isCut } = from;
  for (const unit of UNITS) {
    for (let civil = civilTime(time, zone); !unit.fits(schedule, civil);) {
      if (!isCut) time = unit.cut(civil, zone, time);
      time = unit.step(isCut ? civil : civilTime(time, zone), zone, time);
      isCut = true;
      civil = civilTime(time, zone);
      if (unit.isAtStart(civil)) return { time, isCut, done: false };
    }
  }
  return { time, isCut, done: true };
}
