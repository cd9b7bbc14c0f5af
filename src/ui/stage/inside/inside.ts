import type { Pod } from '../../../api/types.gen.ts';
import type { Frame } from '../../../view/frame.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import { Motion } from '../../../view/scene/pods.ts';
import type { Ask } from '../ask.ts';
import type { Extra } from '../extra.ts';
import { eachPod } from '../overlays/boxes.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';
import { INSIDE_FROM } from '../paint/sizes.ts';
import { touch } from '../show.ts';
import type { Show } from '../show.ts';
import { type Inside, insideOf } from './facts.ts';
import { paintInside } from './paint.ts';

const MOST = 12;
const ASK_EVERY_MS = 1000;

interface Held {
  readonly inside: Inside | undefined;
  readonly revision: number;
  /** Virtual time, which brings lines where nothing is written to the cluster. */
  readonly now: number;
  /** Wall time. */
  readonly at: number;
}

/** Looks into pods that are near enough: what they are made of is asked of the cluster, of a few of them, one after the other. */
export function startInside(show: Show): Extra {
  let held = new Map<string, Held>();
  let busy = false;
  let later = 0;
  const ask = (near: readonly Near[], { revision, now }: Frame): void => {
    const wanted = near.find(({ uid }) => isOld(held.get(uid), revision, now));
    // A cluster that stands still paints no more: what changed just before is asked for all the same.
    if (wanted === undefined && near.some(({ uid }) => held.get(uid)?.revision !== revision))
      later ||= window.setTimeout(() => {
        later = 0;
        touch(show, 'still');
      }, ASK_EVERY_MS);
    if (busy || wanted === undefined || show.props.ask === undefined) return;
    busy = true;
    void lookInto(show.props.ask, wanted)
      // The worker may have been replaced: it is asked again.
      .catch(() => held.get(wanted.uid)?.inside)
      .then((inside) => {
        busy = false;
        held.set(wanted.uid, { inside, revision, now, at: performance.now() });
        touch(show, 'still');
      });
  };
  return {
    still(layer, painting) {
      const { frame } = painting.scene;
      if (frame === undefined) return;
      const near = nearOnes(layer, painting, frame);
      // What is out of sight is forgotten.
      held = new Map(near.flatMap(({ uid }) => (held.has(uid) ? [[uid, held.get(uid)] as [string, Held]] : [])));
      for (const { uid, row, box } of near) paintInside(layer, painting, frame, row, box, inSight(box, show.room), held.get(uid)?.inside);
      ask(near, frame);
    },
  };
}

/** The pod as it stands, and what its containers wrote last. */
async function lookInto(ask: Ask, { namespace, name }: Near): Promise<Inside | undefined> {
  const inspection = await ask({ type: 'inspect', kind: 'Pod', namespace, name });
  if (inspection === null) return undefined;
  const logs = new Map<string, readonly string[]>();
  for (const { name: container } of (inspection.object as Pod).spec?.containers.slice(0, MOST_LOGS) ?? []) {
    const lines = await lastLines(ask, namespace, name, container);
    if (lines.length > 0) logs.set(container, lines);
  }
  return insideOf(inspection, logs);
}

const MOST_LOGS = 4;
const MOST_LINES = 40;

/** None of a container that has not started, whatever the reason. */
async function lastLines(ask: Ask, namespace: string, name: string, container: string): Promise<readonly string[]> {
  const log = { container, tailLines: MOST_LINES };
  const request = { verb: 'get', group: '', version: 'v1', resource: 'pods', namespace, name, subresource: 'log', log } as const;
  const { body } = await ask({ type: 'api', request });
  return 'text' in body ? body.text.split('\n').slice(0, -1) : [];
}

/** The part of a tile on which one can read; all of it where that is too little. */
function inSight(box: Rect, room: Rect): Rect {
  const [x, y] = [Math.max(box.x, room.x), Math.max(box.y, room.y)];
  const width = Math.min(box.x + box.width, room.x + room.width) - x;
  const height = Math.min(box.y + box.height, room.y + room.height) - y;
  return width < LEAST.width || height < LEAST.height ? box : { x, y, width, height };
}

const LEAST = { width: 220, height: 110 };

function isOld(held: Held | undefined, revision: number, now: number): boolean {
  return held === undefined || ((held.revision !== revision || held.now !== now) && performance.now() - held.at > ASK_EVERY_MS);
}

interface Near {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly row: number;
  readonly box: Rect;
}

function nearOnes(layer: Layer, painting: Painting, frame: Frame): readonly Near[] {
  const { scene, source } = painting;
  const found: Near[] = [];
  eachPod(layer, painting, (row, box) => {
    const entity = scene.rowEntity[row] ?? 0;
    if (box.width < INSIDE_FROM.width || box.height < INSIDE_FROM.height || found.length >= MOST) return;
    if (box.x > layer.width || box.y > layer.height || box.x + box.width < 0 || box.y + box.height < 0) return;
    if (scene.pods.motion[entity] !== Motion.rest) return;
    const text = (column: Uint32Array): string => source.string(column[row] ?? 0);
    found.push({ uid: text(frame.podUid), namespace: text(frame.podNamespace), name: text(frame.podName), row, box });
  });
  return found;
}
