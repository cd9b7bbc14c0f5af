/**
 * Messages between a page and a worker that is not in the same browser: JSON, and beside it the columns as bytes. A text names how
 * many bytes follow it in a message of their own.
 */
export interface Wire {
  readonly text: string;
  /** What typed arrays in the message hold, one after another. */
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

const VIEWS = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array] as const;
/** The one member of an object that stands for a typed array: index into VIEWS, offset in bytes, length. */
const MARK = '\u0000view';
const ALIGNMENT = 8;

export function encodeMessage(message: unknown): Wire {
  const views: { readonly view: ArrayBufferView; readonly offset: number }[] = [];
  let size = 0;
  const text = JSON.stringify(message, (_key, value: unknown) => {
    const index = VIEWS.findIndex((view) => value instanceof view);
    if (index < 0) return value;
    const view = value as InstanceType<(typeof VIEWS)[number]>;
    views.push({ view, offset: size });
    const place = [index, size, view.length];
    size += Math.ceil(view.byteLength / ALIGNMENT) * ALIGNMENT;
    return { [MARK]: place };
  });
  if (size === 0) return { text: `0 ${text}`, bytes: undefined };
  const bytes = new Uint8Array(size);
  for (const { view, offset } of views) bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength), offset);
  return { text: `${size} ${text}`, bytes };
}

/** How many bytes belong to a text. */
export function bytesOf(text: string): number {
  return Number(text.slice(0, text.indexOf(' ')));
}

/** Typed arrays of the result lie in `bytes`. */
export function decodeMessage(text: string, bytes: ArrayBuffer = new ArrayBuffer(0)): unknown {
  return JSON.parse(text.slice(text.indexOf(' ') + 1), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, MARK)) return value;
    const [index = 0, offset = 0, length = 0] = (value as { readonly [MARK]: readonly number[] })[MARK];
    const View = VIEWS[index] ?? Uint8Array;
    return new View(bytes, offset, length);
  });
}
