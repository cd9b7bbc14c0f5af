import type { Rect } from '../../../view/layout/geometry.ts';
import type { Show } from '../show.ts';
import { eachPod } from './boxes.ts';
import type { Overlay } from './overlay.ts';

const MOST_RANKS = 3;

/** Who goes before whom when there is no room for all. */
export const priorities: Overlay = {
  id: 'priorities',
  words: {
    en: { title: 'Priorities', help: 'The more chevrons, the higher the priority: those pods may take the place of pods with fewer.' },
    zh: { title: '优先级', help: '箭头越多优先级越高：这些 Pod 可以抢占箭头较少者的位置。' },
  },
  start(show) {
    return {
      still(layer, painting) {
        const { frame } = painting.scene;
        if (frame === undefined || painting.scene.plan.tileWidth * painting.view.k < 9) return;
        const ranks = ranksOf(show);
        layer.pen.strokeStyle = painting.palette.tokens.ink;
        eachPod(layer, painting, (row, box) => chevrons(layer.pen, ranks.get(frame.podPriority[row] ?? 0) ?? 0, box));
      },
      legend() {
        const { frame } = show.scene;
        const counts = new Map<number, number>();
        for (const priority of frame?.podPriority ?? []) counts.set(priority, (counts.get(priority) ?? 0) + 1);
        const ranks = ranksOf(show);
        const { ink } = show.palette.tokens;
        return [...counts]
          .sort(([a], [b]) => b - a)
          .slice(0, 6)
          .map(([priority, count]) => ({
            text: `${priority} · ${count}`,
            draw: (pen: CanvasRenderingContext2D, size: number) => {
              pen.strokeStyle = ink;
              chevrons(pen, ranks.get(priority) ?? 0, { x: 0, y: 0, width: size, height: size });
            },
          }));
      },
    };
  },
};

/** Priorities above the lowest, in at most three ranks. */
function ranksOf({ scene }: Show): ReadonlyMap<number, number> {
  const all = [...new Set(scene.frame?.podPriority ?? [])].sort((a, b) => a - b);
  return new Map(
    all.map((priority, index) => [priority, all.length <= MOST_RANKS + 1 ? index : Math.ceil((index * MOST_RANKS) / (all.length - 1))]),
  );
}

/** Along the lower edge, from the left. */
function chevrons(pen: CanvasRenderingContext2D, count: number, { x, y, height }: Rect): void {
  const size = Math.max(2, Math.min(4, height * 0.22));
  pen.lineWidth = 1.25;
  pen.beginPath();
  for (let index = 0; index < count; index++) {
    const left = x + 3 + index * (size * 2 + 1);
    pen.moveTo(left, y + height - 3);
    pen.lineTo(left + size, y + height - 3 - size);
    pen.lineTo(left + 2 * size, y + height - 3);
  }
  pen.stroke();
}
