/** A DaemonSet's world in one sync: its nodes, and its pods by the node they are for. */
import { compareText } from '../../../base/compare.ts';
import { DAEMON_SET, NODE, POD } from '../../../api/resources.ts';
import { scaledValue } from '../../../api/intstr.ts';
import { isTerminating, nameOf } from '../../../api/object.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import type { DaemonSet, Node, Pod } from '../../../api/types.gen.ts';
import { claim } from '../../client/claim.ts';
import { selectorOfOwner } from '../../client/concerned.ts';
import { type DaemonContext, type DaemonMemory, memoryOf } from './memory.ts';
import { fitOf, type Fit } from './fit.ts';
import { targetNode } from './pod.ts';

export interface DaemonView {
  readonly context: DaemonContext;
  readonly set: DaemonSet;
  readonly memory: DaemonMemory;
  /** Of the present template. */
  readonly hash: string;
  readonly nodes: readonly FittedNode[];
  readonly pods: readonly Pod[];
  /** Pods by node, without those that have ended and are only kept from going by a finalizer. */
  readonly podsOn: ReadonlyMap<string, readonly Pod[]>;
}

export interface FittedNode {
  readonly name: string;
  readonly node: Node;
  readonly fit: Fit;
}

export function viewOf(context: DaemonContext, set: DaemonSet, hash: string): DaemonView {
  const pods = claim(context, DAEMON_SET, set, POD, selectorOfOwner(set));
  const nodes = context
    .lister(NODE)
    .list()
    .map((node) => ({ name: nameOf(node), node, fit: fitOf(set, node) }));
  return { context, set, memory: memoryOf(context, set), hash, nodes, pods, podsOn: podsByNode(pods) };
}

export function minReadySeconds({ spec }: DaemonSet): number {
  return spec?.minReadySeconds ?? 0;
}

/** Both are rounded up, as shares of the nodes that are to have a pod. */
export function maxSurge(set: DaemonSet, desired: number): number {
  return scaledValue(rolling(set).maxSurge ?? 0, desired, true);
}

export function maxUnavailable(set: DaemonSet, desired: number): number {
  return scaledValue(rolling(set).maxUnavailable ?? 0, desired, true);
}

/** Whether a node may have two of its pods for a while. */
export function allowsSurge(set: DaemonSet): boolean {
  return maxSurge(set, 1) > 0;
}

function rolling({ spec }: DaemonSet) {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  return (type === 'RollingUpdate' ? rollingUpdate : undefined) ?? {};
}

/** The pod that counts comes first: one that is on its node already, then the oldest. */
export function byPrecedence(a: Pod, b: Pod): number {
  return (
    Number(Boolean(b.spec?.nodeName)) - Number(Boolean(a.spec?.nodeName)) ||
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

function podsByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const node = targetNode(pod);
    if (node === undefined || (isPodTerminal(pod) && isTerminating(pod))) continue;
    const known = byNode.get(node);
    if (known === undefined) byNode.set(node, [pod]);
    else known.push(pod);
  }
  return byNode;
}
