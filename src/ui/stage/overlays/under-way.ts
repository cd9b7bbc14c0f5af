import type { Rect } from '../../../view/layout/geometry.ts';
import { Way, underWay } from '../../../view/overlays/under-way.ts';
import type { UnderWay } from '../../../view/overlays/under-way.ts';
import type { Tokens } from '../../design/tokens.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';
import { setFont, widthOf } from '../paint/lettering.ts';
import { eachCard, eachPod, hasSigns } from './boxes.ts';
import type { Overlay, OverlaySign } from './overlay.ts';

const MOST_LISTED = 4;
/** Beyond so many pods all of them are looked through no oftener than so, by the browser's clock. */
const MANY = 5000;
const LOOK_EVERY_MS = 400;

/** Rollouts, drains and evictions have a look of their own while they last. */
export const underWayOverlay: Overlay = {
  id: 'under-way',
  words: {
    en: {
      title: 'Under way',
      help: 'While a rollout lasts, a full corner marks pods of the new revision, an empty one those it replaces. An arrow leads out of pods that are evicted, preempted or driven out by their node. A node that is drained has a dashed frame, and says how many pods it has left.',
    },
    zh: {
      title: '进行中的变更',
      help: '滚动更新期间，实心角表示新版本的 Pod，空心角表示将被替换的 Pod。被驱逐、被抢占或因节点而离开的 Pod 带有向外的箭头。正在排空的节点有虚线框，并写明还剩多少个 Pod。',
    },
  },
  start(show, language) {
    const drained = new Set<number>();
    let found: UnderWay | undefined;
    let byEntity = new Uint8Array(0);
    let looked = { at: -Infinity, revision: -1 };
    const look = (): UnderWay | undefined => {
      const { frame, rowEntity, pods } = show.scene;
      const at = performance.now();
      if (frame === undefined || frame.revision === looked.revision) return found;
      if (frame.podCount > MANY && at - looked.at < LOOK_EVERY_MS) return found;
      looked = { at, revision: frame.revision };
      found = underWay(frame, show.props.source, drained);
      // Rows are of this frame only, and it may be painted with later ones.
      byEntity = new Uint8Array(pods.capacity);
      for (let row = 0; row < frame.podCount; row++) byEntity[rowEntity[row] ?? 0] = found.ways[row] ?? 0;
      return found;
    };
    return {
      still(layer, painting) {
        const seen = look();
        if (seen === undefined) return;
        const { tokens } = painting.palette;
        if (hasSigns(painting) && (seen.counts[Way.none] ?? 0) < seen.ways.length)
          eachPod(layer, painting, (row, box) => sign(layer.pen, byEntity[painting.scene.rowEntity[row] ?? 0] ?? 0, box, tokens));
        if (seen.drains.size === 0) return;
        eachCard(layer, painting, (board, box) => {
          const left = seen.drains.get(board.row);
          if (left !== undefined) drainedCard(layer, painting, box, drainText(left, language === 'zh'));
        });
      },
      legend: () => legendOf(look(), show.palette.tokens, language === 'zh'),
    };
  },
};

function legendOf(seen: UnderWay | undefined, tokens: Tokens, zh: boolean): readonly OverlaySign[] {
  if (seen === undefined) return [];
  const { counts } = seen;
  const told: OverlaySign[] = ([Way.newer, Way.older, Way.evicted, Way.preempted, Way.driven] as const)
    .filter((way) => (counts[way] ?? 0) > 0)
    .map((way) => ({
      text: `${(zh ? ZH : EN)[way]} ${counts[way] ?? 0}`,
      draw: (pen, size) => sign(pen, way, { x: 0, y: 0, width: size, height: size }, tokens),
    }));
  told.push(
    ...seen.rollouts.slice(0, MOST_LISTED).map(({ owner, newer, older }) => ({
      text: zh ? `${owner}：新 ${newer}，旧 ${older}` : `${owner}: ${newer} new, ${older} old`,
    })),
  );
  if (seen.rollouts.length > MOST_LISTED) told.push({ text: `… +${seen.rollouts.length - MOST_LISTED}` });
  const draining = [...seen.drains.values()].filter((left) => left > 0).length;
  const done = seen.drains.size - draining;
  if (draining > 0) told.push({ text: zh ? `排空中的节点 ${draining}` : `nodes being drained ${draining}` });
  if (done > 0) told.push({ text: zh ? `已排空的节点 ${done}` : `drained nodes ${done}` });
  return told;
}

