/** Time zones of the IANA database as Go's time package reads them. */
export interface Civil {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** Why there is no such zone (time.LoadLocation); undefined when there is. */
export function timeZoneError(name: string): string | undefined {
  if (name === '' || name === 'UTC' || name === 'Local') return undefined;
  if (name.startsWith('/') || name.startsWith('\\') || name.split(/[/\\]/).includes('..')) return 'time: invalid location name';
  return isSpelledRight(name) ? undefined : `unknown time zone ${name}`;
}

/** The database tells cases apart, `Intl` does not and knows offsets for names too. */
function isSpelledRight(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  const known = formatterOf(name)?.resolvedOptions().timeZone;
  if (known === undefined) return false;
  if (known.toLowerCase() === name.toLowerCase()) return known === name;
  // An alias of old (`US/Eastern`), whose own spelling is not told.
  return name.split('/').every((part) => /^[A-Z]/.test(part)) && (!name.includes('/') || /[a-z]/.test(name));
}

/** What clocks in a zone show at `ms` since the epoch. */
export function civilTime(ms: number, zone: string): Civil {
  const date = new Date(ms + offsetMs(ms, zone));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

/** When clocks in a zone show this (time.Date): months and days may overflow; a time that a change of clocks leaves out is moved. */
export function timeOf({ year, month, day, hour, minute, second }: Omit<Civil, 'weekday'>, zone: string): number {
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  const first = offsetMs(shown, zone);
  return shown - offsetMs(shown - first, zone);
}

/** More than there are; clients may ask for what is none. */
const MOST_ZONES = 1000;
const formatters = new Map<string, Intl.DateTimeFormat | undefined>();

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (formatters.has(zone)) return formatters.get(zone);
  const formatter = newFormatter(zone);
  if (formatters.size >= MOST_ZONES) formatters.clear();
  formatters.set(zone, formatter);
  return formatter;
}

const FIELDS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;

function newFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { ...FIELDS, hourCycle: 'h23', timeZone });
  } catch {
    return undefined;
  }
}

/** How far a zone is ahead of UTC. */
function offsetMs(ms: number, zone: string): number {
  if (zone === 'UTC' || zone === '' || zone === 'Local') return 0;
  const parts = new Map(
    formatterOf(zone)
      ?.formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const field = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const shown = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'), field('second'));
  return shown - Math.floor(ms / 1000) * 1000;
}
