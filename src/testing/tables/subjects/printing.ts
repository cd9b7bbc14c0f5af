/** What `kubectl get` shows. */
import { kindByGvk } from '../../../api/kinds/registry.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { parseTime } from '../../../api/time.ts';
import { sortBy } from '../../../kubectl/printer/sort.ts';
import { type Outcome, type Subject, messageOf, subject } from '../subject.ts';

type Cells = readonly (string | number | boolean)[];

/** When the rows were recorded. */
const NOW = parseTime('2026-11-20T20:39:36Z') + 500;

export const PRINTING: readonly Subject[] = [
  subject<{ object: KubeObject }, { rows?: readonly Cells[] }>(
    'printing/rows',
    /^kubectl get rows for objects/,
    ({ in: { object }, out }) => {
      const kind = kindByGvk(object.apiVersion, object.kind);
      if (kind === undefined) return { expected: out.rows, got: `no kind ${object.kind} in ${object.apiVersion}` };
      // Some recordings have the wide cells whether or not they were asked for.
      const columns = kind.columns.filter(({ wide }) => wide !== true || out.rows?.[0]?.length === kind.columns.length);
      const whole = { ...object, metadata: object.metadata ?? {} };
      return { expected: out.rows, got: [columns.map((column) => column.cell(whole, NOW))] };
    },
  ),
  subject<{ field: string; obj: { items: readonly JsonValue[] } }, { err: string; sorted?: { items: readonly JsonValue[] } }>(
    'printing/sort-by',
    /--sort-by/,
    ({ in: { field, obj }, out }) => {
      const sort = (): readonly JsonValue[] => sortBy(obj.items, field, (item) => item);
      return out.err === '' ? { expected: out.sorted?.items, got: sort() } : refused(out.err, sort);
    },
  ),
];

/** That part of a message is there. */
function refused(part: string, run: () => unknown): Outcome {
  try {
    return { expected: part, got: run() };
  } catch (error) {
    return { expected: part, got: messageOf(error).includes(part) ? part : messageOf(error) };
  }
}
