import type { Rect } from '../../../view/layout/geometry.ts';
import { podEntity } from '../../../view/items.ts';
import { centre } from '../../../view/scene/settle.ts';
import type { Show } from '../show.ts';
import { eachPod, podInHand } from './boxes.ts';
import type { Overlay } from './overlay.ts';

/** Pods that mount claims, and who shares one. */
export const volumes: Overlay = {
  id: 'volumes',
  words: {
    en: { title: 'Volumes and claims', help: 'Pods with a drum mount claims; point at one, and lines lead to pods that mount the same.' },
    zh: { title: '存储卷与申领', help: '带圆筒标记的 Pod 挂载了存储申领；指向它，连线通向挂载同一申领的 Pod。' },
  },
  start(show, language) {
    const zh = language === 'zh';
    return {
      still(layer, painting) {
        if (painting.scene.plan.tileWidth * painting.view.k < 6) return;
        layer.pen.strokeStyle = painting.palette.tokens.ink;
        layer.pen.fillStyle = painting.palette.tokens.surface;
        eachPod(layer, painting, (row, box) => {
          if (claimsOf(show, row).length > 0) drum(layer.pen, box);
        });
      },
      life(layer, painting) {
        const row = podInHand(painting);
        const { frame } = painting.scene;
        const claims = row < 0 ? [] : claimsOf(show, row);
        if (frame === undefined || claims.length === 0) return;
        const { view, scene } = painting;
        const from = centre(scene, podEntity(scene, row));
        layer.pen.strokeStyle = painting.palette.tokens.accent;
        layer.pen.lineWidth = 1.5;
        layer.pen.beginPath();
        for (let other = 0; other < frame.podCount; other++) {
          if (other === row || frame.podNamespace[other] !== frame.podNamespace[row]) continue;
          if (!claimsOf(show, other).some((claim) => claims.includes(claim))) continue;
          const to = centre(scene, podEntity(scene, other));
          layer.pen.moveTo(from.x * view.k + view.x, from.y * view.k + view.y);
          layer.pen.lineTo(to.x * view.k + view.x, to.y * view.k + view.y);
        }
        layer.pen.stroke();
      },
      legend() {
        const claims = new Set<string>();
        let pods = 0;
        const { frame } = show.scene;
        for (let row = 0; row < (frame?.podCount ?? 0); row++) {
          const own = claimsOf(show, row);
          if (own.length > 0) pods++;
          for (const claim of own) claims.add(`${frame?.podNamespace[row] ?? 0}/${claim}`);
        }
        const { tokens } = show.palette;
        return [
          {
            text: zh ? `挂载申领的 Pod ${pods}，申领 ${claims.size}` : `pods with claims ${pods}, claims ${claims.size}`,
            draw: (pen, size) => {
              pen.strokeStyle = tokens.ink;
              pen.fillStyle = tokens.surface;
              drum(pen, { x: 0, y: 0, width: size + 2, height: size + 2 });
            },
          },
        ];
      },
    };
  },
};

const parsed = new Map<string, readonly string[]>();
const NONE: readonly string[] = [];

function claimsOf({ scene, props }: Show, row: number): readonly string[] {
  const text = props.source.string(scene.frame?.podClaims[row] ?? 0);
  if (text === '') return NONE;
  if (parsed.size > 5000) parsed.clear();
  const known = parsed.get(text) ?? (JSON.parse(text) as readonly string[]);
  parsed.set(text, known);
  return known;
}

/** In the lower right corner of a tile. */
function drum(pen: CanvasRenderingContext2D, { x, y, width, height }: Rect): void {
  const size = Math.max(3, Math.min(9, height * 0.5));
  const left = x + width - size - 2;
  const top = y + height - size - 2;
  const flat = size * 0.2;
  pen.lineWidth = size < 5 ? 1 : 1.25;
  pen.beginPath();
  pen.ellipse(left + size / 2, top + flat, size / 2, flat, 0, 0, Math.PI * 2);
  pen.moveTo(left, top + flat);
  pen.lineTo(left, top + size - flat);
  pen.ellipse(left + size / 2, top + size - flat, size / 2, flat, 0, Math.PI, 0, true);
  pen.lineTo(left + size, top + flat);
  pen.fill();
  pen.stroke();
}
