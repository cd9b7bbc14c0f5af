/** Accounts on their way to the page: of thousands of nodes those that are told of one by one are whole, of the others there is less. */
import { TOLD_NODES, inOrder } from '../api/account-order.ts';
import type { NodeAccount, NodeRejection, PlacementAccount, PodExplanation } from '../api/scheduling.ts';

export function briefExplanation(explanation: PodExplanation): PodExplanation {
  return { ...explanation, decided: briefAccount(explanation.decided), now: briefAccount(explanation.now) };
}

export function briefAccount(account: PlacementAccount | undefined): PlacementAccount | undefined {
  if (account === undefined || account.nodes.length <= TOLD_NODES) return account;
  const shared = sharing();
  const ordered = inOrder(account);
  const rest = ordered
    .slice(TOLD_NODES)
    .map(({ name, rejections, total }): NodeAccount => ({ name, rejections: shared(rejections), total, scores: [], room: [] }));
  return { ...account, nodes: [...ordered.slice(0, TOLD_NODES), ...rest] };
}

/** What is said of many nodes is copied once: a structured clone keeps what is shared shared. */
function sharing(): (rejections: readonly NodeRejection[]) => readonly NodeRejection[] {
  const known = new Map<string, readonly NodeRejection[]>();
  return (rejections) => {
    const key = rejections.map(({ plugin, reasons }) => `${plugin}\n${reasons.join('\n')}`).join('\n\n');
    const same = known.get(key) ?? rejections;
    known.set(key, same);
    return same;
  };
}
