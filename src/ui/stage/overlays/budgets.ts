import type { PodDisruptionBudget } from '../../../api/types.gen.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import { Guard, guardsOf } from '../../../view/overlays/budgets.ts';
import { countAll, countByNode, createRowNumbers, updateRows } from '../../../view/overlays/row-numbers.ts';
import type { Tokens } from '../../design/tokens.ts';
import { eachCard, eachPod, hasSigns, shareBar } from './boxes.ts';
import { follow, listAll } from './following.ts';
import type { Overlay, OverlaySign } from './overlay.ts';
import { shield } from './signs.ts';

const MOST_LISTED = 4;
const KINDS = 4;

/** Which pods a PodDisruptionBudget protects, how many may go just now, and which can't be evicted. */
export const budgets: Overlay = {
  id: 'budgets',
  words: {
    en: {
      title: 'Disruption budgets',
      help: 'A shield: a PodDisruptionBudget is about this pod. Hollow: it may be evicted now; full: it may not; with a bar: two budgets are about it, and no eviction is possible.',
    },
    zh: {
      title: '中断预算',
      help: '盾牌表示受 PodDisruptionBudget 保护。空心：现在可以驱逐；实心：现在不能；带横杠：同时受两个预算约束，无法驱逐。',
    },
  },
  start(show, language) {
    const zh = language === 'zh';
    const guards = createRowNumbers();
    const listed = follow(
      show,
      () => 'all',
      (ask) => listAll<PodDisruptionBudget>(ask, 'policy', 'poddisruptionbudgets'),
    );
    let byNode: Uint16Array = new Uint16Array(0);
    const judge = (): readonly PodDisruptionBudget[] | undefined => {
      const { frame } = show.scene;
      const found = listed.answer();
      if (frame === undefined || found === undefined) return undefined;
      if (updateRows(guards, frame, found, guardsOf(found, frame, show.props.source))) byNode = countByNode(guards, frame, KINDS);
      return found;
    };
    return {
      frame: listed.look,
      stop: listed.stop,
      still(layer, painting) {
        const found = judge();
        if (found === undefined || found.length === 0) return;
        const { tokens } = painting.palette;
        if (hasSigns(painting)) {
          eachPod(layer, painting, (row, box) => guard(layer.pen, guards.of[row] ?? 0, box, tokens));
          return;
        }
        eachCard(layer, painting, (board, box) => {
          const all = board.slots.used;
          const count = (kind: number): number => byNode[board.row * KINDS + kind] ?? 0;
          if (all === 0) return;
          layer.pen.fillStyle = tokens.lineStrong;
          shareBar(layer.pen, box, (all - count(Guard.none)) / all);
          layer.pen.fillStyle = tokens.ink;
          shareBar(layer.pen, box, (count(Guard.held) + count(Guard.twice)) / all);
        });
      },
      legend(): readonly OverlaySign[] {
        const found = judge();
        const { frame } = show.scene;
        const { tokens } = show.palette;
        if (found === undefined || frame === undefined) return [];
        if (found.length === 0) return [{ text: zh ? '没有 PodDisruptionBudget' : 'there is no PodDisruptionBudget' }];
        const counts = countAll(guards, frame, KINDS);
        const sign = (kind: number) => (pen: CanvasRenderingContext2D, size: number) =>
          guard(pen, kind, { x: 0, y: -size * 0.72, width: size, height: size * 1.3 }, tokens);
        const told: OverlaySign[] = [
          { text: `${zh ? '可驱逐' : 'may be evicted'} ${counts[Guard.free] ?? 0}`, draw: sign(Guard.free) },
          { text: `${zh ? '现在不能驱逐' : 'may not now'} ${counts[Guard.held] ?? 0}`, draw: sign(Guard.held) },
        ];
        const twice = counts[Guard.twice] ?? 0;
        if (twice > 0) told.push({ text: `${zh ? '受两个预算约束' : 'two budgets'} ${twice}`, draw: sign(Guard.twice) });
        const tightest = found.toSorted((a, b) => (a.status?.disruptionsAllowed ?? 0) - (b.status?.disruptionsAllowed ?? 0));
        told.push(...tightest.slice(0, MOST_LISTED).map((budget) => ({ text: lineOf(budget, zh) })));
        if (found.length > MOST_LISTED) told.push({ text: `… +${found.length - MOST_LISTED}` });
        return told;
      },
    };
  },
};

function lineOf({ metadata, status = {} }: PodDisruptionBudget, zh: boolean): string {
  const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0 } = status;
  return zh
    ? `${metadata.name ?? ''}：现在允许中断 ${disruptionsAllowed}（健康 ${currentHealthy}，需要 ${desiredHealthy}）`
    : `${metadata.name ?? ''}: ${disruptionsAllowed} may go now (${currentHealthy} healthy, ${desiredHealthy} needed)`;
}

/** On the lower edge, in the middle. */
function guard(pen: CanvasRenderingContext2D, kind: number, { x, y, width, height }: Rect, tokens: Tokens): void {
  if (kind === Guard.none) return;
  const size = Math.max(7, Math.min(12, height * 0.42));
  const [middle, top] = [x + width / 2, y + height - size * 0.72];
  shield(pen, middle, top, size);
  pen.fillStyle = kind === Guard.free ? tokens.surface : tokens.ink;
  pen.strokeStyle = tokens.surface;
  pen.lineWidth = 3;
  pen.stroke();
  pen.fill();
  pen.strokeStyle = tokens.ink;
  pen.lineWidth = 1.25;
  pen.stroke();
  if (kind !== Guard.twice) return;
  pen.fillStyle = tokens.surface;
  pen.fillRect(middle - size * 0.25, top + size * 0.36, size * 0.5, Math.max(1.5, size * 0.16));
}
