/** A texture for every hue, so that colours that look alike to somebody can be told apart all the same. */

type Pen = CanvasRenderingContext2D;

/** Fainter than the edge of a tile, plainer than its filling; letters on it are read as well as without. */
const ALPHA = 0.6;
const LARGE_FROM = 28;

/** Draws the texture of a hue over a box at the origin, in the colour of the ground. */
export function paintTexture(pen: Pen, hue: number, colour: string, width: number, height: number): void {
  const texture = TEXTURES[hue];
  if (texture === undefined) return;
  const gap = width < LARGE_FROM ? 4 : 7;
  pen.save();
  pen.globalAlpha *= ALPHA;
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.lineWidth = width < LARGE_FROM ? 1 : 1.5;
  pen.beginPath();
  texture(pen, width, height, gap);
  pen.stroke();
  pen.restore();
}

type Trace = (pen: Pen, width: number, height: number, gap: number) => void;

const across: Trace = (pen, width, height, gap) => {
  for (let y = gap / 2; y < height; y += gap) line(pen, 0, y, width, y);
};

const down: Trace = (pen, width, height, gap) => {
  for (let x = gap / 2; x < width; x += gap) line(pen, x, 0, x, height);
};

const rising: Trace = (pen, width, height, gap) => {
  for (let x = -height; x < width; x += gap * 1.3) line(pen, x, height, x + height, 0);
};

const falling: Trace = (pen, width, height, gap) => {
  for (let x = -height; x < width; x += gap * 1.3) line(pen, x, 0, x + height, height);
};

const dots: Trace = (pen, width, height, gap) => {
  for (let y = gap / 2; y < height; y += gap)
    for (let x = gap / 2; x < width; x += gap) pen.fillRect(x - gap * 0.2, y - gap * 0.2, gap * 0.4, gap * 0.4);
};

const squares: Trace = (pen, width, height, gap) => {
  for (let row = 0; row * gap < height; row++)
    for (let x = row % 2 === 0 ? 0 : gap; x < width; x += 2 * gap) pen.fillRect(x, row * gap, gap, gap);
};

const bands: Trace = (pen, width, height, gap) => {
  for (let y = gap; y < height; y += 2 * gap) pen.fillRect(0, y, width, gap * 0.8);
};

const pillars: Trace = (pen, width, height, gap) => {
  for (let x = gap; x < width; x += 2 * gap) pen.fillRect(x, 0, gap * 0.8, height);
};

const half: Trace = (pen, width, height) => {
  pen.moveTo(0, height);
  pen.lineTo(width, 0);
  pen.lineTo(width, height);
  pen.closePath();
  pen.fill();
};

function both(one: Trace, other: Trace): Trace {
  return (pen, width, height, gap) => {
    one(pen, width, height, gap);
    other(pen, width, height, gap);
  };
}

function line(pen: Pen, x: number, y: number, toX: number, toY: number): void {
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
}

/** By hue. The first has none; those that look most alike have textures that look least alike. */
const TEXTURES: readonly (Trace | undefined)[] = [
  undefined,
  across,
  dots,
  rising,
  down,
  falling,
  bands,
  both(across, down),
  pillars,
  both(rising, falling),
  squares,
  half,
];

export const TEXTURE_COUNT = TEXTURES.length;
