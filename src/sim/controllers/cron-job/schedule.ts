/** Which of a CronJob's times have come (pkg/controller/cronjob/utils.go). All times in milliseconds since the epoch. */
import { CronError, type CronSchedule, nextCronTime, parseCron } from '../../../api/cron.ts';
import { formatTime, parseTime } from '../../../api/time.ts';
import { civilTime, timeZoneError } from '../../../api/time-zone.ts';
import type { CronJob, CronJobSpec } from '../../../api/types.gen.ts';

export const NO_SPEC: CronJobSpec = { schedule: '', jobTemplate: {} };

/** The schedule, or what is wrong with it. A zone within it goes before the one that stands beside it. */
export function scheduleOf({ spec }: CronJob): CronSchedule | CronError {
  const { schedule, timeZone = 'UTC' } = spec ?? NO_SPEC;
  try {
    return parseCron(schedule, timeZoneError(timeZone) === undefined ? timeZone : 'UTC');
  } catch (error) {
    if (error instanceof CronError) return error;
    throw error;
  }
}

export interface Recent {
  /** From when on times are looked at. */
  readonly earliest: number;
  /** The last time that has come; undefined if none has. */
  readonly time: number | undefined;
  readonly missed: 'none' | 'few' | 'many';
  /** Why the schedule makes no sense. */
  readonly error?: string;
}

const MANY = 100;
const SECOND_MS = 1000;

/** `withDeadline`: what is past its starting deadline does not count. */
export function mostRecent(cronJob: CronJob, now: number, schedule: CronSchedule, withDeadline: boolean): Recent {
  const earliest = earliestTime(cronJob, now, withDeadline);
  const first = nextCronTime(schedule, earliest);
  const second = first === undefined ? undefined : nextCronTime(schedule, first);
  if (first !== undefined && now < first) return { earliest, time: undefined, missed: 'none' };
  if (first !== undefined && second !== undefined && now < second) return { earliest, time: first, missed: 'none' };
  const stepMs = first === undefined || second === undefined ? 0 : Math.round((second - first) / SECOND_MS) * SECOND_MS;
  if (first === undefined || stepMs < SECOND_MS) {
    return { earliest, time: undefined, missed: 'none', error: 'time difference between two schedules is less than 1 second' };
  }
  const count = Math.floor((now - first) / stepMs) + 1;
  return { earliest, time: lastBy(now, schedule, first + (count - 2) * stepMs), missed: count > MANY ? 'many' : 'few' };
}

/** The last time after `from` and not after `now`. */
function lastBy(now: number, schedule: CronSchedule, from: number): number | undefined {
  let last: number | undefined;
  for (let time = nextCronTime(schedule, from); time !== undefined && time <= now; time = nextCronTime(schedule, time)) last = time;
  return last;
}

function earliestTime({ metadata, spec, status }: CronJob, now: number, withDeadline: boolean): number {
  const earliest = parseTime(status?.lastScheduleTime ?? metadata.creationTimestamp ?? formatTime(now));
  const { startingDeadlineSeconds } = spec ?? {};
  if (!withDeadline || startingDeadlineSeconds === undefined) return earliest;
  return Math.max(earliest, now - startingDeadlineSeconds * SECOND_MS);
}

/** A little late, so that a clock that is somewhat off does not come too early. */
const MARGIN_MS = 100;

/** Milliseconds until the next time comes. */
export function untilNextMs(cronJob: CronJob, now: number, schedule: CronSchedule): number {
  const { earliest, time, missed, error } = mostRecent(cronJob, now, schedule, false);
  const from = error !== undefined ? now : (time ?? (missed === 'none' ? earliest : now));
  return (nextCronTime(schedule, from) ?? now) + MARGIN_MS - now;
}

/** `2026-01-01T09:00:00+09:00`, as clocks of the zone show it. */
export function timeInZone(time: number, zone: string): string {
  const { year, month, day, hour, minute, second } = civilTime(time, zone);
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  const offset = Math.round((shown - time) / 60_000);
  if (offset === 0) return formatTime(time);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'));
  return `${formatTime(shown).slice(0, -1)}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}

/** `Thu, 01 Jan 2026 00:00:00 +0000`. */
export function timeInWords(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000');
}
