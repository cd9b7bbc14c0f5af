import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PodLook } from '../../view/frame.ts';
import { createPalette, mix, shadeOf } from '../stage/paint/palette.ts';
import { TEXTURE_COUNT } from '../stage/paint/textures.ts';
import { type Vision, contrastOf, distanceOf, labOf } from '../testing/colour-vision.ts';
import type { Theme, Tokens } from './tokens.ts';

const css = readFileSync(fileURLToPath(new URL('tokens.css', import.meta.url)), 'utf8');
const VISIONS: readonly Vision[] = ['all', 'protanopia', 'deuteranopia', 'tritanopia'];
const THEMES: readonly Theme[] = ['paper', 'night'];

/** The colours of a theme as they stand in the style sheet. */
function tokensOf(theme: Theme): Tokens {
  const body = css.slice(css.indexOf(`[data-theme='${theme}'] {`)).split('}')[0] ?? '';
  const colours = [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', value]) => [
    name.replaceAll(/-(\w)/g, (_, next: string) => next.toUpperCase()),
    value,
  ]);
  const named = Object.fromEntries(colours) as { [name: string]: string };
  return { ...named, theme, hues: Array.from({ length: 12 }, (_, at) => named[`hue${at + 1}`]), font: '', mono: '' } as unknown as Tokens;
}

describe.each(THEMES)('%s', (theme) => {
  const tokens = tokensOf(theme);
  const palette = createPalette(tokens);

  test.each(VISIONS)('the first six hues are far apart for %s', (vision) => {
    const first = tokens.hues.slice(0, 6);
    for (const [at, one] of first.entries())
      for (const other of first.slice(at + 1)) expect(distanceOf(one, other, vision)).toBeGreaterThan(9);
  });

  test('every hue has a texture of its own', () => {
    expect(TEXTURE_COUNT).toBe(tokens.hues.length);
    expect(tokens.hues.map((_, hue) => shadeOf(palette, PodLook.ready, hue).hue)).toEqual(tokens.hues.map((_, hue) => hue));
  });

  test('a pod in trouble keeps its colour and sign, whatever colours tell', () => {
    for (const look of [PodLook.failing, PodLook.failed, PodLook.unknown]) expect(shadeOf(palette, look, 3)).toBe(palette.looks[look]);
  });

  /** As small tiles are written: what is well steps back. */
  const quiet = mix(palette.looks[PodLook.ready]?.solid ?? '', tokens.surface, 0.62);
  const failing = palette.looks[PodLook.failing]?.solid ?? '';

  test('a pixel that failed differs from one that is well by lightness alone', () => {
    expect(Math.abs(labOf(failing)[0] - labOf(quiet)[0])).toBeGreaterThan(25);
  });

  test.each(VISIONS)('what failed is far from everything else for %s', (vision) => {
    for (const look of [PodLook.pending, PodLook.starting, PodLook.succeeded])
      expect(distanceOf(failing, palette.looks[look]?.solid ?? '', vision)).toBeGreaterThan(20);
    expect(distanceOf(failing, quiet, vision)).toBeGreaterThan(25);
  });

  test('shapes have a contrast of 3 to 1, words on tiles one of 4.5', () => {
    for (const { edge } of [...palette.looks, ...palette.hues.slice(0, -1)]) expect(contrastOf(edge, tokens.surface)).toBeGreaterThan(3);
    for (const { tint } of [...palette.looks, ...palette.hues]) expect(contrastOf(tokens.ink, tint)).toBeGreaterThan(4.5);
    for (const word of palette.words) expect(contrastOf(word, tokens.surface)).toBeGreaterThan(4.5);
  });

  test('words on all grounds have a contrast of 4.5', () => {
    for (const ground of [tokens.ground, tokens.surface, tokens.raised])
      for (const word of [tokens.ink, tokens.ink2, tokens.ink3, tokens.ok, tokens.warn, tokens.bad, tokens.info, tokens.accent])
        expect(contrastOf(word, ground)).toBeGreaterThan(4.5);
  });
});
