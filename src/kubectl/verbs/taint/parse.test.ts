import { expect, test } from 'vitest';
import table from '../../../testing/data/tables/kubectl-taints-parse.json' with { type: 'json' };
import { parseTaints } from './parse.ts';

interface TaintCase {
  readonly key: string;
  readonly value?: string;
  readonly effect?: string;
}
interface Case {
  readonly name: string;
  readonly in: { readonly spec: readonly string[] };
  readonly out: { readonly err: boolean; readonly taints?: readonly TaintCase[]; readonly taintsToRemove?: readonly TaintCase[] };
}

const keyAndEffect = ({ key, effect = '' }: TaintCase) => ({ key, effect });

test.each(table.cases as unknown as readonly Case[])('$name', ({ in: { spec }, out }) => {
  if (out.err) {
    expect(() => parseTaints(spec)).toThrow();
    return;
  }
  const { added, removed } = parseTaints(spec);
  expect(added).toEqual(out.taints ?? []);
  expect(removed).toEqual((out.taintsToRemove ?? []).map(keyAndEffect));
});
