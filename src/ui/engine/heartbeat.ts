/** Whether whoever is at the other end is alive: asked now and then, for as long as it is the same one. */
import type { Host } from './link.ts';

const PING_EVERY_MS = 2_000;
/** A worker answers within 50 ms; one that is silent this long, with the page awake, is dead. */
const SILENCE_MS = 5_000;
/** After a pause of the page itself, answers that have arrived are read before anybody is declared dead. */
const GRACE_MS = 500;
/** A long text is read in one go: so much longer it may be silent for each character that it was given, on a slow machine. */
const MS_PER_CHARACTER = 0.03;

export interface Patient {
  readonly ping: () => Promise<unknown>;
  /** Characters of the texts that it was given to read and hasn't answered for. */
  readonly unread: () => number;
  /** Calls back unless there is another one by now. */
  readonly ifAlive: (then: () => void) => void;
  readonly died: (why: string) => void;
}

export function watchOver(host: Host, patient: Patient): void {
  const { ping, unread, ifAlive, died } = patient;
  const next = (): void => ifAlive(() => watchOver(host, patient));
  if (!host.isVisible()) {
    host.after(PING_EVERY_MS, next);
    return;
  }
  let answered = false;
  const answer = (): void => {
    answered = true;
    host.after(PING_EVERY_MS, next);
  };
  ping().then(answer, answer);
  const judge = (): void => {
    if (!answered && host.isVisible()) ifAlive(() => died('it no longer answers'));
  };
  const patience = (): void => (unread() === 0 ? judge() : host.after(unread() * MS_PER_CHARACTER, judge));
  host.after(SILENCE_MS, () => host.after(GRACE_MS, patience));
}