const EN = {
  [Way.newer]: 'new revision',
  [Way.older]: 'old revision',
  [Way.evicted]: 'evicted',
  [Way.preempted]: 'preempted',
  [Way.driven]: 'driven out',
};
const ZH = { [Way.newer]: '新版本', [Way.older]: '旧版本', [Way.evicted]: '被驱逐', [Way.preempted]: '被抢占', [Way.driven]: '因节点离开' };

function drainText(left: number, zh: boolean): string {
  if (left === 0) return zh ? '已排空' : 'drained';
  return zh ? `排空中 · 剩余 ${left}` : `draining · ${left} left`;
}

function sign(pen: CanvasRenderingContext2D, way: number, box: Rect, tokens: Tokens): void {
  if (way === Way.newer || way === Way.older) corner(pen, way === Way.newer, box, tokens);
  else if (way !== Way.none) arrow(pen, way, box, tokens);
}

/** A folded corner, upper left. */
function corner(pen: CanvasRenderingContext2D, full: boolean, { x, y, width, height }: Rect, tokens: Tokens): void {
  const size = Math.max(5, Math.min(8, width * 0.3, height * 0.3));
  const round = size * 0.5;
  pen.beginPath();
  pen.moveTo(x, y + size);
  pen.lineTo(x, y + round);
  pen.quadraticCurveTo(x, y, x + round, y);
  pen.lineTo(x + size, y);
  pen.closePath();
  pen.fillStyle = full ? tokens.ink : tokens.surface;
  pen.fill();
  pen.strokeStyle = tokens.ink;
  pen.lineWidth = 1.25;
  pen.stroke();
}

/** Out of the box, over its right edge; against a bar when a pod of higher priority wants the place. */
function arrow(pen: CanvasRenderingContext2D, way: number, { x, y, width, height }: Rect, tokens: Tokens): void {
  const size = Math.max(5, Math.min(9, height * 0.34));
  const [right, middle] = [x + width + 1, y + height / 2];
  const draw = (colour: string, wide: number): void => {
    pen.strokeStyle = colour;
    pen.lineWidth = wide;
    pen.beginPath();
    pen.moveTo(right - size * 1.5, middle);
    pen.lineTo(right, middle);
    pen.moveTo(right - size * 0.55, middle - size * 0.55);
    pen.lineTo(right, middle);
    pen.lineTo(right - size * 0.55, middle + size * 0.55);
    if (way === Way.preempted) {
      pen.moveTo(right - size * 1.5, middle - size * 0.6);
      pen.lineTo(right - size * 1.5, middle + size * 0.6);
    }
    pen.stroke();
  };
  draw(tokens.surface, 4);
  draw(way === Way.driven ? tokens.bad : tokens.ink, 1.75);
}

function drainedCard(layer: Layer, { palette: { tokens }, lettering }: Painting, { x, y, width, height }: Rect, text: string): void {
  const { pen } = layer;
  pen.save();
  pen.strokeStyle = tokens.warnFill;
  pen.lineWidth = 2;
  pen.setLineDash(width < 40 ? [3, 2] : [7, 5]);
  pen.beginPath();
  pen.roundRect(x, y, width, height, Math.min(8, height * 0.1));
  pen.stroke();
  pen.restore();
  if (width < 150) return;
  setFont(pen, lettering, 12, true);
  pen.fillStyle = tokens.warn;
  pen.fillText(text, Math.round(x + width - widthOf(pen, lettering, text) - 10), Math.round(y + height - 8));
}
