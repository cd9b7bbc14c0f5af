import { type Tokens, readTokens, watchTokens } from '../design/tokens.ts';
import type { Engine } from '../engine/engine.ts';
import { type Message, messagesOf, seeNothing } from './messages.ts';

/** Dots that carry requests and changes between the stations of a hall, on its canvas. Ends when the returned function is called. */
export function startCouriers(root: HTMLElement, { frames }: Engine): () => void {
  const canvas = root.querySelector('canvas');
  const pen = canvas?.getContext('2d');
  if (canvas === null || !pen) return () => undefined;
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const seen = seeNothing();
  let flying: Flight[] = [];
  let asked = 0;
  let colours = coloursOf(readTokens());
  const unwatch = watchTokens((tokens) => (colours = coloursOf(tokens)));
  const paint = (now: number): void => {
    asked = 0;
    flying = flying.filter(({ start }) => now - start < TRAVEL_MS);
    fitCanvas(canvas, root);
    pen.clearRect(0, 0, root.clientWidth, root.scrollHeight);
    for (const flight of flying) draw(pen, flight, calm ? 1 : (now - flight.start) / TRAVEL_MS, colours);
    if (flying.length > 0) go();
  };
  const go = (): void => {
    asked ||= requestAnimationFrame(paint);
  };
  const unsubscribe = frames.subscribe(() => {
    const frame = frames.latest();
    if (frame === undefined) return;
    const box = root.getBoundingClientRect();
    const start = performance.now();
    for (const message of messagesOf(seen, frame, frames)) {
      const [from, to] = [placeOf(root, box, message.from), placeOf(root, box, message.to)];
      if (from && to && flying.length < MOST_FLYING) flying.push({ ...message, start, line: [from, to] });
    }
    if (flying.length > 0) go();
  });
  return () => {
    unsubscribe();
    unwatch();
    cancelAnimationFrame(asked);
  };
}

const TRAVEL_MS = 900;
const MOST_FLYING = 120;

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Flight extends Message {
  readonly start: number;
  readonly line: readonly [from: Spot, to: Spot];
}

function placeOf(root: HTMLElement, box: DOMRect, name: string): Spot | undefined {
  const plate = root.querySelector(`[data-station="${CSS.escape(name)}"]`)?.getBoundingClientRect();
  return plate && { x: plate.x - box.x + plate.width / 2, y: plate.y - box.y + root.scrollTop + plate.height / 2 };
}

function fitCanvas(canvas: HTMLCanvasElement, root: HTMLElement): void {
  const [width, height] = [root.clientWidth, root.scrollHeight];
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  if (canvas.width === wide && canvas.height === high) return;
  canvas.width = wide;
  canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.getContext('2d')?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
}

function coloursOf({ accent, infoFill, ink3 }: Tokens): { readonly [Type in Message['type']]: string } {
  return { request: accent, watch: infoFill, store: ink3 };
}

function draw(
  pen: CanvasRenderingContext2D,
  { type, line: [from, to] }: Flight,
  share: number,
  colours: { readonly [Type in Message['type']]: string },
): void {
  const x = from.x + (to.x - from.x) * share;
  const y = from.y + (to.y - from.y) * share;
  pen.strokeStyle = colours[type];
  pen.fillStyle = colours[type];
  pen.globalAlpha = 0.35 * (1 - share * 0.6);
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(x, y);
  pen.stroke();
  pen.globalAlpha = 1;
  pen.beginPath();
  pen.arc(x, y, 3.5, 0, Math.PI * 2);
  pen.fill();
}
