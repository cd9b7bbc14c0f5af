/** Animated GIF (89a): one table of colours for all, and of each picture only the part that differs from the one before. */

export interface GifFrame {
  /** RGBA, row by row. */
  readonly pixels: Uint8ClampedArray;
  readonly delayMs: number;
}

/** Frame by frame, so that who writes it can rest in between. */
export async function writeGif(
  width: number,
  height: number,
  frames: readonly GifFrame[],
  rest: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const colours = commonColours(frames);
  const indexOf = createIndex(colours);
  const parts: number[][] = [header(width, height, colours)];
  let before: Uint8Array | undefined;
  for (const { pixels, delayMs } of frames) {
    const indexes = indexed(pixels, indexOf);
    const box = before === undefined ? { x: 0, y: 0, width, height } : differing(before, indexes, width, height);
    parts.push(picture(indexes, width, box, delayMs));
    before = indexes;
    await rest();
  }
  parts.push([0x3b]);
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

const MOST_COLOURS = 256;

/** A colour in five bits a channel. */
function key(red: number, green: number, blue: number): number {
  return ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
}

/** The most frequent ones, each as the mean of what falls together: a drawn picture has few. As RGB triples. */
function commonColours(frames: readonly GifFrame[]): readonly (readonly [number, number, number])[] {
  const sums = new Map<number, [count: number, red: number, green: number, blue: number]>();
  for (const { pixels } of frames.filter((_, index) => index % Math.ceil(frames.length / 8) === 0)) {
    for (let at = 0; at < pixels.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]];
      const sum = sums.get(key(red, green, blue));
      if (sum === undefined) sums.set(key(red, green, blue), [1, red, green, blue]);
      else {
        sum[0] += 1;
        sum[1] += red;
        sum[2] += green;
        sum[3] += blue;
      }
    }
  }
  const found = [...sums.values()].toSorted((a, b) => b[0] - a[0]).slice(0, MOST_COLOURS);
  return found.map(([count, red, green, blue]) => [Math.round(red / count), Math.round(green / count), Math.round(blue / count)]);
}

function createIndex(colours: readonly (readonly [number, number, number])[]): (red: number, green: number, blue: number) => number {
  const known = new Map<number, number>();
  return (red, green, blue) => {
    const own = key(red, green, blue);
    const found = known.get(own);
    if (found !== undefined) return found;
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, [r, g, b]] of colours.entries()) {
      const distance = (r - red) ** 2 * 2 + (g - green) ** 2 * 4 + (b - blue) ** 2;
      if (distance < least) [best, least] = [index, distance];
    }
    known.set(own, best);
    return best;
  };
}

function indexed(pixels: Uint8ClampedArray, indexOf: (red: number, green: number, blue: number) => number): Uint8Array {
  const indexes = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < indexes.length; at++) indexes[at] = indexOf(pixels[at * 4] ?? 0, pixels[at * 4 + 1] ?? 0, pixels[at * 4 + 2] ?? 0);
  return indexes;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** At least one pixel. */
function differing(before: Uint8Array, after: Uint8Array, width: number, height: number): Box {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let at = 0; at < after.length; at++) {
    if (before[at] === after[at]) continue;
    const x = at % width;
    const y = (at - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return right < 0 ? { x: 0, y: 0, width: 1, height: 1 } : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function short(value: number): readonly [number, number] {
  return [value & 255, value >> 8];
}

/** Screen, colours, and that it is shown for ever. */
function header(width: number, height: number, colours: readonly (readonly [number, number, number])[]): number[] {
  const table = Array.from({ length: MOST_COLOURS }, (_, index) => colours[index] ?? [0, 0, 0]).flat();
  const loop = [0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, 0, 0, 0];
  return [...ascii('GIF89a'), ...short(width), ...short(height), 0xf7, 0, 0, ...table, ...loop];
}

function ascii(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function picture(indexes: Uint8Array, width: number, box: Box, delayMs: number): number[] {
  const control = [0x21, 0xf9, 4, 0x04, ...short(Math.max(2, Math.round(delayMs / 10))), 0, 0];
  const place = [0x2c, ...short(box.x), ...short(box.y), ...short(box.width), ...short(box.height), 0];
  const part = new Uint8Array(box.width * box.height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.y + row) * width + box.x;
    part.set(indexes.subarray(from, from + box.width), row * box.width);
  }
  const bytes = [...control, ...place, 8];
  const packed = pack(part);
  for (let at = 0; at < packed.length; at += 255) {
    const block = packed.slice(at, at + 255);
    bytes.push(block.length, ...block);
  }
  bytes.push(0);
  return bytes;
}

const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;

/** LZW with codes of nine to twelve bits. */
function pack(indexes: Uint8Array): number[] {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  let size = 9;
  const write = (code: number): void => {
    held |= code << bits;
    for (bits += size; bits >= 8; bits -= 8) {
      bytes.push(held & 255);
      held >>>= 8;
    }
  };
  let codes = new Map<number, number>();
  let next = END + 1;
  write(CLEAR);
  let run = indexes[0] ?? 0;
  for (let at = 1; at < indexes.length; at++) {
    const index = indexes[at] ?? 0;
    const longer = (run << 8) | index;
    const known = codes.get(longer);
    if (known !== undefined) {
      run = known;
      continue;
    }
    write(run);
    if (next === MOST_CODES) {
      write(CLEAR);
      codes = new Map();
      next = END + 1;
      size = 9;
    } else {
      codes.set(longer, next);
      if (next === 1 << size) size += 1;
      next += 1;
    }
    run = index;
  }
  write(run);
  write(END);
  if (bits > 0) bytes.push(held & 255);
  return bytes;
}
