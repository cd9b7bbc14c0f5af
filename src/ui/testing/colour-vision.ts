/** How colours look to eyes that lack a kind of cone, and how far apart they are then. For tests of the palette. */

export type Vision = 'all' | 'protanopia' | 'deuteranopia' | 'tritanopia';

type Triple = readonly [number, number, number];

/** Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB. */
const SIMULATION: { readonly [Kind in Vision]: readonly [Triple, Triple, Triple] } = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Lightness, green to red, blue to yellow (CIELAB, D65). `colour` as `#rrggbb`. */
export function labOf(colour: string, vision: Vision = 'all'): Triple {
  const linear = [1, 3, 5].map((at) => linearOf(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  const [red = 0, green = 0, blue = 0] = SIMULATION[vision].map((row) => clamp(dot(row, linear)));
  const x = pivot((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047);
  const y = pivot(0.2126729 * red + 0.7151522 * green + 0.072175 * blue);
  const z = pivot((0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIE 1976: about 2.3 is the least that anybody sees side by side. */
export function distanceOf(one: string, other: string, vision: Vision = 'all'): number {
  const [a, b] = [labOf(one, vision), labOf(other, vision)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** WCAG 2. */
export function contrastOf(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linearOf(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linearOf(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function pivot(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}

function dot([a, b, c]: Triple, [x = 0, y = 0, z = 0]: readonly number[]): number {
  return a * x + b * y + c * z;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
