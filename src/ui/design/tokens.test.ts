import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const grounds = ['--ground', '--surface', '--raised'];
const text = ['--ink', '--ink-2', '--ink-3', '--accent', '--ok', '--warn', '--bad', '--info'];
const shapes = ['--ok-fill', '--warn-fill', '--bad-fill', '--info-fill', '--idle-fill', '--line-strong'];
const hues = Array.from({ length: 12 }, (_, index) => `--hue-${index + 1}`);

describe.each(['paper', 'night'])('theme %s', (theme) => {
  const tokens = readTheme(theme);
  const contrast = (a: string, b: string): number => ratio(luminance(tokens.get(a) ?? ''), luminance(tokens.get(b) ?? ''));

  test.each(text)('%s is AAA on the ground and on surfaces, AA where raised', (name) => {
    expect(contrast(name, '--ground')).toBeGreaterThanOrEqual(7);
    expect(contrast(name, '--surface')).toBeGreaterThanOrEqual(7);
    expect(contrast(name, '--raised')).toBeGreaterThanOrEqual(4.5);
  });

  test.each([...shapes, ...hues])('%s can be told from every ground', (name) => {
    for (const ground of grounds) expect(contrast(name, ground)).toBeGreaterThanOrEqual(3);
  });

  test('words are readable on the accent and on soft grounds', () => {
    expect(contrast('--accent-ink', '--accent')).toBeGreaterThanOrEqual(7);
    for (const status of ['--ok', '--warn', '--bad', '--info', '--accent']) {
      expect(contrast(status, `${status}-soft`)).toBeGreaterThanOrEqual(4.5);
    }
  });
});

test('both themes name the same colours', () => {
  expect([...readTheme('night').keys()]).toEqual([...readTheme('paper').keys()]);
});

function readTheme(theme: string): Map<string, string> {
  const block = css.split(`:root[data-theme='${theme}'] {`)[1]?.split('}')[0] ?? '';
  return new Map([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
