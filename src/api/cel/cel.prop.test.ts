import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../scalars.ts';
import { compile, environmentOf, evaluate } from './cel.ts';
import { dynamicValue, jsonOf } from './json-values.ts';
import { DYN, INT, STRING } from './types.ts';

const ENVIRONMENT = environmentOf([
  ['object', DYN],
  ['n', INT],
  ['s', STRING],
]);

const TOKENS =
  `object n s a 1 2u 3.5 -1 'x' "" b'y' r'\\d' true null + - * / % == != < <= > >= && || ! ? : . .? [? ( ) [ ] { } , in has(object.a) [1,2] {'a':1}
  .all(i, .map(i, .exists_one(i, .filter(i, cel.bind(b, size( string( int( type( dyn( quantity( ip('1.2.3.4') .contains( .matches( .split( .format( timestamp( duration( optional.of(`.split(
    /\s+/,
  );

const words = fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((tokens) => tokens.join(' '));

function run(source: string, object: JsonValue): void {
  const compiled = compile(source, ENVIRONMENT);
  if ('errors' in compiled) {
    expect(compiled.errors).not.toBe('');
    return;
  }
  const outcome = evaluate(compiled, (name) =>
    name === 'object' ? dynamicValue(object) : name === 'n' ? 3n : name === 's' ? 'text' : undefined,
  );
  if ('error' in outcome) expect(outcome.error).not.toBe('');
  else jsonOf(outcome.value);
}

describe('any text', () => {
  it('is an expression, or has errors', () => {
    fc.assert(
      fc.property(words, fc.jsonValue(), (source, object) => run(source, object as JsonValue)),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => run(source, null)),
      { numRuns: 200 },
    );
  });
});
