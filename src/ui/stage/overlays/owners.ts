import { ownerTree } from '../../../view/overlays/owner-tree.ts';
import { rowInHand } from './following.ts';
import type { Overlay } from './overlay.ts';

const MOST_LISTED = 5;

/** Whose pod it is, up to the topmost owner, and who else is of the family; the thread itself is painted with the stage. */
export const owners: Overlay = {
  id: 'owners',
  words: {
    en: {
      title: 'Owner trees',
      help: 'Point at a pod or select it: a thread runs through all pods of the same owner, and the legend names the tree above them.',
    },
    zh: { title: '属主树', help: '指向或选中一个 Pod：一条线串起同一属主的所有 Pod，图例列出它们的属主树。' },
  },
  start(show, language) {
    const zh = language === 'zh';
    return {
      legend() {
        const { frame } = show.scene;
        const row = rowInHand(show);
        if (frame === undefined || row < 0) return [];
        const tree = ownerTree(frame, row, show.props.source);
        if (tree.top === '') return [{ text: zh ? '没有属主' : 'nobody owns this pod' }];
        const told = [{ text: `${tree.top} · ${zh ? `${tree.pods} 个 Pod` : `${tree.pods} pods`}` }];
        if (tree.branches.length === 1 && tree.branches[0]?.name === tree.top) return told;
        told.push(...tree.branches.slice(0, MOST_LISTED).map(({ name, pods, own }) => ({ text: `${own ? '▸' : '·'} ${name} ${pods}` })));
        if (tree.branches.length > MOST_LISTED) told.push({ text: `… +${tree.branches.length - MOST_LISTED}` });
        return told;
      },
    };
  },
};
