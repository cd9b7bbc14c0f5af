import { describe, expect, it } from 'vitest';
import objects from '../testing/data/tables/labels-selector-objects.json' with { type: 'json' };
import strings from '../testing/data/tables/labels-selector-strings.json' with { type: 'json' };
import { parseSelector } from './label-parser.ts';
import { type Labels, type Selector, matchesSelector, selectorOf, selectorOfSet, selectorText } from './labels.ts';
import type { LabelSelector } from './types.gen.ts';

interface Expected {
  readonly error?: string;
  readonly canonical?: string;
  readonly requirements?: readonly unknown[];
  readonly matches?: readonly number[];
}

function matchesOf(selector: Selector, sets: readonly unknown[]): number[] {
  return sets.flatMap((set, index) => (matchesSelector(selector, set as Labels) ? [index] : []));
}

describe('selector strings', () => {
  const cases = strings.cases as readonly { name: string; in: { selector: string }; out: Expected }[];
  it.each(cases)('$name $in.selector', ({ in: { selector: text }, out }) => {
    if (out.error !== undefined) {
      expect(() => parseSelector(text)).toThrow(expect.objectContaining({ code: 400, message: out.error }));
      return;
    }
    const selector = parseSelector(text);
    expect(selectorText(selector)).toBe(out.canonical);
    expect(selector.requirements).toEqual(out.requirements);
    expect(matchesOf(selector, strings.labelSets)).toEqual(out.matches);
  });
});

describe('selector objects', () => {
  const cases = objects.cases as readonly { name: string; in: { selector?: LabelSelector }; out: Expected }[];
  it.each(cases)('$name', ({ in: given, out }) => {
    if (out.error !== undefined) {
      expect(() => selectorOf(given.selector)).toThrow(out.error);
      return;
    }
    const selector = selectorOf(given.selector);
    expect(selectorText(selector)).toBe(out.canonical);
    expect(matchesOf(selector, objects.labelSets)).toEqual(out.matches);
  });
});

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
