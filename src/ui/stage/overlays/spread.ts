import { domainOf, spreadGroups } from '../../../view/overlays/spread.ts';
import type { SpreadGroup } from '../../../view/overlays/spread.ts';
import { setFont, widthOf } from '../paint/lettering.ts';
import { eachCard, podInHand } from './boxes.ts';
import type { Overlay, OverlaySign } from './overlay.ts';

const LOOK_EVERY_MS = 700;
const MOST_LISTED = 4;

/** How evenly constraints have spread their pods, in numbers. */
export const spread: Overlay = {
  id: 'spread',
  words: {
    en: {
      title: 'Topology spread',
      help: 'How many pods of one constraint each zone or node has, and the skew; of the pod in hand, or of the most skewed.',
    },
    zh: { title: '拓扑分布', help: '每个可用区或节点上同一约束的 Pod 数量与偏差：所指 Pod 的约束，或偏差最大的约束。' },
  },
  start(show, language) {
    let groups: readonly SpreadGroup[] = [];
    let looked = -Infinity;
    const look = (): void => {
      const { frame } = show.scene;
      if (frame === undefined || performance.now() - looked < LOOK_EVERY_MS) return;
      looked = performance.now();
      groups = spreadGroups(frame, show.props.source);
    };
    look();
    const chosen = (row: number): SpreadGroup | undefined => {
      const { frame } = show.scene;
      const owner = show.props.source.string(frame?.podOwner[row] ?? 0);
      return groups.find((group) => row >= 0 && group.owner === owner && group.namespace === frame?.podNamespace[row]) ?? groups[0];
    };
    return {
      frame: look,
      life(layer, painting) {
        const group = chosen(podInHand(painting));
        const { frame } = painting.scene;
        if (group === undefined || frame === undefined) return;
        const { pen } = layer;
        const { tokens } = painting.palette;
        const most = Math.max(...group.domains.values());
        setFont(pen, painting.lettering, 12, true);
        eachCard(layer, painting, (board, box) => {
          const count = group.domains.get(domainOf(frame, board.row, group.topologyKey)) ?? 0;
          if (box.width < 18) return;
          const width = Math.max(18, widthOf(pen, painting.lettering, `${count}`) + 8);
          pen.fillStyle = count === most && group.skew > group.maxSkew ? tokens.bad : tokens.ink2;
          pen.beginPath();
          pen.roundRect(box.x + box.width / 2 - width / 2, box.y - 9, width, 17, 8);
          pen.fill();
          pen.fillStyle = tokens.surface;
          pen.textAlign = 'center';
          pen.fillText(`${count}`, box.x + box.width / 2, box.y + 4);
          pen.textAlign = 'left';
        });
      },
      legend: (): readonly OverlaySign[] =>
        groups.length === 0
          ? [{ text: language === 'zh' ? '没有 Pod 带有拓扑分布约束' : 'no pod has a topology spread constraint' }]
          : groups.slice(0, MOST_LISTED).map((group) => ({ text: lineOf(group, language === 'zh') })),
    };
  },
};

function lineOf({ owner, topologyKey, domains, skew, maxSkew, hard }: SpreadGroup, zh: boolean): string {
  const counts = [...domains.values()].sort((a, b) => b - a);
  const shown = counts.length > 6 ? `${counts.slice(0, 3).join('/')}…${counts.at(-1) ?? 0}` : counts.join('/');
  const key = topologyKey.slice(topologyKey.indexOf('/') + 1);
  const limit = `${skew > maxSkew ? '>' : '≤'} ${maxSkew}`;
  const kind = hard ? 'DoNotSchedule' : 'ScheduleAnyway';
  return zh
    ? `${owner} · ${key} ${shown} · 偏差 ${skew} ${limit} · ${kind}`
    : `${owner} · ${key} ${shown} · skew ${skew} ${limit} · ${kind}`;
}
