import { type Target, targetKey } from '../state/selection.ts';

/** One thing of the outline with what is under it. */
export interface TreeNode {
  readonly key: string;
  readonly label: string;
  /** The word beside it: a status, a count, an address. */
  readonly note: string;
  readonly target: Target | undefined;
  readonly children: readonly TreeNode[];
  /** How many those are: of a node that is folded they are not made. */
  readonly size: number;
  /** Shown open at first. */
  readonly open: boolean;
}

export function leaf(target: Target, note: string, children: readonly TreeNode[] = [], open = false): TreeNode {
  return { key: targetKey(target), label: target.name, note, target, children, size: children.length, open };
}

export function byLabel(a: TreeNode, b: TreeNode): number {
  return a.label < b.label ? -1 : a.label > b.label ? 1 : 0;
}
