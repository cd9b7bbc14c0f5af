import type { StoryBeat } from '../../../protocol/story.ts';
import type { Frame } from '../../../view/frame.ts';
import type { Hit } from '../../../view/hit.ts';
import { TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import type { FrameSource } from '../../../view/source.ts';
import type { Spot } from '../camera.ts';
import type { Painting } from './context.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf } from './lettering.ts';

/** A beat of a story as things of the picture: who writes, to what; found by name in a frame. */
export interface Cast {
  /** The actor's station, or the nodes whose kubelets act. */
  readonly actors: readonly Hit[];
  /** Through which every write goes; undefined where nothing is written. */
  readonly server: Hit | undefined;
  readonly subjects: readonly Hit[];
  readonly act: StoryBeat['act'];
  /** What is written of that has no place in the picture, or none yet. */
  readonly label: string;
}

const MOST = 40;
/** What a kubelet does to the containers on its own machine before it tells anybody. */
const AT_HOME: ReadonlySet<StoryBeat['act']> = new Set(['pull', 'start', 'stop', 'exit']);

export function castOf(beat: StoryBeat, frame: Frame, source: FrameSource): Cast {
  const { actor, act, subjects, count } = beat;
  const station = rowOf(frame.stationName, source, actor);
  const nodes = [...new Set(subjects.map(({ node }) => node))].flatMap((name) => nodeHit(frame, source, name));
  const actors: readonly Hit[] = station >= 0 ? [{ on: 'station', row: station }] : actor === 'kubelet' ? nodes : [];
  const api = rowOf(frame.stationName, source, 'kube-apiserver');
  const writes = actor !== 'world' && !AT_HOME.has(act) && api >= 0;
  const [first] = subjects;
  const found = subjectHits(beat, frame, source);
  const label = first === undefined ? '' : count > 1 ? `${count} × ${first.kind}` : `${first.kind} ${first.name}`;
  return { actors, server: writes ? { on: 'station', row: api } : undefined, subjects: found, act, label };
}

function subjectHits({ subjects, act, detail }: StoryBeat, frame: Frame, source: FrameSource): readonly Hit[] {
  const hits: Hit[] = [];
  const pods = new Set(subjects.flatMap(({ kind, namespace, name }) => (kind === 'Pod' ? [`${namespace}/${name}`] : [])));
  const owners = new Set(subjects.flatMap(({ kind, namespace, name }) => (kind === 'Pod' ? [] : [`${namespace} ${kind}/${name}`])));
  for (let row = 0; row < frame.podCount && hits.length < MOST && (pods.size > 0 || owners.size > 0); row++) {
    const namespace = source.string(frame.podNamespace[row] ?? 0);
    const isMeant = pods.has(`${namespace}/${source.string(frame.podName[row] ?? 0)}`);
    const isOwned = [frame.podOwner, frame.podController].some((column) => owners.has(`${namespace} ${source.string(column[row] ?? 0)}`));
    if (isMeant || (isOwned && owners.size > 0)) hits.push({ on: 'pod', row });
  }
  for (const { kind, name } of subjects) {
    if (kind === 'Node') hits.push(...nodeHit(frame, source, name));
    const row = kind === 'Station' ? rowOf(frame.stationName, source, name) : -1;
    if (row >= 0) hits.push({ on: 'station', row });
  }
  const service = act === 'join' || act === 'leave' ? rowOf(frame.serviceName, source, detail['service'] ?? '') : -1;
  if (service >= 0) hits.push({ on: 'service', row: service });
  return hits;
}

function nodeHit(frame: Frame, source: FrameSource, name: string): readonly Hit[] {
  const row = name === '' ? -1 : rowOf(frame.nodeName, source, name);
  return row < 0 ? [] : [{ on: 'node', row }];
}

function rowOf(column: Uint32Array, source: FrameSource, name: string): number {
  return column.findIndex((number) => source.string(number) === name);
}

/** The whole of it, at real time; each leg travels after the one before. */
export const TELLING_MS = 1500;
const DROP = 26;

type Place = (hit: Hit) => Spot | undefined;

/** `share`: 0 when it begins, 1 when all has arrived. Without motion it is shown as it ends. */
export function paintCast(layer: Layer, painting: Painting, cast: Cast, place: Place, share: number): void {
  const { pen } = layer;
  const { tokens } = painting.palette;
  const colour = colourOf(cast.act, tokens);
  const server = cast.server && place(cast.server);
  const actors = cast.actors.flatMap((hit) => place(hit) ?? []);
  const first = Math.min(1, share * 2);
  const second = Math.max(0, share * 2 - 1);
  pen.lineWidth = 1.5;
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  for (const hit of [...cast.actors, ...(cast.server === undefined ? [] : [cast.server])]) tab(layer, hit, place);
  if (server !== undefined) for (const from of actors) leg(pen, from, server, first);
  const origins = server === undefined ? actors : [server];
  for (const [index, hit] of cast.subjects.entries()) {
    const middle = place(hit);
    if (middle === undefined) continue;
    const to = { x: middle.x, y: middle.y - (hit.on === 'station' ? 0 : ringHeight(painting) / 2) };
    const from = origins[index % Math.max(1, origins.length)];
    if (from !== undefined) leg(pen, from, to, server === undefined ? share : second);
    ring(layer, painting, hit, middle, from === undefined ? 1 : server === undefined ? share : second);
  }
  const at = server ?? actors[0];
  if (at !== undefined && cast.label !== '') note(layer, painting, cast.label, at, server === undefined ? 1 : first);
}

function colourOf(act: StoryBeat['act'], tokens: Painting['palette']['tokens']): string {
  if (act === 'ready' || act === 'join' || act === 'node-back' || act === 'start') return tokens.okFill;
  if (['delete', 'gone', 'evict', 'leave', 'unready', 'node-lost', 'trouble', 'nowhere', 'fault', 'stop', 'exit'].includes(act))
    return tokens.badFill;
  return tokens.accent;
}

/** A station that has a part in it hangs out a flag. */
function tab({ pen }: Layer, hit: Hit, place: Place): void {
  if (hit.on !== 'station') return;
  const at = place(hit);
  if (at === undefined) return;
  pen.beginPath();
  pen.moveTo(at.x - 7, at.y);
  pen.lineTo(at.x + 7, at.y);
  pen.lineTo(at.x, at.y + 7);
  pen.fill();
}

/** Hangs through below the stations, goes straight elsewhere; what travels on it is a dot. */
function leg(pen: CanvasRenderingContext2D, from: Spot, to: Spot, share: number): void {
  if (share <= 0) return;
  const level = Math.abs(from.y - to.y) < 4;
  const middle = { x: (from.x + to.x) / 2, y: level ? from.y + DROP * 2 : (from.y * 2 + to.y) / 3 };
  const end = along(from, middle, to, share);
  const half = { x: from.x + (middle.x - from.x) * share, y: from.y + (middle.y - from.y) * share };
  pen.globalAlpha = 0.7;
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.quadraticCurveTo(half.x, half.y, end.x, end.y);
  pen.stroke();
  pen.globalAlpha = 1;
  pen.beginPath();
  pen.arc(end.x, end.y, 4, 0, Math.PI * 2);
  pen.fill();
}

function along(from: Spot, middle: Spot, to: Spot, share: number): Spot {
  const at = (a: number, b: number, c: number): number => (1 - share) ** 2 * a + 2 * share * (1 - share) * b + share ** 2 * c;
  return { x: at(from.x, middle.x, to.x), y: at(from.y, middle.y, to.y) };
}

function ring({ pen }: Layer, painting: Painting, { on }: Hit, at: Spot, share: number): void {
  if (share <= 0 || on === 'station') return;
  const { scene, view } = painting;
  const wide = on === 'pod' ? scene.plan.tileWidth : on === 'node' ? scene.plan.field.cardWidth : scene.plan.quay.plaqueWidth;
  const width = Math.max(10, wide * view.k + 6);
  const height = ringHeight(painting);
  pen.globalAlpha = share;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.roundRect(at.x - width / 2, at.y - height / 2, width, height, 7);
  pen.stroke();
  pen.globalAlpha = 1;
  pen.lineWidth = 1.5;
}

function ringHeight({ view }: Painting): number {
  return Math.max(10, TILE_HEIGHT * view.k + 6);
}

/** What is written, on a slip of paper below the station. */
function note(layer: Layer, { palette: { tokens }, lettering }: Painting, text: string, at: Spot, share: number): void {
  const { pen } = layer;
  setFont(pen, lettering, 12, true);
  const wide = widthOf(pen, lettering, text) + 16;
  const x = Math.round(Math.min(Math.max(at.x - wide / 2, 6), layer.width - wide - 6));
  const y = Math.round(at.y + DROP + 10);
  const colour = pen.fillStyle;
  pen.globalAlpha = share;
  pen.beginPath();
  pen.roundRect(x, y, wide, 22, 6);
  pen.fillStyle = tokens.raised;
  pen.fill();
  pen.stroke();
  pen.fillStyle = tokens.ink;
  pen.fillText(text, x + 8, y + 15);
  pen.fillStyle = colour;
  pen.globalAlpha = 1;
}
