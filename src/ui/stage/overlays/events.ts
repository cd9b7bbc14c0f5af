import type { Answers } from '../../../protocol/messages.ts';
import type { Event } from '../../../api/types.gen.ts';
import type { KubeObject } from '../../../api/object.ts';
import { createEventBoard, noteEvents, signsOf, tallyOf } from '../../../view/overlays/event-marks.ts';
import type { EventMark, EventNews, EventSign } from '../../../view/overlays/event-marks.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import type { Hit } from '../../../view/hit.ts';
import { namedRow, nodeNamed, podNamed, serviceNamed } from '../../../view/named.ts';
import { rectOf } from '../../../view/places.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';
import { setFont, widthOf } from '../paint/lettering.ts';
import { isCalm, touch } from '../show.ts';
import type { Show } from '../show.ts';
import { follow } from './following.ts';
import type { Overlay, OverlaySign } from './overlay.ts';
import { rateText } from './signs.ts';

/** From this speed on things are counted rather than shown one by one. */
const COUNTED_FROM = 11;
/** Labels beside one another; where there are more, the others are dots. */
const MOST_LABELS = 24;
const MOST_ASKED = 200;
const FADE_MS = 800;

/** Kubernetes Events beside what they are about, as they happen. */
export const events: Overlay = {
  id: 'events',
  words: {
    en: {
      title: 'Events as they happen',
      help: 'The reason of each Kubernetes Event stands for a moment beside its object; warnings have a triangle and stay longer. Above 10× they are counted instead.',
    },
    zh: {
      title: '实时事件',
      help: '每条 Kubernetes 事件的原因会在对象旁短暂显示；警告带三角形并停留更久。超过 10 倍速时改为计数。',
    },
  },
  start(show, language) {
    const zh = language === 'zh';
    const board = createEventBoard();
    let last: number | undefined;
    let taken: Answers['events'] | undefined;
    let paintedAt = -1;
    let fading = 0;
    const asked = follow(
      show,
      () => 'all',
      (ask) => ask({ type: 'events', after: last ?? revisionNow(show), limit: MOST_ASKED }),
      250,
    );
    const take = (): void => {
      const answer = asked.answer();
      if (answer === undefined || answer === taken) return;
      taken = answer;
      last = answer.last;
      noteEvents(board, answer.events.map(newsOf), show.clock.time);
    };
    const isCounted = (): boolean => show.props.clock.speed >= COUNTED_FROM;
    return {
      frame: asked.look,
      stop() {
        asked.stop();
        clearTimeout(fading);
      },
      life(layer, painting) {
        take();
        const signs = isCounted() ? [] : signsOf(board, painting.time);
        if (signs.length === 0) return;
        paintSigns(layer, painting, signs);
        // They fade by themselves, for as long as time goes on.
        if (painting.time !== paintedAt)
          fading ||= window.setTimeout(
            () => {
              fading = 0;
              touch(show);
            },
            isCalm() ? 500 : 60,
          );
        paintedAt = painting.time;
      },
      legend(): readonly OverlaySign[] {
        take();
        const { tokens } = show.palette;
        const { reasons, perSecond } = tallyOf(board, show.clock.time);
        if (reasons.length === 0) return [{ text: zh ? '现在没有事件' : 'nothing happens just now' }];
        const told: OverlaySign[] = reasons.slice(0, 6).map(({ reason, count, warning }) => ({
          text: `${reason} ${count}`,
          draw: (pen, size) =>
            warning
              ? triangle(pen, size / 2, size / 2, size * 0.8, tokens.badFill, tokens.surface)
              : dot(pen, size / 2, size / 2, 3, tokens.infoFill),
        }));
        told.push({ text: zh ? `每秒约 ${rateText(perSecond)} 条` : `about ${rateText(perSecond)} a second` });
        return told;
      },
    };
  },
};

/** Only what happens from now on. */
function revisionNow({ props }: Show): number {
  return props.source.latest()?.revision ?? 0;
}

function newsOf(object: KubeObject): EventNews {
  const { involvedObject: about, reason = '', type } = object as unknown as Event;
  const { kind = '', namespace = '', name = '' } = about;
  return { kind, namespace: kind === 'Node' ? '' : namespace, name, reason, warning: type === 'Warning' };
}

/** Where things were when they were last looked for, by mark: to look for a name among very many takes its time. */
const rows = new WeakMap<EventMark, number>();

function whereIs(painting: Painting, mark: EventMark): Hit | undefined {
  const hit = hitOf(painting, mark, rows.get(mark));
  if (hit !== undefined) rows.set(mark, hit.row);
  return hit;
}

