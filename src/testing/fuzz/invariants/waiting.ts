import { type KubeObject, isTerminating } from '../../../api/object.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import { type Ledger, readOf } from '../ledger.ts';

/** A component will look at this key again: it failed and waits for its next try. */
export function isWaiting({ cluster }: Ledger, component: string, key: string): boolean {
  for (const { name, queue } of cluster.state.components.values())
    if (name === component) return queue.delayed.has(key) || queue.queued.has(key);
  return false;
}

/** Its namespace is on its way out, where nothing can be made any more. */
export function isAbandoned(ledger: Ledger, object: KubeObject): boolean {
  const namespace = readOf(ledger, NAMESPACE, object.metadata.namespace ?? '');
  return namespace === undefined || isTerminating(namespace);
}
