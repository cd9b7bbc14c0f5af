import type { Ledger, MomentInvariant } from '../ledger.ts';

/** What has to hold when nothing is done to a cluster any more, its machines are on, and it has had the time that it needs. */
export interface RestInvariant {
  readonly name: string;
  /** What is wrong, one message for each. */
  readonly check: (ledger: Ledger) => Iterable<string>;
}

/** Lets an invariant be written with its own memory. */
export function everyMoment<Memory>(invariant: MomentInvariant<Memory>): MomentInvariant {
  return invariant as unknown as MomentInvariant;
}

export function atRest(name: string, check: RestInvariant['check']): RestInvariant {
  return { name, check };
}
