/**
 * The scheduler's memory of its decisions. An attempt is kept as it was made: raw scores and first rejections per node.
 * Normalised scores and sums follow from the raw ones and are worked out when somebody asks (explain/account.ts). Only so many decisions, and so
 * many numbers in all, are kept; the oldest lose their nodes first.
 */
import type { PreemptionAccount } from '../../api/scheduling.ts';
import type { Attempt } from './framework/cycle.ts';

const MAX_VERDICTS = 500;
const MAX_NUMBERS = 100_000;

export interface Verdicts {
  /** By uid of the pod: its last. */
  readonly byPod: Map<string, Verdict>;
  /** Uids in the order of their verdicts, round and round. */
  readonly ring: string[];
  /** Place in `ring` of the next one, and so of the oldest. */
  next: number;
  /** Lists of node names that several verdicts share, each with its number of users; of a visiting order its version, else -1. */
  readonly nameLists: Map<number, { readonly names: readonly string[]; readonly version: number; users: number }>;
  nextList: number;
  /** Numbers kept in all verdicts together. */
  numbers: number;
}

export interface Verdict {
  readonly at: number;
  readonly attempt: number;
  readonly node: string;
  readonly message: string;
  /** Its place in the ring. */
  readonly place: number;
  /** Null once it had to make room. */
  details: Details | null;
}

export interface Details {
  /** The schedulerName. */
  readonly profile: string;
  /** Number of the list with the names of the nodes that were looked at, the place of the first in it, and how many they were. */
  readonly names: number;
  readonly from: number;
  readonly looked: number;
  /** By node: 0 feasible, else one more than the place in `rejections`; empty when all were feasible. */
  readonly rejected: readonly number[];
  readonly rejections: readonly { readonly plugin: string; readonly reasons: readonly string[] }[];
  readonly columns: readonly { readonly plugin: string; readonly raw: readonly number[] }[];
  readonly search: Search;
  readonly preemption: PreemptionAccount | null;
  readonly size: number;
}

/** How the nodes were looked for, in short. */
export interface Search {
  readonly nodeCount: number;
  /** PreFilter ended it. */
  readonly ended: boolean;
  /** How many nodes were left out, and in what words. */
  readonly leftOut: number;
  readonly words: string;
}

interface Outcome {
  readonly at: number;
  readonly attempt: number;
  readonly node: string;
  readonly message: string;
  readonly profile: string;
  readonly preemption?: PreemptionAccount | undefined;
}

export function createVerdicts(): Verdicts {
  return { byPod: new Map(), ring: [], next: 0, nameLists: new Map(), nextList: 1, numbers: 0 };
}

export function rememberVerdict(verdicts: Verdicts, uid: string, attempt: Attempt, outcome: Outcome): void {
  const place = verdicts.next;
  verdicts.next = (place + 1) % MAX_VERDICTS;
  const oldest = verdicts.ring[place];
  if (oldest !== undefined && verdicts.byPod.get(oldest)?.place === place) forgetVerdict(verdicts, oldest);
  const cleared = clearedFor(verdicts, uid, outcome.node);
  forgetVerdict(verdicts, uid);
  verdicts.ring[place] = uid;
  const { at, attempt: number, node, message, profile, preemption = cleared } = outcome;
  verdicts.byPod.set(uid, { at, attempt: number, node, message, place, details: detailsOf(verdicts, attempt, profile, preemption) });
  if (verdicts.numbers > MAX_NUMBERS) makeRoom(verdicts);
}

/** Who made way for a pod stays part of the account when it takes their place. */
function clearedFor(verdicts: Verdicts, uid: string, node: string): PreemptionAccount | undefined {
  const preemption = verdicts.byPod.get(uid)?.details?.preemption ?? undefined;
  return preemption !== undefined && node !== '' && preemption.node === node ? preemption : undefined;
}

function detailsOf(verdicts: Verdicts, attempt: Attempt, profile: string, preemption: PreemptionAccount | undefined): Details {
  const rejections: { plugin: string; reasons: readonly string[] }[] = [];
  const rejected: number[] = [];
  for (const rejection of attempt.rejections) {
    if (rejection === undefined) {
      rejected.push(0);
      continue;
    }
    const { plugin, reasons } = rejection;
    const known = rejections.findIndex((other) => other.plugin === plugin && (other.reasons === reasons || isSame(other.reasons, reasons)));
    rejected.push(known >= 0 ? known + 1 : rejections.push({ plugin, reasons }));
  }
  const columns = attempt.columns.map(({ plugin, raw }) => ({ plugin, raw }));
  const victims = preemption?.nodes.reduce((sum, node) => sum + 1 + node.victims.length, 0) ?? 0;
  const size = columns.reduce((sum, { raw }) => sum + raw.length, rejected.length + victims);
  verdicts.numbers += size;
  return {
    profile,
    names: listOf(verdicts, attempt),
    from: attempt.run?.from ?? 0,
    looked: attempt.visited.length,
    rejected,
    rejections,
    columns,
    search: searchOf(attempt),
    preemption: preemption ?? null,
    size,
  };
}

export function searchOf({ nodeCount, preFilter, leftOut }: Attempt): Search {
  const { count = 0, rejection } = leftOut ?? {};
  return { nodeCount, ended: preFilter !== undefined, leftOut: count, words: rejection?.reasons[0] ?? '' };
}

/** The nodes that were looked at, in that order. */
export function lookedAt(verdicts: Verdicts, { names, from, looked }: Details): readonly string[] {
  const all = verdicts.nameLists.get(names)?.names ?? [];
  if (from === 0 && looked === all.length) return all;
  return Array.from({ length: looked }, (_, step) => all[(from + step) % all.length] ?? '');
}

/** The number of a list with the names of these nodes: the newest list if it is of the same version of the visiting order. */
function listOf(verdicts: Verdicts, { visited, run }: Attempt): number {
  const newest = verdicts.nameLists.get(verdicts.nextList - 1);
  if (newest !== undefined && run !== undefined && newest.version === run.version) {
    newest.users += 1;
    return verdicts.nextList - 1;
  }
  const number = verdicts.nextList;
  verdicts.nextList += 1;
  const names = run === undefined ? visited.map((node) => node.name) : run.names();
  verdicts.nameLists.set(number, { names, version: run?.version ?? -1, users: 1 });
  verdicts.numbers += names.length;
  return number;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function forgetVerdict(verdicts: Verdicts, uid: string): void {
  const verdict = verdicts.byPod.get(uid);
  if (verdict === undefined) return;
  dropDetails(verdicts, verdict);
  verdicts.byPod.delete(uid);
}

/** Drops the nodes of the oldest verdicts, many at once so that it is seldom needed. */
function makeRoom(verdicts: Verdicts): void {
  const { ring, byPod, next } = verdicts;
  for (let step = 0; step < ring.length && verdicts.numbers > MAX_NUMBERS / 2; step += 1) {
    const verdict = byPod.get(ring[(next + step) % ring.length] ?? '');
    if (verdict !== undefined) dropDetails(verdicts, verdict);
  }
}

function dropDetails(verdicts: Verdicts, verdict: Verdict): void {
  const { details } = verdict;
  if (details === null) return;
  verdict.details = null;
  verdicts.numbers -= details.size;
  const list = verdicts.nameLists.get(details.names);
  if (list === undefined) return;
  list.users -= 1;
  if (list.users > 0) return;
  verdicts.nameLists.delete(details.names);
  verdicts.numbers -= list.names.length;
}
