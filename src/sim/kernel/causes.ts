/**
 * The one causal chain (law 5): every write, command and noted happening is a link with its parent.
 * The oldest links are forgotten first; a chain then simply ends there.
 */
export interface CauseRecord {
  readonly parent: number;
  readonly at: number;
  readonly actor: string;
  readonly what: string;
}

export interface CausesState {
  /** Number of the first record still held; record n stands at `records[n - first]`. */
  first: number;
  readonly records: CauseRecord[];
  /** By the name of a machine: the fault that was last done to it. There with the first fault. */
  faults?: Map<string, number>;
}

/** The cause of what nothing caused: boot and the passing of time. */
export const NO_CAUSE = 0;

const MAX_RECORDS = 100_000;
const MAX_FAULTS = 10_000;

export function createCauses(): CausesState {
  return { first: 1, records: [] };
}

export function addCause(causes: CausesState, record: CauseRecord): number {
  causes.records.push(record);
  if (causes.records.length > MAX_RECORDS) {
    const dropped = MAX_RECORDS >> 2;
    causes.records.splice(0, dropped);
    causes.first += dropped;
  }
  return causes.first + causes.records.length - 1;
}

/** A machine can't say what was done to it: who finds out late hangs what follows from it on this. */
export function noteFault(causes: CausesState, machine: string, cause: number): void {
  if (machine === '') return;
  causes.faults ??= new Map();
  // The newest stand last.
  causes.faults.delete(machine);
  causes.faults.set(machine, cause);
  const [oldest] = causes.faults.keys();
  if (causes.faults.size > MAX_FAULTS && oldest !== undefined) causes.faults.delete(oldest);
}

export function faultOf({ faults }: CausesState, machine: string): number {
  return faults?.get(machine) ?? NO_CAUSE;
}

/** The chain from `cause` back to its origin, newest first. */
export function causeChain(causes: CausesState, cause: number): CauseRecord[] {
  const chain: CauseRecord[] = [];
  let record = causes.records[cause - causes.first];
  while (record !== undefined) {
    chain.push(record);
    record = causes.records[record.parent - causes.first];
  }
  return chain;
}
