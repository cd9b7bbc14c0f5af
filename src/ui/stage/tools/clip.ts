/** The last seconds as a film: WebM where the browser records one, and an animated GIF everywhere. */
import type { Show } from '../show.ts';
import { writeGif } from './gif.ts';
import { type Kept, type Ring, startRing } from './ring.ts';

const RINGS = new WeakMap<Show, Ring>();

/** Undefined while nothing is kept. */
export function ringOf(show: Show): Ring | undefined {
  return RINGS.get(show);
}

export function keepClips(show: Show): void {
  if (!RINGS.has(show)) RINGS.set(show, startRing(show));
}

export function stopClips(show: Show): void {
  RINGS.get(show)?.stop();
  RINGS.delete(show);
}

const WEBM = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

export function webmType(): string | undefined {
  if (typeof MediaRecorder === 'undefined') return undefined;
  return WEBM.find((type) => MediaRecorder.isTypeSupported(type));
}

/** How long the last picture stays. */
const LAST_MS = 600;

interface Shot {
  readonly picture: ImageBitmap;
  readonly forMs: number;
}

/** Each picture with its time; `now` ends the last one. */
async function shotsOf(frames: readonly Kept[], now: number): Promise<readonly Shot[]> {
  const pictures = await Promise.all(frames.map(({ image }) => createImageBitmap(image)));
  return pictures.map((picture, index) => ({
    picture,
    forMs: (frames[index + 1]?.at ?? Math.max(now, (frames[index]?.at ?? 0) + LAST_MS)) - (frames[index]?.at ?? 0),
  }));
}

/** Plays what was kept on a canvas and records it, which takes as long as it lasts. */
export async function webmOf({ frames, width, height }: Ring, type: string, progress: (share: number) => void): Promise<Blob> {
  const shots = await shotsOf(frames(), performance.now());
  const { canvas, pen } = canvasOf(width, height);
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: type, videoBitsPerSecond: 6_000_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => void parts.push(data);
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.start();
  const whole = shots.reduce((sum, { forMs }) => sum + forMs, 0);
  let done = 0;
  for (const { picture, forMs } of shots) {
    // Painted now and then all the same: a canvas that stands still gives no frames.
    for (let left = forMs; left > 0; left -= REPAINT_MS) {
      pen.drawImage(picture, 0, 0);
      await wait(Math.min(left, REPAINT_MS));
    }
    done += forMs;
    progress(done / whole);
    picture.close();
  }
  recorder.stop();
  await stopped;
  return new Blob(parts, { type: 'video/webm' });
}

const REPAINT_MS = 66;

export async function gifOf({ frames, width, height }: Ring, progress: (share: number) => void): Promise<Blob> {
  const shots = await shotsOf(frames(), performance.now());
  const { pen } = canvasOf(width, height);
  const pictures = shots.map(({ picture, forMs }) => {
    pen.drawImage(picture, 0, 0);
    picture.close();
    return { pixels: pen.getImageData(0, 0, width, height).data, delayMs: forMs };
  });
  let done = 0;
  const bytes = await writeGif(width, height, pictures, () => {
    progress((done += 1) / pictures.length);
    return wait(0);
  });
  return new Blob([bytes], { type: 'image/gif' });
}

function canvasOf(width: number, height: number): { canvas: HTMLCanvasElement; pen: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('This browser has no 2d canvas.');
  return { canvas, pen };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
