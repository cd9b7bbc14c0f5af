import { describe, expect, it } from 'vitest';
import type { StructuralSchema } from '../structural/schema.ts';
import { compile, environmentOf } from './cel.ts';
import { estimateCost } from './estimate.ts';
import { shapeOf } from './shapes.ts';

const TEXT: StructuralSchema = { type: 'string', maxLength: 10 };
const SCHEMA: StructuralSchema = {
  type: 'object',
  properties: {
    number: { type: 'integer' },
    text: TEXT,
    endless: { type: 'string' },
    list: { type: 'array', maxItems: 5, items: TEXT },
    open: { type: 'array', items: { type: 'integer' } },
  },
};

function most(source: string): number {
  const shape = shapeOf(SCHEMA, 'self1', true);
  if (shape === undefined) throw new Error('no shape');
  const compiled = compile(source, environmentOf([['self', shape.type]]));
  if ('errors' in compiled) throw new Error(compiled.errors);
  return estimateCost(compiled.checked, shape).max;
}

describe('the most that an expression may cost', () => {
  it.each([
    ['self.number > 1', 3],
    ['self.number > 1 && self.number < 5 || self.number > 7', 9],
    // A character counts as four bytes, and ten bytes cost one.
    [`self.text == 'x'`, 3],
    [`self.text.startsWith('x')`, 3],
    [`self.text.contains('abc')`, 6],
    [`self.text.matches('^a+$')`, 7],
    [`self.list.all(x, x.startsWith('x'))`, 28],
    ['self.list.all(x, self.list.exists_one(y, x == y))', 238],
    ['self.number in [1, 2, 3]', 15],
    ['cel.bind(n, self.number, n + n)', 15],
    ['self.list.map(x, x.size())', 83],
  ])('%s: %i', (source, cost) => expect(most(source)).toBe(cost));

  it('grows with what has no bounds', () => {
    expect(most(`self.endless.contains('abc')`)).toBeGreaterThan(300_000);
    expect(most('self.open.all(x, x > 0)')).toBeGreaterThan(1_000_000);
  });
});
