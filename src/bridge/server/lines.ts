/** Events of watches as bytes. What a hundred watches see of one change is written once. */
import { watchFrame } from '../../api/http/answer.ts';
import type { Shape } from '../../api/http/to-request.ts';
import type { WatchEvent } from '../../api/request.ts';

export type Lines = (event: WatchEvent, shape: Shape, isFirst: boolean) => Buffer;

/** By the object, which is shared and never changes, and then by the form. */
type Written = Map<object, Map<string, Buffer>>;

/** Lines of the last changes, `most` bytes at least and twice as many at most. Tables are made anew for each watch. */
export function createLines(most = 16 << 20): Lines {
  let young: Written = new Map();
  let old: Written = new Map();
  let bytes = 0;
  const keep = (object: object, form: string, line: Buffer) => {
    const forms = young.get(object) ?? new Map<string, Buffer>();
    young.set(object, forms.set(form, line));
    bytes += line.length;
    if (bytes < most) return;
    old = young;
    young = new Map();
    bytes = 0;
  };
  return (event, shape, isFirst) => {
    if (shape.as === 'Table') return bytesOf(event, shape, isFirst);
    const form = `${event.type} ${shape.as ?? ''} ${shape.version ?? ''} ${shape.mediaType}`;
    const known = young.get(event.object)?.get(form) ?? old.get(event.object)?.get(form);
    if (known !== undefined) return known;
    const line = bytesOf(event, shape, isFirst);
    keep(event.object, form, line);
    return line;
  };
}

function bytesOf(event: WatchEvent, shape: Shape, isFirst: boolean): Buffer {
  const frame = watchFrame(event, shape, isFirst);
  return typeof frame === 'string' ? Buffer.from(frame) : Buffer.from(frame.buffer, frame.byteOffset, frame.length);
}
