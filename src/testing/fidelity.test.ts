import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fidelityText, reachableTypes } from './fidelity.ts';
import { fieldsWith } from '../api/fidelity.ts';
import { fieldsOf } from '../api/schema.ts';
import { LEDGERS } from '../api/kinds/fidelity.ts';

const marked = LEDGERS.flatMap((ledger) => Object.entries(ledger));

describe('the ledger', () => {
  test('every type that a served kind is made of has marks, once', () => {
    const names = marked.map(([type]) => type);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
    expect(reachableTypes().filter((type) => !names.includes(type))).toEqual([]);
    expect(names.filter((name) => !reachableTypes().includes(name))).toEqual([]);
  });

  test.each(marked)('%s: each field has exactly one mark', (type, marks) => {
    const given = (['simulated', 'kept', 'refused'] as const).flatMap((mark) => fieldsWith(marks, mark));
    expect(given.toSorted()).toEqual([...fieldsOf(type).keys()].toSorted());
  });

  test('docs/fidelity.md says the same', () => {
    expect(readFileSync('docs/fidelity.md', 'utf8')).toBe(fidelityText());
  });
});
