import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonValue } from './scalars.ts';
import { parseDocuments, stringifyYaml } from './yaml.ts';

/** Strings in which YAML might see something else. */
const trickyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('ab1 .:-#\'"{}[]!&*|>%@`,?=~yn_e\n\t\\é中😀\u0001\u0085\u2028')) }),
  fc.constantFrom('yes', 'null', '1e3', '0x1', '2026-01-01', '---', '- ', ': ', '<<', '12:30', '.inf', '0b1', '=', 'a: b'),
  fc.stringMatching(/^(word |w {1,3}){30,50}x$/),
);

const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    trickyText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(trickyText, tie('value'), { maxKeys: 4 }),
  ),
})).value;

it('what is written is read back', () => {
  fc.assert(
    fc.property(fc.dictionary(trickyText, json, { minKeys: 1, maxKeys: 4 }), (value) => {
      const [document] = parseDocuments(stringifyYaml(value));
      expect(document?.errors).toEqual([]);
      expect(document?.value).toEqual({ ...value });
    }),
    { seed: 1, numRuns: 500 },
  );
});

it('no text makes it throw', () => {
  const anyText = fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('a1 :-#\'"{}[]!&*|>\n\t<~?,')) }),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      for (const document of parseDocuments(text)) document.positionOf('a[0].b');
    }),
    { seed: 1, numRuns: 1000 },
  );
});
