import { expect, test } from 'vitest';
import type { KubectlPart } from '../../protocol/messages.ts';
import { shownOf, toneOf } from './output.ts';

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => String(from + index)).join('\n');
const said = (text: string): KubectlPart => ({ stream: 'stdout', text });

test('what is short is shown as it is, without the newline at its end', () => {
  const warning: KubectlPart = { stream: 'stderr', text: 'Warning: a\n' };
  expect(shownOf([warning, said('b\n\n')], false, false)).toEqual({
    parts: [{ stream: 'stderr', text: 'Warning: a' }, said('b')],
    hidden: 0,
    cut: 0,
  });
});

test('of what is long the first lines are shown, and all of them when asked for', () => {
  const parts = [said(lines(1, 300)), { stream: 'stderr', text: 'x' } as const, said(lines(301, 1000))];
  const shown = shownOf(parts, false, false);
  expect(shown.hidden).toBe(601);
  expect(shown.parts.at(-1)).toEqual(said(lines(301, 399)));
  expect(shownOf(parts, false, true)).toEqual({ parts, hidden: 0, cut: 0 });
});

test('of what goes on the last lines are shown', () => {
  expect(shownOf([said(lines(1, 300)), said(lines(301, 1000))], true, false).parts).toEqual([said(lines(601, 1000))]);
});

test('there is a limit, and it shows', () => {
  const { parts, cut } = shownOf([said('a'.repeat(999_999)), said('bcd')], false, false);
  expect(parts.map(({ text }) => text.length)).toEqual([999_999, 1]);
  expect(cut).toBe(1_000_000);
});

test.each([
  ['Warning: deleting cluster-scoped resources', false, 'warn'],
  ['error: unknown flag: --x', true, 'bad'],
  ["See 'kubectl get --help' for usage.", true, 'bad'],
  ['Error from server (NotFound): pods "a" not found', false, 'bad'],
  ['No resources found in default namespace.', false, 'plain'],
] as const)('%s', (line, failed, tone) => expect(toneOf(line, failed)).toBe(tone));
