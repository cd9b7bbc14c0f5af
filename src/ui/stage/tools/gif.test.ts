import { expect, test } from 'vitest';
import { writeGif } from './gif.ts';

const rest = () => Promise.resolve();

/** A picture of blocks of colour, shifted by so many pixels. */
function blocks(width: number, height: number, shift: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const block = Math.floor(((at % width) + shift) / 7) * 3 + Math.floor(at / width / 5);
    pixels.set([(block * 40) % 256, (block * 72) % 256, (block * 136) % 256, 255], at * 4);
  }
  return pixels;
}

/** Reads back what a viewer would see after each picture, as RGB. */
function read(bytes: Uint8Array): { width: number; height: number; delays: number[]; screens: number[][] } {
  const [width, height] = [(bytes[6] ?? 0) | ((bytes[7] ?? 0) << 8), (bytes[8] ?? 0) | ((bytes[9] ?? 0) << 8)];
  const table = bytes.subarray(13, 13 + 768);
  const screen = Array.from({ length: width * height * 3 }, () => 0);
  const delays: number[] = [];
  const screens: number[][] = [];
  let at = 13 + 768;
  const word = (offset: number) => (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8);
  const blocksFrom = (): number[] => {
    const data: number[] = [];
    for (let length = bytes[at++] ?? 0; length > 0; length = bytes[at++] ?? 0) {
      data.push(...bytes.subarray(at, at + length));
      at += length;
    }
    return data;
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) delays.push(word(at + 4) * 10);
      at += 2;
      blocksFrom();
      continue;
    }
    const [x, y, wide, high] = [word(at + 1), word(at + 3), word(at + 5), word(at + 7)];
    at += 11;
    const indexes = unpack(blocksFrom());
    expect(indexes).toHaveLength(wide * high);
    for (const [index, colour] of indexes.entries()) {
      const spot = (y + Math.floor(index / wide)) * width + x + (index % wide);
      for (let channel = 0; channel < 3; channel++) screen[spot * 3 + channel] = table[colour * 3 + channel] ?? 0;
    }
    screens.push([...screen]);
  }
  return { width, height, delays, screens };
}

function unpack(data: readonly number[]): number[] {
  const out: number[] = [];
  let [bits, held, size, at] = [0, 0, 9, 0];
  let table: number[][] = [];
  let before: number[] | undefined;
  const reset = () => {
    table = Array.from({ length: 258 }, (_, index) => [index]);
    size = 9;
    before = undefined;
  };
  reset();
  for (;;) {
    while (bits < size) {
      held |= (data[at++] ?? 0) << bits;
      bits += 8;
    }
    const code = held & ((1 << size) - 1);
    held >>>= size;
    bits -= size;
    if (code === 257) return out;
    if (code === 256) {
      reset();
      continue;
    }
    const entry = table[code] ?? [...(before ?? []), before?.[0] ?? 0];
    out.push(...entry);
    if (before !== undefined && table.length < 4096) table.push([...before, entry[0] ?? 0]);
    before = entry;
    if (table.length === 1 << size && size < 12) size += 1;
  }
}

test.each([
  [40, 30],
  [200, 160],
])('what is written is what is seen: %d × %d', async (width, height) => {
  const pictures = [0, 3, 3, 9].map((shift) => blocks(width, height, shift));
  const bytes = await writeGif(
    width,
    height,
    pictures.map((pixels) => ({ pixels, delayMs: 120 })),
    rest,
  );
  const seen = read(bytes);
  expect(seen).toMatchObject({ width, height, delays: [120, 120, 120, 120] });
  for (const [index, pixels] of pictures.entries()) {
    const wanted = Array.from(pixels).filter((_, at) => at % 4 !== 3);
    expect(seen.screens[index]).toEqual(wanted);
  }
});

test('a picture that is the same again costs next to nothing', async () => {
  const pixels = blocks(100, 80, 0);
  const once = await writeGif(100, 80, [{ pixels, delayMs: 100 }], rest);
  const twice = await writeGif(
    100,
    80,
    [pixels, pixels].map((same) => ({ pixels: same, delayMs: 100 })),
    rest,
  );
  expect(twice.length - once.length).toBeLessThan(32);
});
