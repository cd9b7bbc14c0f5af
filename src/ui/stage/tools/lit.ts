import { fits } from '../../../view/search.ts';
import type { Query } from '../../../view/search.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import { TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import type { Extra } from '../extra.ts';
import { touch } from '../show.ts';
import type { Show } from '../show.ts';

/** Lights what a query finds: all else steps back. Follows frames by what changed in them. */
export interface Light extends Extra {
  readonly stop: () => void;
  /** How many are lit. */
  readonly count: () => number;
  /** Around those that are lit and shown, in world units. */
  readonly bounds: () => Rect | undefined;
}

export function light(show: Show, query: Query): Light {
  return lightBy(show, (row) => show.scene.frame !== undefined && fits(query, show.scene.frame, row, show.props.source));
}

/** Lights the rows that fit. */
export function lightBy(show: Show, isLit: (row: number) => boolean): Light {
  let sequence = -1;
  let count = 0;
  let own: Uint8Array | undefined;
  const judge = (row: number, lit: Uint8Array): void => {
    lit[show.scene.rowEntity[row] ?? 0] = isLit(row) ? 1 : 0;
  };
  const extra: Light = {
    frame() {
      const { scene } = show;
      const { frame } = scene;
      // Somebody else has taken the light.
      if (own !== undefined && show.lit !== own) return;
      if (frame === undefined || frame.sequence === sequence) return;
      const { changes } = frame;
      const before = show.lit;
      const follows = changes !== undefined && sequence === frame.sequence - 1 && before !== undefined;
      const lit = before !== undefined && before.length >= scene.pods.capacity ? before : grown(before, scene.pods.capacity);
      sequence = frame.sequence;
      if (follows) for (const row of changes.rows) judge(row, lit);
      else for (let row = 0; row < frame.podCount; row++) judge(row, lit);
      own = lit;
      show.lit = lit;
      count = 0;
      for (let row = 0; row < frame.podCount; row++) count += lit[scene.rowEntity[row] ?? 0] ?? 0;
      if (!follows) show.hues.changed++;
    },
    stop() {
      show.extras.delete(extra);
      if (show.lit !== own) return;
      show.lit = undefined;
      show.hues.changed++;
      touch(show, 'still');
    },
    count: () => count,
    bounds: () => boundsOf(show),
  };
  show.extras.add(extra);
  show.lit = undefined;
  extra.frame?.(show);
  touch(show, 'still');
  return extra;
}

function grown(before: Uint8Array | undefined, length: number): Uint8Array {
  const larger = new Uint8Array(length);
  if (before !== undefined) larger.set(before);
  return larger;
}

function boundsOf({ scene, lit }: Show): Rect | undefined {
  if (lit === undefined || scene.frame === undefined) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let row = 0; row < scene.frame.podCount; row++) {
    const entity = scene.rowEntity[row] ?? 0;
    if (lit[entity] !== 1 || scene.pods.hidden[entity] === 1) continue;
    const x = scene.pods.homeX[entity] ?? 0;
    const y = scene.pods.homeY[entity] ?? 0;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + scene.plan.tileWidth);
    bottom = Math.max(bottom, y + TILE_HEIGHT);
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}
