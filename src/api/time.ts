import type { MicroTime, Time } from './scalars.ts';

const DAY_MS = 86_400_000;
let lastSecond = Number.NaN;
let lastText = '';

/** RFC 3339 in whole seconds. Most calls ask for the second of the call before, which is remembered. */
export function formatTime(ms: number): Time {
  const second = Math.floor(ms / 1000);
  if (second !== lastSecond) {
    lastText = `${secondText(second)}Z`;
    lastSecond = second;
  }
  return lastText;
}

let lastMicroMs = Number.NaN;
let lastMicroText = '';

/** RFC 3339 with six decimals. Milliseconds may have a fraction. Machines that booted together renew their leases together. */
export function formatMicroTime(ms: number): MicroTime {
  if (ms === lastMicroMs) return lastMicroText;
  lastMicroText = microText(ms);
  lastMicroMs = ms;
  return lastMicroText;
}

function microText(ms: number): string {
  const micros = Math.floor(ms * 1000);
  const second = Math.floor(micros / 1_000_000);
  return `${secondText(second)}.${String(micros - second * 1_000_000).padStart(6, '0')}Z`;
}

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Milliseconds since the epoch; NaN for what is not RFC 3339 or names no day. */
export function parseTime(text: Time): number {
  const hit = parsed.get(text);
  if (hit !== undefined) return hit;
  const fresh = parse(text);
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  parsed.set(text, fresh);
  return fresh;
}

/** The same times are asked for again and again: those of the objects that are there. */
const PARSED_LIMIT = 10_000;
const parsed = new Map<string, number>();

function parse(text: string): number {
  const parts = RFC3339.exec(text);
  if (parts === null) return Number.NaN;
  const at = (index: number) => Number(parts[index] ?? 0);
  if (!isClock(at(4), at(5), at(6)) || !isDate(at(1), at(2), at(3)) || at(9) > 23 || at(10) > 59) return Number.NaN;
  const offsetMinutes = (at(9) * 60 + at(10)) * (parts[8] === '-' ? -1 : 1);
  const clockMs = ((at(4) * 60 + at(5) - offsetMinutes) * 60 + at(6)) * 1000;
  return daysOf(at(1), at(2), at(3)) * DAY_MS + clockMs + Number(`0.${parts[7] ?? '0'}`) * 1000;
}

/** Age as kubectl prints it (k8s.io/apimachinery/pkg/util/duration HumanDuration). */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.trunc(minutes / 60);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  if (hours < 192) return twoUnits(Math.trunc(hours / 24), 'd', hours % 24, 'h');
  if (hours < 17_520) return `${Math.trunc(hours / 24)}d`;
  const years = Math.trunc(hours / 8760);
  return hours < 70_080 ? twoUnits(years, 'y', Math.trunc(hours / 24) % 365, 'd') : `${years}y`;
}

/** ShortHumanDuration of the same package: one unit alone. */
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.trunc(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.trunc(seconds / 3600)}h`;
  const days = Math.trunc(seconds / 86_400);
  return days < 365 ? `${days}d` : `${Math.trunc(days / 365)}y`;
}

function twoUnits(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;
}

let lastDay = Number.NaN;
let lastDayText = '';

function secondText(second: number): string {
  const day = Math.floor(second / 86_400);
  if (day !== lastDay) {
    lastDayText = dayText(day);
    lastDay = day;
  }
  const inDay = second - day * 86_400;
  return `${lastDayText}T${two(Math.floor(inDay / 3600))}:${two(Math.floor(inDay / 60) % 60)}:${two(inDay % 60)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

/** Proleptic Gregorian date of a day number, by counting years from March in eras of 400 years. */
function dayText(day: number): string {
  const fromMarch0 = day + 719_468;
  const era = Math.floor(fromMarch0 / 146_097);
  const inEra = fromMarch0 - era * 146_097;
  const yearOfEra = Math.floor((inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365);
  const inYear = inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * inYear + 2) / 153);
  const dayOfMonth = inYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`;
}

/** The inverse of `dayText`. */
function daysOf(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + inYear - 719_468;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDate(year: number, month: number, day: number): boolean {
  const leap = month === 2 && (year % 4 === 0 && year % 100 !== 0 ? true : year % 400 === 0);
  return day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

function isClock(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second < 60;
}
