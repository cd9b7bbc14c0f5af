import { type Frame, NodeFlag } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { type TreeNode, byLabel, leaf } from '../objects/tree-node.ts';
import { type Target, targetKey } from '../state/selection.ts';

/** A row as it is drawn: depth counted from 1. */
export interface TreeRow {
  readonly node: TreeNode;
  readonly level: number;
  /** Undefined for a leaf. */
  readonly expanded: boolean | undefined;
  readonly parent: string | undefined;
}

const FEW_NODES = 6;

/** What the picture alone tells of. */
export interface PictureTrees {
  readonly nodes: readonly TreeNode[];
  readonly waiting: readonly TreeNode[];
  readonly services: readonly TreeNode[];
}

const NOTHING: PictureTrees = { nodes: [], waiting: [], services: [] };

/** Made anew only when something was written, and pods only of nodes that are open: `flipped` as for `visibleRows`. */
export function pictureTrees(flipped: ReadonlySet<string>): (frame: Frame | undefined, frames: FrameStore) => PictureTrees {
  let held = { revision: -1, sequence: -1, trees: NOTHING };
  return (frame, frames) => {
    if (!frame) return NOTHING;
    const { revision, sequence } = frame;
    const isKnown = revision === held.revision && sequence >= held.sequence;
    held = { revision, sequence, trees: isKnown ? held.trees : treesOf(frame, frames, flipped) };
    return held.trees;
  };
}

export function samePictures(a: PictureTrees, b: PictureTrees): boolean {
  return a === b || (sameTrees(a.nodes, b.nodes) && sameTrees(a.waiting, b.waiting) && sameTrees(a.services, b.services));
}

function treesOf(frame: Frame, frames: FrameStore, flipped: ReadonlySet<string>): PictureTrees {
  const open = frame.nodeCount <= FEW_NODES;
  const nodes = Array.from({ length: frame.nodeCount }, (_, row): Target => {
    return { kind: 'Node', namespace: '', name: frames.string(frame.nodeName[row] ?? -1) };
  });
  const isOpen = nodes.map((node) => open !== flipped.has(targetKey(node)));
  const { counts, leaves } = podsByNode(frame, frames, isOpen);
  const trees = nodes.map((node, row): TreeNode => {
    const size = counts[row] ?? 0;
    return { ...leaf(node, nodeNote(frame, row, size), leaves.get(row), open), size };
  });
  return { nodes: trees.toSorted(byLabel), waiting: leaves.get(-1) ?? [], services: serviceTrees(frame, frames) };
}

function serviceTrees(frame: Frame, frames: FrameStore): readonly TreeNode[] {
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
    const expanded = node.size === 0 ? undefined : node.open !== flipped.has(node.key);
    rows.push({ node, level, expanded, parent });
    if (expanded) for (const child of node.children) add(child, level + 1, node.key);
  };
  for (const tree of trees) add(tree, 1, undefined);
  return rows;
}

function sameTrees(a: readonly TreeNode[], b: readonly TreeNode[]): boolean {
  return (
    a.length === b.length &&
    a.every((node, index) => {
      const other = b[index];
      return other !== undefined && node.key === other.key && node.note === other.note && sameTrees(node.children, other.children);
    })
  );
}

/** How many pods each node has, and of those that are open, and of none (-1), which. */
function podsByNode(
  frame: Frame,
  frames: FrameStore,
  isOpen: readonly boolean[],
): { readonly counts: Uint32Array; readonly leaves: ReadonlyMap<number, TreeNode[]> } {
  const counts = new Uint32Array(frame.nodeCount);
  const leaves = new Map<number, TreeNode[]>();
  for (let row = 0; row < frame.podCount; row++) {
    const on = frame.podNode[row] ?? -1;
    if (on >= 0) counts[on] = (counts[on] ?? 0) + 1;
    if (on >= 0 && isOpen[on] !== true) continue;
    const text = (column: Uint32Array): string => frames.string(column[row] ?? -1);
    const pod = leaf({ kind: 'Pod', namespace: text(frame.podNamespace), name: text(frame.podName) }, text(frame.podReason));
    const list = leaves.get(on);
    if (list) list.push(pod);
    else leaves.set(on, [pod]);
  }
  for (const list of leaves.values()) list.sort(byLabel);
  return { counts, leaves };
}

/** In kubectl's words. */
function nodeNote(frame: Frame, row: number, pods: number): string {
  const flags = frame.nodeFlags[row] ?? 0;
  const ready = flags & NodeFlag.ready ? 'Ready' : 'NotReady';
  return `${ready}${flags & NodeFlag.cordoned ? ',SchedulingDisabled' : ''} · ${pods}`;
}
