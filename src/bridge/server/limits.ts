/** What one process gives to its clients at most. Tests take less of it. */
export interface Limits {
  /** Connections, watches and pages included. */
  readonly connections: number;
  readonly watches: number;
  /** Requests whose body is still coming or whose answer is not yet taken; the real server's 400 that read and 200 that write. */
  readonly inFlight: number;
  /** Of bodies that are still coming, all together. */
  readonly bodyBytes: number;
  /** Of answers that their readers have not taken, all together. */
  readonly unsentBytes: number;
  readonly headerBytes: number;
  /** Until the headers are there, and the whole request. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** For a reader to take an answer, or anything at all of a watch. */
  readonly stalledMs: number;
  /** How often all of these are looked at. */
  readonly tickMs: number;
}

export const LIMITS: Limits = {
  connections: 4000,
  watches: 2000,
  inFlight: 600,
  bodyBytes: 256 << 20,
  unsentBytes: 256 << 20,
  headerBytes: 64 << 10,
  headersMs: 10_000,
  requestMs: 60_000,
  stalledMs: 60_000,
  tickMs: 1000,
};
