import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { descriptions as descriptionsEn } from '../editor/schema/descriptions.en.ts';
import { descriptions as descriptionsZh } from '../editor/schema/descriptions.zh.ts';
import { en as first } from './en.ts';
import { enInspector } from './en-inspector.ts';
import { enPanels } from './en-panels.ts';
import { enScheduling } from './en-scheduling.ts';
import { enTrouble } from './en-trouble.ts';
import { type Catalogue, type Message, type MessageKey, loadLanguage, translate, withWords } from './index.ts';
import { zh } from './zh.ts';

const en = { ...first, ...enInspector, ...enPanels, ...enScheduling, ...enTrouble };

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^messages\/(en|zh)(-\w+)?\.ts$/.test(file))
  .map((file) => readFileSync(`${root}/${file}`, 'utf8'))
  .join('\n');
const keys = Object.keys(en) as MessageKey[];

test('both catalogues have the same messages', () => {
  expect(Object.keys(zh).toSorted()).toEqual(keys.toSorted());
});

test.each(keys)('%s takes the same parameters in both languages, and says something', (key) => {
  expect(parametersOf(zh[key])).toEqual(parametersOf((en as Catalogue)[key]));
  for (const text of [...textsOf(zh[key]), ...textsOf((en as Catalogue)[key])]) expect(text.trim()).not.toBe('');
});

test('words that are fetched at the same time are all there', async () => {
  const pieces = { inspector: enInspector, panels: enPanels, scheduling: enScheduling, trouble: enTrouble };
  const names = Object.keys(pieces) as (keyof typeof pieces)[];
  await Promise.all(names.map((name) => withWords(name, Promise.resolve())));
  const t = translate('en');
  for (const name of names) for (const key of Object.keys(pieces[name]) as MessageKey[]) expect(t(key as 'skip')).not.toBe(key);
});

test('every message is used', () => {
  const families = [...sources.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1] ?? '');
  const unused = keys.filter((key) => !sources.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)));
  expect(unused).toEqual([]);
});

test('Chinese is written in Chinese', () => {
  const same = keys.filter((key) => zh[key] === (en as Catalogue)[key]);
  expect(same).toEqual(
    ['cpu', 'panel.kubectl', 'tab.yaml', 'tab.describe', 'ask.image'].toSorted(
      (a, b) => keys.indexOf(a as MessageKey) - keys.indexOf(b as MessageKey),
    ),
  );
});

test('field descriptions are there in both languages', () => {
  expect(Object.keys(descriptionsZh)).toEqual(Object.keys(descriptionsEn));
});

describe('translate', () => {
  beforeAll(() => loadLanguage('zh'));

  test.each([
    { name: 'fills parameters', language: 'en', count: 3, expected: '3 pods' },
    { name: 'knows the singular', language: 'en', count: 1, expected: '1 pod' },
    { name: 'needs none in Chinese', language: 'zh', count: 1, expected: '1 个 Pod' },
  ] as const)('$name', ({ language, count, expected }) => {
    expect(translate(language)('line.pods', { count })).toBe(expected);
  });

  test('leaves a brace in a value alone', () => {
    expect(translate('en')('editor.close', { name: '{name}' })).toBe('Close {name}');
  });
});

function textsOf(message: Message): readonly string[] {
  return typeof message === 'string' ? [message] : [message.one, message.other];
}

function parametersOf(message: Message): readonly string[] {
  const text = typeof message === 'string' ? message : message.other;
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].toSorted();
}
