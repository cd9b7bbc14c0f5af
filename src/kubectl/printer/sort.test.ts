import { expect, test } from 'vitest';
import type { JsonValue } from '../../api/scalars.ts';
import table from '../../testing/data/tables/printing-sort-by.json' with { type: 'json' };
import { sortBy } from './sort.ts';
import { alignTabs } from './table.ts';

interface Case {
  readonly name: string;
  readonly in: { readonly field: string; readonly obj: { readonly items: readonly JsonValue[] } };
  readonly out: { readonly err: string; readonly sorted?: { readonly items: readonly JsonValue[] } };
}

test.each(table.cases as unknown as readonly Case[])('$name', ({ in: { field, obj }, out }) => {
  const sort = () => sortBy(obj.items, field, (item) => item);
  if (out.err === '') expect(sort()).toEqual(out.sorted?.items);
  else expect(sort).toThrow(out.err);
});

test('tabs align within neighbouring lines that have them', () => {
  const text = 'Port:\t<unset>\t80/TCP\nEndpoints:\tnone\nLabels:\n  a:\tb\n';
  expect(alignTabs(text)).toBe('Port:       <unset>  80/TCP\nEndpoints:  none\nLabels:\n  a:  b\n');
});
