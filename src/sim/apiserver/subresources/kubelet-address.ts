import { NODE } from '../../../api/resources.ts';
import type { Node } from '../../../api/types.gen.ts';
import { readObject } from '../../store/store.ts';
import type { Server } from '../server.ts';

export const KUBELET_PORT = 10_250;

/** Where a node's kubelet is looked for. */
export function addressOf(server: Server, node: string): string {
  const addresses = (readObject(server.store, NODE.resource, node) as Node | undefined)?.status?.addresses ?? [];
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? node;
}
