import { type Frame, NodeFlag } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { type Target, targetKey } from '../state/selection.ts';

/** One thing of the outline with what is under it. */
export interface TreeNode {
  readonly key: string;
  readonly label: string;
  /** The word beside it: a status, a count, an address. */
  readonly note: string;
  readonly target: Target | undefined;
  readonly children: readonly TreeNode[];
  /** Shown open at first. */
  readonly open: boolean;
}

/** A row as it is drawn: depth counted from 1. */
export interface TreeRow {
  readonly node: TreeNode;
  readonly level: number;
  /** Undefined for a leaf. */
  readonly expanded: boolean | undefined;
  readonly parent: string | undefined;
}

const FEW_NODES = 6;

export function nodeTrees(frame: Frame | undefined, frames: FrameStore): readonly TreeNode[] {
  if (!frame) return [];
  const pods = podsByNode(frame, frames);
  const trees = Array.from({ length: frame.nodeCount }, (_, row) => {
    const name = frames.string(frame.nodeName[row] ?? -1);
    const children = pods.get(row) ?? [];
    return leaf({ kind: 'Node', namespace: '', name }, nodeNote(frame, row, children.length), children, frame.nodeCount <= FEW_NODES);
  });
  return trees.toSorted(byLabel);
}

export function waitingPods(frame: Frame | undefined, frames: FrameStore): readonly TreeNode[] {
  return frame ? (podsByNode(frame, frames).get(-1) ?? []) : [];
}

export function serviceTrees(frame: Frame | undefined, frames: FrameStore): readonly TreeNode[] {
  if (!frame) return [];
  const trees = Array.from({ length: frame.serviceCount }, (_, row) => {
    const text = (column: Uint32Array): string => frames.string(column[row] ?? -1);
    return leaf({ kind: 'Service', namespace: text(frame.serviceNamespace), name: text(frame.serviceName) }, text(frame.servicePorts));
  });
  return trees.toSorted(byLabel);
}

/** The rows that can be seen: `flipped` holds the keys that a person opened or closed. */
export function visibleRows(trees: readonly TreeNode[], flipped: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (node: TreeNode, level: number, parent: string | undefined): void => {
    const expanded = node.children.length === 0 ? undefined : node.open !== flipped.has(node.key);
    rows.push({ node, level, expanded, parent });
    if (expanded) for (const child of node.children) add(child, level + 1, node.key);
  };
  for (const tree of trees) add(tree, 1, undefined);
  return rows;
}

export function leaf(target: Target, note: string, children: readonly TreeNode[] = [], open = false): TreeNode {
  return { key: targetKey(target), label: target.name, note, target, children, open };
}

export function byLabel(a: TreeNode, b: TreeNode): number {
  return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
}

export function sameTrees(a: readonly TreeNode[], b: readonly TreeNode[]): boolean {
  return (
    a.length === b.length &&
    a.every((node, index) => {
      const other = b[index];
      return other !== undefined && node.key === other.key && node.note === other.note && sameTrees(node.children, other.children);
    })
  );
}

function podsByNode(frame: Frame, frames: FrameStore): ReadonlyMap<number, TreeNode[]> {
  const pods = new Map<number, TreeNode[]>();
  for (let row = 0; row < frame.podCount; row++) {
    const text = (column: Uint32Array): string => frames.string(column[row] ?? -1);
    const target = { kind: 'Pod', namespace: text(frame.podNamespace), name: text(frame.podName) };
    const on = frame.podNode[row] ?? -1;
    const list = pods.get(on);
    const pod = leaf(target, text(frame.podReason));
    if (list) list.push(pod);
    else pods.set(on, [pod]);
  }
  for (const list of pods.values()) list.sort(byLabel);
  return pods;
}

/** In kubectl's words. */
function nodeNote(frame: Frame, row: number, pods: number): string {
  const flags = frame.nodeFlags[row] ?? 0;
  const ready = flags & NodeFlag.ready ? 'Ready' : 'NotReady';
  return `${ready}${flags & NodeFlag.cordoned ? ',SchedulingDisabled' : ''} · ${pods}`;
}
