const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/gy;

/** Milliseconds of a Go duration such as `1h15m30.5s`; undefined when it is none. A bare number other than 0 has no unit and is none. */
export function parseGoDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return 0;
  let total = 0;
  let end = 0;
  for (const [whole, count = '', unit = ''] of body.matchAll(PART)) {
    total += Number(count) * (UNITS[unit] ?? 0);
    end += whole.length;
  }
  return end > 0 && end === body.length ? sign * total : undefined;
}

/** A duration as Go prints it: `2s`, `1m30s`, `500ms`. */
export function goDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 0) return `-${goDuration(-milliseconds)}`;
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const seconds = (milliseconds % 60_000) / 1000;
  const minutes = Math.trunc(milliseconds / 60_000);
  if (minutes === 0) return `${seconds}s`;
  return minutes < 60 ? `${minutes}m${seconds}s` : `${Math.trunc(minutes / 60)}h${minutes % 60}m${seconds}s`;
}
