/** Events of watches as bytes. What a hundred watches see of one change is written once. */
import { watchFrame } from '../../api/http/answer.ts';
import type { Shape } from '../../api/http/to-request.ts';
import type { WatchEvent } from '../../api/request.ts';

/** By the object, which is shared and never changes. Tables are made anew for each watch. */
const written = new WeakMap<object, Map<string, Buffer>>();

export function lineOf(event: WatchEvent, shape: Shape, isFirst: boolean): Buffer {
  if (shape.as === 'Table') return bytesOf(event, shape, isFirst);
  const form = `${event.type} ${shape.mediaType} ${shape.as ?? ''} ${shape.version ?? ''}`;
  const forms = written.get(event.object) ?? new Map<string, Buffer>();
  const known = forms.get(form);
  if (known !== undefined) return known;
  const line = bytesOf(event, shape, isFirst);
  written.set(event.object, forms.set(form, line));
  return line;
}

function bytesOf(event: WatchEvent, shape: Shape, isFirst: boolean): Buffer {
  const frame = watchFrame(event, shape, isFirst);
  return typeof frame === 'string' ? Buffer.from(frame) : Buffer.from(frame.buffer, frame.byteOffset, frame.length);
}
