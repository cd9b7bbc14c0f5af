import { expect, test } from 'vitest';
import { leaf } from '../objects/tree-node.ts';
import { type Command, matching } from './commands.ts';
import { listedCommands } from './listed.ts';

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

test.each([
  { query: 'we', expected: ['web HorizontalPodAutoscaler · shop', 'web-data PersistentVolumeClaim · shop'] },
  { query: 'web horiz', expected: ['web HorizontalPodAutoscaler · shop'] },
  { query: 'fast', expected: ['fast StorageClass'] },
  { query: 'w', expected: [] },
])('what the picture leaves out is found by "$query"', ({ query, expected }) => {
  const listed = [
    leaf({ kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' }, ''),
    leaf({ kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'web-data' }, ''),
    leaf({ kind: 'StorageClass', namespace: '', name: 'fast' }, ''),
    leaf({ kind: 'Deployment', namespace: 'shop', name: 'web' }, ''),
  ];
  const found = [{ ...command('web', 'Deployment · shop'), id: 'Deployment-shop-web' }];
  expect(listedCommands(listed, query, found).map(({ title, note }) => `${title} ${note}`)).toEqual(expected);
});
