import type { StoryBeat, StorySubjectObject } from '../../../protocol/story.ts';
import type { Frame } from '../../../view/frame.ts';
import type { Hit } from '../../../view/hit.ts';
import { TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { nodeNamed, podNamed, serviceNamed, stationNamed } from '../../../view/named.ts';
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
  readonly subjects: readonly Subject[];
  readonly act: StoryBeat['act'];
  /** What is written of that has no place in the picture, or none yet. */
  readonly label: string;
}

interface Subject {
  readonly hit: Hit;
  /** Whoever does it to this one. */
  readonly actor: Hit | undefined;
}

const MOST = 40;
/** What a kubelet does to the containers on its own machine before it tells anybody. */
const AT_HOME: ReadonlySet<StoryBeat['act']> = new Set(['pull', 'start', 'stop', 'exit']);

export function castOf(beat: StoryBeat, frame: Frame, source: FrameSource): Cast {
  const { actor, act, subjects, count } = beat;
  const station = hitOn('station', stationNamed(frame, source, actor));
  const kubeletOf = (node: string): Hit | undefined => (actor === 'kubelet' ? hitOn('node', nodeNamed(frame, source, node)) : undefined);
  const api = hitOn('station', stationNamed(frame, source, 'kube-apiserver'));
  const found = subjects.flatMap((subject) =>
    hitsOf(subject, frame, source).map((hit): Subject => ({ hit, actor: station ?? kubeletOf(subject.node) })),
  );
  const service = servedBy(beat, frame, source);
  const [first] = subjects;
  return {
    actors: station ? [station] : [...new Set(subjects.map(({ node }) => node))].flatMap((node) => kubeletOf(node) ?? []),
    server: actor === 'world' || AT_HOME.has(act) ? undefined : api,
    subjects: [...found.slice(0, MOST), ...(service ? [{ hit: service, actor: station }] : [])],
    act,
    label: first === undefined ? '' : count > 1 ? `${count} × ${first.kind}` : `${first.kind} ${first.name}`,
  };
}

function hitOn(on: 'pod' | 'node' | 'service' | 'station', row: number): Hit | undefined {
  return row < 0 ? undefined : { on, row };
}

/** What has no place of its own is shown by its pods. */
function hitsOf({ kind, namespace, name }: StorySubjectObject, frame: Frame, source: FrameSource): readonly Hit[] {
  const only = (hit: Hit | undefined): readonly Hit[] => (hit ? [hit] : []);
  if (kind === 'Pod') return only(hitOn('pod', podNamed(frame, source, namespace, name)));
  if (kind === 'Node') return only(hitOn('node', nodeNamed(frame, source, name)));
  if (kind === 'Station') return only(hitOn('station', stationNamed(frame, source, name)));
  const [owner, home] = [source.numberOf(`${kind}/${name}`), source.numberOf(namespace)];
  const hits: Hit[] = [];
  for (let row = 0; row < frame.podCount && hits.length < MOST; row++) {
    const isOwned = frame.podOwner[row] === owner || frame.podController[row] === owner;
    if (isOwned && frame.podNamespace[row] === home) hits.push({ on: 'pod', row });
  }
  return hits;
}

function servedBy({ act, subjects, detail }: StoryBeat, frame: Frame, source: FrameSource): Hit | undefined {
  if (act !== 'join' && act !== 'leave') return undefined;
  return hitOn('service', serviceNamed(frame, source, subjects[0]?.namespace ?? '', detail['service'] ?? ''));
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
  for (const { hit, actor } of cast.subjects) {
    const middle = place(hit);
    if (middle === undefined) continue;
    const to = { x: middle.x, y: middle.y - (hit.on === 'station' ? 0 : ringHeight(painting) / 2) };
    const from = server ?? (actor && place(actor));
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
