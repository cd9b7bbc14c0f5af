/** What `kubectl get` shows. */
import type { KindDefinition } from '../../../api/kind.ts';
import { kindByGvk } from '../../../api/kinds/registry.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { KubeList } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { parseTime } from '../../../api/time.ts';
import { sortBy } from '../../../kubectl/printer/sort.ts';
import { tableOf } from '../../../sim/apiserver/table.ts';
import { type Outcome, type Subject, messageOf, subject } from '../subject.ts';

type Cells = readonly (string | number | boolean)[];

/** When the rows were recorded. */
const NOW = parseTime('2026-11-20T20:39:36Z') + 500;

export const PRINTING: readonly Subject[] = [
  subject<{ object: Printed }, { rows?: readonly Cells[] }>('printing/rows', /^kubectl get rows for objects/, ({ in: { object }, out }) => {
    const { columnDefinitions, rows } = tableOf(columnsFor(object), whole(object), NOW);
    // The server makes every cell for every client; recordings without the wide ones lack those of low priority, or the last.
    const length = out.rows?.[0]?.length ?? 0;
    const shown = columnDefinitions.map(({ priority }) => priority === 0 || length === columnDefinitions.length);
    return { expected: out.rows, got: rows.map(({ cells }) => cells.filter((_cell, at) => shown[at]).slice(0, length)) };
  }),
  subject<{ field: string; obj: { items: readonly JsonValue[] } }, { err: string; sorted?: { items: readonly JsonValue[] } }>(
    'printing/sort-by',
    /--sort-by/,
    ({ in: { field, obj }, out }) => {
      const sort = (): readonly JsonValue[] => sortBy(obj.items, field, (item) => item);
      return out.err === '' ? { expected: out.sorted?.items, got: sort() } : refused(out.err, sort);
    },
  ),
];

type Printed = KubeObject | KubeList;

/** The kind of an object or of the items of a list; a Scale has columns without being a kind. */
function columnsFor({ apiVersion, kind: name }: Printed): Pick<KindDefinition, 'columns'> {
  const kind = kindByGvk(apiVersion, name) ?? kindByGvk(apiVersion, name.replace(/List$/, ''));
  if (kind !== undefined) return kind;
  if (name === 'Scale') return { columns: [] };
  throw new Error(`no kind ${name} in ${apiVersion}`);
}

/** The tables leave out empty metadata. */
function whole(printed: Printed): Printed {
  const metadata = printed.metadata ?? {};
  return 'items' in printed ? { ...printed, metadata, items: printed.items.map((item) => whole(item)) } : { ...printed, metadata };
}

/** That part of a message is there. */
function refused(part: string, run: () => unknown): Outcome {
  try {
    return { expected: part, got: run() };
  } catch (error) {
    return { expected: part, got: messageOf(error).includes(part) ? part : messageOf(error) };
  }
}
