/** `date` of busybox and coreutils: the usual form, or one that the caller spells out. The clock of a container shows UTC. */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const USUAL = '%a %b %e %H:%M:%S %Z %Y';

/** `now`: milliseconds since the epoch. */
export function formatDate(args: readonly string[], now: number): string {
  const format = args.find((arg) => arg.startsWith('+'))?.slice(1);
  if (format !== undefined) return strftime(format, now);
  if (args.some((arg) => arg === '-R' || arg === '--rfc-2822')) return strftime('%a, %d %b %Y %T +0000', now);
  return strftime(args.some((arg) => arg.startsWith('-I') || arg.startsWith('--iso')) ? '%FT%T+00:00' : USUAL, now);
}

/** The conversions of strftime that scripts use; others stay as they are. */
export function strftime(format: string, now: number): string {
  const date = new Date(now);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = DAYS[date.getUTCDay()] ?? '';
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const parts: { readonly [conversion: string]: () => string } = {
    '%': () => '%',
    n: () => '\n',
    a: () => day.slice(0, 3),
    A: () => day,
    b: () => month.slice(0, 3),
    B: () => month,
    d: () => two(date.getUTCDate()),
    e: () => String(date.getUTCDate()).padStart(2, ' '),
    m: () => two(date.getUTCMonth() + 1),
    y: () => two(date.getUTCFullYear() % 100),
    Y: () => String(date.getUTCFullYear()),
    H: () => two(date.getUTCHours()),
    I: () => two(date.getUTCHours() % 12 || 12),
    p: () => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
    M: () => two(date.getUTCMinutes()),
    S: () => two(date.getUTCSeconds()),
    s: () => String(Math.floor(now / 1000)),
    N: () => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`,
    Z: () => 'UTC',
    z: () => '+0000',
    F: () => strftime('%Y-%m-%d', now),
    T: () => strftime('%H:%M:%S', now),
    D: () => strftime('%m/%d/%y', now),
    c: () => strftime('%a %b %e %H:%M:%S %Y', now),
  };
  return format.replace(/%([%\w])/g, (whole, conversion: string) => parts[conversion]?.() ?? whole);
}
