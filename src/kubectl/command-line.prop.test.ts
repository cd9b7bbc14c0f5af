import { assert, property, array, string, constantFrom, oneof } from 'fast-check';
import { expect, test } from 'vitest';
import { splitCommandLine } from './command-line.ts';

/** As a shell user would write a word so that it stays one. */
const quotes: readonly ((word: string) => string)[] = [
  (word) => `'${word.replaceAll("'", `'\\''`)}'`,
  (word) => `"${word.replaceAll(/["\\$`]/g, String.raw`\$&`)}"`,
];

test('what is quoted comes back as it was', () => {
  assert(
    property(array(string()), oneof(constantFrom(...quotes)), (words, quote) => {
      expect(splitCommandLine(words.map(quote).join(' '))).toEqual(words);
    }),
  );
});
