/** What was tried out to make room for a pod, kept short. */
import { keyOf } from '../../../api/object.ts';
import type { PreemptionAccount, PreemptionCandidate } from '../../../api/scheduling.ts';
import type { DryRun } from '../framework/plugin.ts';
import { decidingRule } from '../plugins/default-preemption/candidates.ts';

const MAX_NODES = 20;
const MAX_VICTIMS = 10;

export interface Considered {
  readonly node: string;
  readonly outcome: DryRun;
}

/** `node`: where pods go; ''. Undefined when no node was tried out. */
export function preemptionAccount(considered: readonly Considered[], node: string): PreemptionAccount | undefined {
  if (considered.length === 0) return undefined;
  const chosen = considered.filter((one) => one.node === node);
  const others = considered.filter((one) => one.node !== node);
  const told = [...chosen, ...others.toSorted(usefulFirst)].slice(0, MAX_NODES);
  const candidates = considered.flatMap((one) => ('victims' in one.outcome ? [{ node: one.node, ...one.outcome }] : []));
  return { node, rule: decidingRule(candidates), nodes: told.map(candidateOf), more: considered.length - told.length };
}

function usefulFirst(a: Considered, b: Considered): number {
  return Number('reasons' in a.outcome) - Number('reasons' in b.outcome);
}

function candidateOf({ node, outcome }: Considered): PreemptionCandidate {
  if ('reasons' in outcome) return { node, victims: [], victimCount: 0, violations: 0, reasons: outcome.reasons };
  const { victims, violations } = outcome;
  const named = victims.slice(0, MAX_VICTIMS).map((pod) => ({ key: keyOf(pod), priority: pod.spec?.priority ?? 0 }));
  return { node, victims: named, victimCount: victims.length, violations, reasons: [] };
}
