import { type ReactElement, useMemo, useState } from 'react';
import { useFrameValue, useLoaded } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { loadObjects } from '../objects/objects.ts';
import { OutlineTree } from './outline-tree.tsx';
import type { TreeNode } from '../objects/tree-node.ts';
import { loadWorkloads } from '../objects/workloads.ts';
import { pictureTrees, samePictures } from './tree.ts';

const NONE: readonly TreeNode[] = [];

/** All that is in the cluster as a tree of words: the way through it without the picture. */
export default function OutlinePanel(): ReactElement {
  const t = useT();
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const derive = useMemo(() => pictureTrees(flipped), [flipped]);
  const { nodes, waiting, services } = useFrameValue(derive, samePictures, 500);
  const workloads = useLoaded(loadWorkloads, 1000).value ?? NONE;
  const objects = useLoaded(loadObjects, 2000).value;
  const trees = useMemo(
    () => [
      group('nodes', t('outline.nodes'), nodes),
      group('waiting', t('outline.waiting'), waiting),
      group('workloads', t('outline.workloads'), workloads),
      group('services', t('outline.services'), services),
      ...(objects ?? []).map(({ key, title, open, children }) => group(key, t(title), children, open)),
    ],
    [t, nodes, waiting, workloads, services, objects],
  );
  const flip = (key: string): void => {
    const next = new Set(flipped);
    if (!next.delete(key)) next.add(key);
    setFlipped(next);
  };
  return <OutlineTree trees={trees} flipped={flipped} onFlip={flip} />;
}

function group(key: string, label: string, children: readonly TreeNode[], open = true): TreeNode {
  return { key, label, note: String(children.length), target: undefined, children, size: children.length, open };
}
