import { nameOf } from '../../../view/keyed.ts';
import { closedBy, Closed, fromOf, intoOf, reachBy } from '../../../view/overlays/policies.ts';
import { countAll, countByNode, createRowNumbers, updateRows } from '../../../view/overlays/row-numbers.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import type { NetworkPolicy } from '../../../api/types.gen.ts';
import { eachCard, eachPod, hasSigns, podInHand, shareBar } from './boxes.ts';
import { follow, keyInHand, listAll } from './following.ts';
import type { Overlay, OverlaySign } from './overlay.ts';

type Pen = CanvasRenderingContext2D;

/** Which pods network policies close, and for the pod in hand who may speak to it and whom it may speak to. */
export const policies: Overlay = {
  id: 'policies',
  words: {
    en: {
      title: 'Network policies',
      help: 'A bar on the left of a pod: closed for what comes in but for what policies allow; on the right: for what goes out. Point at a pod or select it, and arrows show who may speak to whom where a network plugin enforces them; requests here heed no policy.',
    },
    zh: {
      title: '网络策略',
      help: 'Pod 左侧竖条：除策略放行外入站关闭；右侧竖条：出站关闭。指向或选中一个 Pod，箭头显示在网络插件执行策略时谁能与谁通信；此处的请求不受策略限制。',
    },
  },
  start(show, language) {
    const zh = language === 'zh';
    const closed = createRowNumbers();
    const reached = createRowNumbers();
    const listed = follow(
      show,
      () => 'all',
      (ask) => listAll<NetworkPolicy>(ask, 'networking.k8s.io', 'networkpolicies'),
    );
    const reach = follow(
      show,
      () => keyInHand(show),
      (ask, key) => ask({ type: 'reach', ...nameOf(key) }),
      250,
    );
    let byNode: Uint16Array = new Uint16Array(0);
    let reachedByNode: Uint16Array = new Uint16Array(0);
    const judge = (): boolean => {
      const { frame } = show.scene;
      const found = listed.answer();
      if (frame === undefined || found === undefined) return false;
      if (updateRows(closed, frame, found, closedBy(found, frame, show.props.source))) byNode = countByNode(closed, frame, KINDS);
      return true;
    };
    return {
      frame() {
        listed.look();
        reach.look();
      },
      stop() {
        listed.stop();
        reach.stop();
      },
      still(layer, painting) {
        if (!judge()) return;
        const { pen } = layer;
        pen.fillStyle = painting.palette.tokens.ink;
        if (hasSigns(painting)) eachPod(layer, painting, (row, box) => bars(pen, closed.of[row] ?? 0, box));
        else
          eachCard(layer, painting, (board, box) => {
            const at = board.row * KINDS;
            const shut = (byNode[at + 1] ?? 0) + (byNode[at + 2] ?? 0) + (byNode[at + 3] ?? 0);
            if (shut > 0) shareBar(pen, box, shut / (shut + (byNode[at] ?? 0)));
          });
      },
      life(layer, painting) {
        reach.look();
        const { frame } = painting.scene;
        const answer = reach.answer();
        const own = podInHand(painting);
        if (frame === undefined || answer === null || answer === undefined || own < 0) return;
        if (updateRows(reached, frame, answer, reachBy(answer, frame, painting.source)))
          reachedByNode = countByNode(reached, frame, LEVELS);
        const { pen } = layer;
        const { tokens } = painting.palette;
        pen.fillStyle = tokens.ground;
        if (!hasSigns(painting)) {
          eachCard(layer, painting, (board, box) => {
            const all = board.slots.used;
            pen.globalAlpha = all === 0 ? 0 : 0.75 * ((reachedByNode[board.row * LEVELS] ?? 0) / all);
            pen.fillRect(box.x, box.y, box.width, box.height);
          });
          pen.globalAlpha = 1;
          return;
        }
        const open: [number, Rect][] = [];
        pen.globalAlpha = 0.72;
        eachPod(layer, painting, (row, box) => {
          if (row === own) return;
          if (reached.of[row] === 0) pen.fillRect(box.x - 1, box.y - 1, box.width + 2, box.height + 2);
          else open.push([reached.of[row] ?? 0, box]);
        });
        pen.globalAlpha = 1;
        pen.strokeStyle = tokens.accent;
        pen.lineWidth = 1.5;
        for (const [level, box] of open) arrows(pen, level, box, tokens.accent, tokens.surface);
      },
      legend() {
        const { frame } = show.scene;
        const { tokens } = show.palette;
        if (show.props.ask === undefined || frame === undefined || !judge()) return [];
        const counts = countAll(closed, frame, KINDS);
        const bar = (kind: number) => (pen: Pen, size: number) => {
          pen.fillStyle = tokens.ink;
          bars(pen, kind, { x: 0, y: 0, width: size, height: size });
        };
        const told: OverlaySign[] = [
          { text: `${zh ? '入站关闭' : 'closed for what comes in'} ${(counts[1] ?? 0) + (counts[3] ?? 0)}`, draw: bar(Closed.ingress) },
          { text: `${zh ? '出站关闭' : 'for what goes out'} ${(counts[2] ?? 0) + (counts[3] ?? 0)}`, draw: bar(Closed.egress) },
        ];
        if (listed.answer()?.length === 0)
          told.splice(0, 2, { text: zh ? '没有 NetworkPolicy：所有 Pod 都可互通' : 'no NetworkPolicy: every pod may speak to every pod' });
        const answer = reach.answer();
        if (answer === undefined || answer === null || reached.basis !== answer) return told;
        const levels = countAll(reached, frame, LEVELS);
        const many = (read: (level: number) => number): number =>
          levels.reduce((all, count, level) => all + (read(level) > 0 ? count : 0), 0);
        const name = nameOf(keyInHand(show)).name;
        const arrow = (level: number) => (pen: Pen, size: number) => {
          pen.strokeStyle = tokens.accent;
          pen.lineWidth = 1.5;
          arrows(pen, level, { x: 0, y: -1, width: size + 1, height: size + 2 }, tokens.accent, tokens.surface);
        };
        told.push({ text: zh ? `可以访问 ${name} 的 Pod ${many(intoOf)}` : `may speak to ${name} ${many(intoOf)}`, draw: arrow(2) });
        told.push({ text: zh ? `${name} 可以访问的 Pod ${many(fromOf)}` : `it may speak to ${many(fromOf)}`, draw: arrow(8) });
        const by = [...new Set([...answer.ingress, ...answer.egress])];
        if (by.length > 0) told.push({ text: zh ? `受限于 ${by.join('、')}` : `closed by ${by.join(', ')}` });
        return told;
      },
    };
  },
};