/** Pods, nodes and Services stand on the stage; what happens to an owner is told beside one of its pods. */
function hitOf({ scene: { frame }, source }: Painting, { kind, namespace, name }: EventNews, near: number | undefined): Hit | undefined {
  if (frame === undefined) return undefined;
  const hit = (on: 'pod' | 'node' | 'service', row: number): Hit | undefined => (row < 0 ? undefined : { on, row });
  if (kind === 'Pod') return hit('pod', podNamed(frame, source, namespace, name, near));
  if (kind === 'Node') return hit('node', nodeNamed(frame, source, name));
  if (kind === 'Service') return hit('service', serviceNamed(frame, source, namespace, name, near));
  const [owner, home] = [source.numberOf(`${kind}/${name}`), source.numberOf(namespace)];
  const owned = (owners: Uint32Array): number => namedRow(owners, frame.podNamespace, frame.podCount, owner, home, near);
  const row = owned(frame.podController);
  return hit('pod', row >= 0 ? row : owned(frame.podOwner));
}

function paintSigns(layer: Layer, painting: Painting, signs: readonly EventSign[]): void {
  const { scene, view, palette } = painting;
  const calm = isCalm();
  const taken: Rect[] = [];
  for (const sign of signs.toReversed()) {
    const hit = whereIs(painting, sign.mark);
    const rect = hit && rectOf(scene, hit);
    if (rect === undefined) continue;
    const x = (rect.x + rect.width / 2) * view.k + view.x;
    const y = rect.y * view.k + view.y;
    if (x < 0 || y < 0 || x > layer.width || y > layer.height) continue;
    layer.pen.globalAlpha = calm ? 1 : Math.min(1, (sign.mark.until - painting.time) / FADE_MS);
    const place = taken.length < MOST_LABELS ? placeOf(layer, painting, sign, x, y, taken) : undefined;
    if (place !== undefined) label(layer, painting, sign.mark.warning, textOf(sign), place);
    else if (sign.mark.warning) triangle(layer.pen, x, y, 9, palette.tokens.badFill, palette.tokens.surface);
    else dot(layer.pen, x, y, 3, palette.tokens.infoFill);
  }
  layer.pen.globalAlpha = 1;
}

function textOf({ mark: { reason, count }, more }: EventSign): string {
  return `${reason}${count > 1 ? ` ×${count}` : ''}${more > 0 ? ` +${more}` : ''}`;
}

const HIGH = 18;
const MOST_STEPS = 3;

/** Above its object, or a little higher where another label stands already; undefined where there is no room. */
function placeOf(
  { pen, width: wide }: Layer,
  { lettering }: Painting,
  sign: EventSign,
  x: number,
  y: number,
  taken: Rect[],
): Rect | undefined {
  setFont(pen, lettering, 12, sign.mark.warning);
  const width = widthOf(pen, lettering, textOf(sign)) + 26;
  const left = Math.max(4, Math.min(wide - width - 4, x - width / 2));
  for (let step = 0; step <= MOST_STEPS; step++) {
    const place = { x: left, y: Math.max(2, y - 13 - step * (HIGH + 1)), width, height: HIGH };
    if (taken.some((other) => overlap(place, other))) continue;
    taken.push(place);
    return place;
  }
  return undefined;
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function label({ pen }: Layer, { palette: { tokens }, lettering }: Painting, warning: boolean, text: string, place: Rect): void {
  const { x: left, y: top, width } = place;
  setFont(pen, lettering, 12, warning);
  pen.beginPath();
  pen.roundRect(left, top, width, HIGH, 9);
  pen.fillStyle = tokens.raised;
  pen.fill();
  pen.lineWidth = warning ? 1.5 : 1;
  pen.strokeStyle = warning ? tokens.badFill : tokens.lineStrong;
  pen.stroke();
  if (warning) triangle(pen, left + 11, top + 9, 9, tokens.badFill, tokens.raised);
  else dot(pen, left + 11, top + 9, 2.5, tokens.infoFill);
  pen.fillStyle = warning ? tokens.bad : tokens.ink;
  pen.fillText(text, left + 19, top + 13);
}

function dot(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
}

function triangle(pen: CanvasRenderingContext2D, x: number, y: number, size: number, colour: string, ground: string): void {
  pen.beginPath();
  pen.moveTo(x, y - size / 2);
  pen.lineTo(x + size * 0.58, y + size / 2);
  pen.lineTo(x - size * 0.58, y + size / 2);
  pen.closePath();
  pen.fillStyle = colour;
  pen.fill();
  pen.fillStyle = ground;
  pen.fillRect(x - 0.6, y - size * 0.15, 1.2, size * 0.32);
  pen.fillRect(x - 0.6, y + size * 0.26, 1.2, 1.2);
}
