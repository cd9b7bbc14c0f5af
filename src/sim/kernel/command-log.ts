/**
 * What entered a run from outside, oldest first. A run is (spec, seed, command log), as long as the log is whole: a cluster that is
 * used for days forgets its oldest commands, and can then be replayed from a snapshot alone.
 */
import type { LoggedCommand } from './command.ts';
import { weightOf } from './weight.ts';

export interface CommandLog {
  /** How many commands were forgotten. */
  forgotten: number;
  /** Of the commands that are held, in bytes, roughly. */
  weight: number;
  readonly held: LoggedCommand[];
}

/** At most so much is held. */
export const MOST_COMMANDS = 20_000;
export const MOST_WEIGHT = 16 << 20;

export function createCommandLog(): CommandLog {
  return { forgotten: 0, weight: 0, held: [] };
}

/** The weight of the command. When the log is full its oldest quarter goes, so that a command costs the same whenever it comes. */
export function noteCommand(log: CommandLog, entry: LoggedCommand): number {
  const weight = weightOf(entry);
  log.held.push(entry);
  log.weight += weight;
  if (log.held.length > MOST_COMMANDS) forget(log, MOST_COMMANDS >> 2, 0);
  if (log.weight > MOST_WEIGHT) forget(log, 0, MOST_WEIGHT >> 2);
  return weight;
}

/** Forgets at least so many of the oldest commands, of at least so much weight. */
function forget(log: CommandLog, count: number, weight: number): void {
  let dropped = 0;
  for (let lost = 0; dropped < log.held.length && (dropped < count || lost < weight); dropped += 1) {
    const own = weightOf(log.held[dropped]);
    lost += own;
    log.weight -= own;
  }
  log.held.splice(0, dropped);
  log.forgotten += dropped;
}