const KINDS = 4;
const LEVELS = 16;

/** A wall on the side that is closed. */
function bars(pen: Pen, closed: number, { x, y, width, height }: Rect): void {
  const wide = Math.max(2, Math.min(4, width * 0.06));
  if ((closed & Closed.ingress) !== 0) pen.fillRect(x - 1, y + 2, wide, height - 4);
  if ((closed & Closed.egress) !== 0) pen.fillRect(x + width + 1 - wide, y + 2, wide, height - 4);
}

/** In the lower right corner: away from the pod where it may speak, towards it where it may be spoken to; hollow on some ports only. */
function arrows(pen: Pen, level: number, { x, y, width, height }: Rect, full: string, empty: string): void {
  const size = Math.max(4, Math.min(8, height * 0.3));
  let right = x + width - 3;
  const middle = y + height - size / 2 - 3;
  for (const [of, outward] of [
    [intoOf(level), true],
    [fromOf(level), false],
  ] as const) {
    if (of === 0) continue;
    pen.beginPath();
    pen.moveTo(outward ? right - size : right, middle - size / 2);
    pen.lineTo(outward ? right : right - size, middle);
    pen.lineTo(outward ? right - size : right, middle + size / 2);
    pen.closePath();
    pen.fillStyle = of === 2 ? full : empty;
    pen.fill();
    pen.stroke();
    right -= size + 3;
  }
}
