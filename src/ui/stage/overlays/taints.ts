import { firstUntolerated, isHardTaint, isTolerated } from '../../../api/pod/tolerations.ts';
import type { Taint, Toleration } from '../../../api/types.gen.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';
import { setFont, write } from '../paint/lettering.ts';
import type { Show } from '../show.ts';
import { eachCard, eachPod, hatch, podInHand } from './boxes.ts';
import type { Overlay, OverlaySign } from './overlay.ts';

/** Taints on nodes, pods that tolerate one of them, and, for the pod in hand, the nodes that are closed to it. */
export const taints: Overlay = {
  id: 'taints',
  words: {
    en: {
      title: 'Taints and tolerations',
      help: 'Hatched nodes are tainted; pods with a key tolerate a taint; point at a pod, and nodes closed to it are veiled.',
    },
    zh: { title: '污点与容忍', help: '带斜线的节点有污点；带钥匙标记的 Pod 能容忍；指向某个 Pod，对它关闭的节点会变暗。' },
  },
  start(show, language) {
    const zh = language === 'zh';
    const taintsByText = new Map<number, readonly Taint[]>();
    const tolerationsByText = new Map<number, readonly Toleration[]>();
    const textOf = (number: number): string => show.props.source.string(number) || '[]';
    const taintsOf = (row: number): readonly Taint[] => {
      const number = show.scene.frame?.nodeTaints[row] ?? 0;
      const found = taintsByText.get(number) ?? (JSON.parse(textOf(number)) as readonly Taint[]);
      taintsByText.set(number, found);
      return found;
    };
    const tolerationsOf = (row: number): readonly Toleration[] => {
      const number = show.scene.frame?.podTolerations[row] ?? 0;
      const found = tolerationsByText.get(number) ?? (JSON.parse(textOf(number)) as readonly Toleration[]);
      tolerationsByText.set(number, found);
      return found;
    };
    return {
      still(layer, painting) {
        eachCard(layer, painting, (board, box) => {
          const found = taintsOf(board.row);
          if (found.length > 0) taintedCard(layer, painting, box, found);
        });
        const all = differentTaints(show, taintsOf);
        if (all.length === 0 || painting.scene.plan.tileWidth * painting.view.k < 12) return;
        eachPod(layer, painting, (row, box) => {
          if (all.some((taint) => isTolerated(tolerationsOf(row), taint)))
            key(layer.pen, painting, box.x + box.width - 6, box.y + Math.min(6, box.height / 2));
        });
      },
      life(layer, painting) {
        const row = podInHand(painting);
        if (row < 0) return;
        const tolerations = tolerationsOf(row);
        layer.pen.fillStyle = painting.palette.tokens.ground;
        layer.pen.globalAlpha = 0.7;
        eachCard(layer, painting, (board, { x, y, width, height }) => {
          if (firstUntolerated(taintsOf(board.row).filter(isHardTaint), tolerations) !== undefined) layer.pen.fillRect(x, y, width, height);
        });
        layer.pen.globalAlpha = 1;
      },
      legend(): readonly OverlaySign[] {
        const nodes = show.scene.frame?.nodeCount ?? 0;
        const tainted = Array.from({ length: nodes }, (_, row) => row).filter((row) => taintsOf(row).length > 0).length;
        const { tokens } = show.palette;
        return [
          {
            text: zh ? `有污点的节点 ${tainted}` : `tainted nodes ${tainted}`,
            draw: (pen, size) => {
              pen.strokeStyle = tokens.warnFill;
              hatch(pen, { x: 0, y: 0, width: size, height: size }, 4);
            },
          },
          { text: zh ? '能容忍的 Pod' : 'pods that tolerate', draw: (pen, size) => drawKey(pen, tokens.ink, size / 2 - 2, size / 2) },
        ];
      },
    };
  },
};

function differentTaints({ scene }: Show, taintsOf: (row: number) => readonly Taint[]): readonly Taint[] {
  const numbers = new Map<number, number>();
  for (const [row, number] of (scene.frame?.nodeTaints ?? new Uint32Array(0)).entries()) numbers.set(number, row);
  return [...numbers.values()].flatMap(taintsOf);
}

function taintedCard(
  layer: Layer,
  { palette, lettering }: Painting,
  box: { x: number; y: number; width: number; height: number },
  found: readonly Taint[],
): void {
  const { pen } = layer;
  pen.strokeStyle = palette.tokens.warnFill;
  pen.lineWidth = 1;
  const band = Math.max(2, Math.min(7, box.width * 0.04));
  hatch(pen, { x: box.x, y: box.y, width: band, height: box.height }, 4);
  if (box.width < 120) return;
  setFont(pen, lettering, 12);
  pen.fillStyle = palette.tokens.warn;
  const text = found.map(({ key: name, value, effect }) => `${name}${value ? `=${value}` : ''}:${effect}`).join(', ');
  write(pen, lettering, text, box.x + band + 6, box.y + box.height - 20, box.width - band - 12);
}

function key(pen: CanvasRenderingContext2D, { palette }: Painting, x: number, y: number): void {
  drawKey(pen, palette.tokens.ink, x - 5, y);
}

/** A key for a lock: a ring and a bit. */
function drawKey(pen: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1.25;
  pen.beginPath();
  pen.arc(x - 1.5, y, 2, 0, Math.PI * 2);
  pen.moveTo(x + 0.5, y);
  pen.lineTo(x + 6, y);
  pen.moveTo(x + 4, y);
  pen.lineTo(x + 4, y + 2.5);
  pen.stroke();
}
