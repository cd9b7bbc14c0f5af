import { describe, expect, it } from 'vitest';
import table from '../testing/data/tables/fields-selector-strings.json' with { type: 'json' };
import { fieldSelectorText, matchesFields, parseFieldSelector } from './fields.ts';

describe('field selector strings', () => {
  const cases = table.cases as readonly {
    name: string;
    in: { selector: string };
    out: { error?: string; canonical?: string; requirements?: unknown[] };
  }[];
  it.each(cases)('$name $in.selector', ({ in: { selector }, out }) => {
    if (out.error !== undefined) {
      expect(() => parseFieldSelector(selector)).toThrow(expect.objectContaining({ code: 400, message: out.error }));
      return;
    }
    const requirements = parseFieldSelector(selector);
    expect(requirements).toEqual(out.requirements);
    expect(fieldSelectorText(requirements)).toBe(out.canonical);
  });
});

it('matches by every requirement', () => {
  const requirements = parseFieldSelector('status.phase=Running,spec.nodeName!=node-1');
  const pod = (phase: string, node: string) => (field: string) => (field === 'status.phase' ? phase : node);
  expect(matchesFields(requirements, pod('Running', 'node-2'))).toBe(true);
  expect(matchesFields(requirements, pod('Running', 'node-1'))).toBe(false);
  expect(matchesFields(requirements, pod('Pending', ''))).toBe(false);
});
