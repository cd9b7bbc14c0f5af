import type { KubeObject } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { throwCollected } from '../../errors.ts';
import { displayName } from '../../parse/types.ts';
import { customColumns } from '../../printer/custom-columns.ts';
import { type OutputFormat, forFormat, formatValue } from '../../printer/output.ts';
import { sortBy } from '../../printer/sort.ts';
import type { Session } from '../../session.ts';
import type { GetFlags } from './flags.ts';
import { type Wanted, attempt, objectsOf } from './wanted.ts';

/** Every form but the human one: the object, or all of them in a List. */
export async function getValues(session: Session, wanted: readonly Wanted[], flags: GetFlags, format: OutputFormat): Promise<void> {
  const errors: unknown[] = [];
  const found: { readonly resource: ApiResource; readonly object: KubeObject }[] = [];
  for (const one of wanted) {
    const objects = await attempt(() => objectsOf(session, one, flags), flags, errors);
    for (const object of objects ?? [])
      found.push({ resource: one.resource, object: flags.showManagedFields ? object : forFormat(format, object) });
  }
  const ordered = flags.sortBy === '' ? found : sortBy(found, flags.sortBy, ({ object }) => object as unknown as JsonValue);
  const values = ordered.map(({ object }) => object as unknown as JsonValue);
  const single = wanted.length === 1 && wanted[0]?.name !== undefined;
  if (found.length === 0 && (single || flags.ignoreNotFound)) return throwCollected(errors);
  if (format.type === 'name')
    for (const { resource, object } of ordered) session.stdout.push(`${displayName(resource, object.metadata.name ?? '')}\n`);
  else if (format.type === 'custom-columns') session.stdout.push(customColumns(format.template, values, !flags.noHeaders));
  else session.stdout.push(formatValue(format, single ? (values[0] ?? null) : listOf(values)));
  throwCollected(errors);
}

function listOf(items: readonly JsonValue[]): JsonValue {
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items };
}
