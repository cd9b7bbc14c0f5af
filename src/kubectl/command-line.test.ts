import { expect, test } from 'vitest';
import { splitCommandLine } from './command-line.ts';

test.each([
  ['plain words', 'kubectl get  pods ', ['kubectl', 'get', 'pods']],
  ['single quotes keep everything', `patch -p '{"a": "b"}'`, ['patch', '-p', '{"a": "b"}']],
  ['double quotes keep blanks', 'annotate pod x note="hi there"', ['annotate', 'pod', 'x', 'note=hi there']],
  ['backslashes in double quotes', String.raw`"a\"b\n"`, [String.raw`a"b\n`]],
  ['a backslash before a blank', String.raw`a\ b`, ['a b']],
  ['an empty word', `set image deploy/x app=""  ''`, ['set', 'image', 'deploy/x', 'app=', '']],
  ['a line that goes on', 'get \\\n  pods -o\\\nwide', ['get', 'pods', '-owide']],
  ['a comment', 'get pods # all of them', ['get', 'pods']],
])('%s', (_, line, words) => {
  expect(splitCommandLine(line)).toEqual(words);
});

test('an open quote is refused', () => {
  expect(() => splitCommandLine("get 'pods")).toThrow('unterminated single quote');
});
