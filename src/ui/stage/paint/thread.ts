import { TILE_GAP, TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { threadOf } from '../../../view/overlays/threads.ts';
import type { Point } from '../../../view/scene/motion.ts';
import type { Painting } from './context.ts';
import type { Layer } from './layer.ts';
import { ring } from './life.ts';

/** Beyond this many pods a thread would lie over everything: their rings say enough. */
const LONGEST_THREAD = 24;

/** All pods of the owner of the one that is pointed at or selected, ringed, and strung on one thread if they are few. */
export function paintThread(layer: Layer, painting: Painting): void {
  const { scene, palette, source, overlays } = painting;
  const at = painting.hovered?.on === 'pod' ? painting.hovered : painting.focused?.on === 'pod' ? painting.focused : painting.selected;
  if (!overlays.owners || at?.on !== 'pod') return;
  const beads = threadOf(scene, at.row, source);
  const [first] = beads;
  if (first === undefined) return;
  const { pen } = layer;
  pen.beginPath();
  let before = first;
  for (const bead of beads.length > LONGEST_THREAD ? [] : beads.slice(1)) {
    stretch(pen, painting, before, bead);
    before = bead;
  }
  pen.lineWidth = 1.5;
  pen.strokeStyle = palette.tokens.accent;
  pen.globalAlpha = 0.75;
  pen.stroke();
  pen.globalAlpha = 1;
  for (const bead of beads)
    ring(
      layer,
      painting,
      bead.x - painting.scene.plan.tileWidth / 2,
      bead.y - TILE_HEIGHT / 2,
      painting.scene.plan.tileWidth,
      TILE_HEIGHT,
      1,
    );
}

/** From edge to edge, beside the tiles and not over what is written on them. */
function stretch(pen: CanvasRenderingContext2D, { view, scene }: Painting, from: Point, to: Point): void {
  const half = scene.plan.tileWidth / 2;
  const below = Math.abs(to.x - from.x) < half;
  const x = (from.x + (below ? -half - TILE_GAP / 2 : half)) * view.k + view.x;
  const endX = (to.x - half - (below ? TILE_GAP / 2 : 0)) * view.k + view.x;
  const y = from.y * view.k + view.y;
  const endY = to.y * view.k + view.y;
  const middle = (x + endX) / 2;
  pen.moveTo(x, y);
  pen.bezierCurveTo(middle, y, middle, endY, endX, endY);
}
