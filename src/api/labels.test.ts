import { describe, expect, it } from 'vitest';
import { parseSelector } from './label-parser.ts';
import { matchesSelector, selectorOf, selectorOfSet } from './labels.ts';

describe('absent and empty', () => {
  it('an absent LabelSelector selects nothing, an empty one everything', () => {
    expect(matchesSelector(selectorOf(undefined), { a: 'b' })).toBe(false);
    expect(matchesSelector(selectorOf({}), undefined)).toBe(true);
  });
  it('a key named like a property of every object is not there', () => {
    expect(matchesSelector(parseSelector('constructor'), {})).toBe(false);
    expect(() => parseSelector('a toString b')).toThrow("found 'toString'");
  });
  it('a set selects by every label', () => {
    expect(matchesSelector(selectorOfSet({ a: '1', b: '2' }), { a: '1', b: '2', c: '3' })).toBe(true);
    expect(matchesSelector(selectorOfSet({ a: '1', b: '2' }), { a: '1' })).toBe(false);
    expect(matchesSelector(selectorOfSet({ a: '1' }), undefined)).toBe(false);
  });
});
