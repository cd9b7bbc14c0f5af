import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from './go-json.ts';

/** Texts that encoding/json gives for these inputs. */
const ERRORS: readonly (readonly [text: string, error: string])[] = [
  ['', 'unexpected end of JSON input'],
  ['{', 'unexpected end of JSON input'],
  ['{"a"', 'unexpected end of JSON input'],
  ['"x', 'unexpected end of JSON input'],
  ['-', 'unexpected end of JSON input'],
  ['tru', 'unexpected end of JSON input'],
  ['{} x', "invalid character 'x' after top-level value"],
  ['x', "invalid character 'x' looking for beginning of value"],
  ['{,}', "invalid character ',' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['"a\nb"', String.raw`invalid character '\n' in string literal`],
  [String.raw`"\x"`, "invalid character 'x' in string escape code"],
  [String.raw`"\u12g4"`, String.raw`invalid character 'g' in \u hexadecimal character escape`],
  ['01', "invalid character '1' after top-level value"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1e+x', "invalid character 'x' in exponent of numeric literal"],
  ['nul1', "invalid character '1' in literal null (expecting 'l')"],
  ["'a'", String.raw`invalid character '\'' looking for beginning of value`],
  ['é', "invalid character 'Ã' looking for beginning of value"],
  ['['.repeat(10_001), 'exceeded max depth'],
];

describe('scanJson', () => {
  test.each(ERRORS)('%s', (text, error) => expect(scanJson(text)).toEqual({ error }));

  test('agrees with JSON.parse on what is JSON', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', '-0.5e3', 'true', 'null', ' ', '"\\n"', 'x');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        expect(scanJson(parts.join('')).error === undefined).toBe(isJson(parts.join('')));
      }),
    );
  });

  test('lists all fields when one occurs twice', () => {
    expect(scanJson('{"a":{"b":1,"b":2},"c":[{"d":1}],"a":3}').fields).toEqual(['a', 'a.b', 'a.b', 'c', 'c[0].d', 'a']);
    expect(scanJson('{"a":[{"b":1},{"b":1}]}').fields).toBeUndefined();
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
