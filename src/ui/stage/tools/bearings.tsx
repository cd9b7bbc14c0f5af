import { useEffect, useRef, useState } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import { PodLook } from '../../../view/frame.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import { createLayer, sizeLayer, wipe } from '../paint/layer.ts';
import type { Layer } from '../paint/layer.ts';
import type { Show } from '../show.ts';
import type { Theatre } from '../theatre.ts';
import styles from './tools.module.css';
import { useToolWords } from './words.ts';

/** Where one is in a large cluster, once one has gone near: a small map of all of it, and the way back out. */
export default function Bearings({ theatre }: { readonly theatre: Theatre }): ReactNode {
  const [path, setPath] = useState<readonly Crumb[]>([]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useToolWords();
  useEffect(() => {
    const { show } = theatre;
    if (canvas.current === null) return undefined;
    const map = drawMap(canvas.current);
    let shown = '';
    const extra = {
      life: () => {
        map(show);
        const next = pathOf(show);
        const key = next.map(({ name }) => name).join('/');
        if (key !== shown) setPath(next);
        shown = key;
      },
    };
    show.extras.add(extra);
    extra.life();
    return () => void show.extras.delete(extra);
  }, [theatre]);
  const go = (event: PointerEvent<HTMLElement>): void => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    const { bounds } = theatre.show.scene.plan;
    const { scale, x, y } = fitMap(bounds);
    theatre.camera.centre((event.clientX - box.left - x) / scale, (event.clientY - box.top - y) / scale);
  };
  return (
    <>
      <nav className={styles['crumbs']} aria-label={words.crumbs} data-testid="stage-crumbs">
        <button type="button" onClick={() => theatre.fit()}>
          {words.cluster}
        </button>
        {path.map(({ name, box }) => (
          <button type="button" key={name} onClick={() => theatre.camera.flyTo(box)}>
            {name === '' ? words.noZone : name}
          </button>
        ))}
      </nav>
      {/* A shortcut for the pointer: by keyboard one walks, zooms and follows the way above. */}
      <canvas
        ref={canvas}
        className={styles['map']}
        aria-hidden="true"
        title={words.map}
        data-testid="stage-map"
        onPointerDown={go}
        onPointerMove={go}
        onMouseDown={(event) => event.stopPropagation()}
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
      />
    </>
  );
}

interface Crumb {
  readonly name: string;
  readonly box: Rect;
}

const WIDTH = 176;
const HEIGHT = 112;
const PAD = 6;
const DRAW_EVERY_MS = 500;

function fitMap(bounds: Rect): { readonly scale: number; readonly x: number; readonly y: number } {
  const scale = Math.min((WIDTH - 2 * PAD) / bounds.width, (HEIGHT - 2 * PAD) / bounds.height);
  return {
    scale,
    x: (WIDTH - bounds.width * scale) / 2 - bounds.x * scale,
    y: (HEIGHT - bounds.height * scale) / 2 - bounds.y * scale,
  };
}

/** What does not move is drawn now and then, into a canvas of its own; the frame of what is seen with every turn. */
function drawMap(canvas: HTMLCanvasElement): (show: Show) => void {
  const front = createLayer(canvas);
  const back = createLayer(document.createElement('canvas'));
  for (const layer of [front, back]) sizeLayer(layer, WIDTH, HEIGHT, devicePixelRatio);
  let drawn = -Infinity;
  let sign = '';
  return (show) => {
    const now = performance.now();
    const { view, room, scene } = show;
    const next = `${view.k} ${view.x} ${view.y} ${scene.arranged} ${show.palette.tokens.theme}`;
    const due = now - drawn > DRAW_EVERY_MS;
    if (!due && next === sign) return;
    sign = next;
    if (due) {
      drawn = now;
      drawCards(back, show);
    }
    wipe(front);
    front.pen.drawImage(back.canvas, 0, 0, WIDTH, HEIGHT);
    const { scale, x, y } = fitMap(scene.plan.bounds);
    const [left, top] = [(-view.x / view.k) * scale + x, ((room.y - view.y) / view.k) * scale + y];
    const wide = (room.viewportWidth / view.k) * scale;
    const high = ((room.viewportHeight - room.y) / view.k) * scale;
    front.pen.strokeStyle = show.palette.tokens.accent;
    front.pen.lineWidth = 1.5;
    front.pen.strokeRect(left, top, Math.max(4, wide), Math.max(4, high));
  };
}

/** A patch per node: the more of its pods are in trouble, the louder. */
function drawCards(layer: Layer, { scene, palette }: Show): void {
  const { pen } = layer;
  const { field, bounds } = scene.plan;
  const { scale, x, y } = fitMap(bounds);
  const { tokens } = palette;
  wipe(layer);
  const wide = Math.max(1, field.cardWidth * scale);
  const high = Math.max(1, field.cardHeight * scale);
  for (const loud of [false, true]) {
    pen.fillStyle = loud ? tokens.badFill : (palette.looks[PodLook.ready]?.solid ?? tokens.okFill);
    for (const board of scene.boards.ordered) {
      if (inTrouble(scene, board.slots.holders, board.slots.extent) === loud)
        pen.fillRect(board.x * scale + x, board.y * scale + y, Math.max(wide, loud ? 1.5 : 1), Math.max(high, loud ? 1.5 : 1));
    }
  }
}

/** One pod in ten, or more. */
function inTrouble({ pods }: Show['scene'], holders: Int32Array, extent: number): boolean {
  let bad = 0;
  let all = 0;
  for (let slot = 0; slot < extent; slot++) {
    const entity = holders[slot] ?? -1;
    if (entity < 0) continue;
    all++;
    const look = pods.look[entity] ?? 0;
    if (look === PodLook.failing || look === PodLook.failed || look === PodLook.unknown) bad++;
  }
  return bad > 0 && bad * 10 >= all;
}

/** The zone and the card that the middle of the view is in. */
function pathOf({ scene, view, room, props }: Show): readonly Crumb[] {
  const x = (room.x + room.width / 2 - view.x) / view.k;
  const y = (room.y + room.height / 2 - view.y) / view.k;
  const { field } = scene.plan;
  const at = field.zones.findIndex((zone) => x >= zone.x && x < zone.x + zone.width && y >= zone.y && y < zone.y + zone.height);
  const zone = field.zones[at];
  if (zone === undefined) return [];
  const path: Crumb[] = [{ name: props.source.string(scene.boards.zones[at]?.name ?? 0), box: zone }];
  const board = scene.boards.ordered.find(
    (one) => one.order >= zone.first && one.order < zone.first + zone.count && holds(one, x, y, field.cardWidth, field.cardHeight),
  );
  if (board !== undefined && field.cardWidth * view.k > 60)
    path.push({ name: props.source.string(board.name), box: { x: board.x, y: board.y, width: field.cardWidth, height: field.cardHeight } });
  return path;
}

function holds({ x, y }: { readonly x: number; readonly y: number }, atX: number, atY: number, width: number, height: number): boolean {
  return atX >= x && atX < x + width && atY >= y && atY < y + height;
}
