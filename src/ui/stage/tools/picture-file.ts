import type { Show } from '../show.ts';
import { drawStage, seenOf } from './ring.ts';

/** The present view, as it is painted. */
export async function pngOf(show: Show): Promise<Blob> {
  const { width, height } = seenOf(show);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser has no 2d canvas.');
  pen.imageSmoothingEnabled = false;
  drawStage(pen, show, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('The picture could not be made.')) : resolve(blob)), 'image/png');
  });
}
