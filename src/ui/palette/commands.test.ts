import { expect, test } from 'vitest';
import { type Command, matching } from './commands.ts';

const command = (title: string, note = ''): Command => ({ id: title, title, note, run: () => undefined });
const commands = [command('Play or pause', 'Space'), command('Scale: web', 'kubectl scale deployment/web'), command('Theme: paper')];

test.each([
  { query: '', expected: ['Play or pause', 'Scale: web', 'Theme: paper'] },
  { query: 'pa', expected: ['Play or pause', 'Theme: paper'] },
  { query: 'theme', expected: ['Theme: paper'] },
  { query: 'web scale', expected: ['Scale: web'] },
  { query: 'SPACE', expected: ['Play or pause'] },
  { query: 'nothing', expected: [] },
])('"$query"', ({ query, expected }) => {
  expect(matching(commands, query).map(({ title }) => title)).toEqual(expected);
});
