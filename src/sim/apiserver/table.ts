import type { Column, KindDefinition } from '../../api/kind.ts';
import { AGE, column } from '../../api/kinds/columns.ts';
import { type KubeObject, nameOf } from '../../api/object.ts';
import type { KubeList, Table } from '../../api/request.ts';
import type { ListMeta, Scale } from '../../api/types.gen.ts';

/** Of autoscaling/v1 Scale, which is no resource of its own. */
const SCALE_COLUMNS: readonly Column[] = [
  column('Name', 'string', nameOf),
  column('Desired', 'integer', (object) => (object as Scale).spec?.replicas ?? 0),
  column('Available', 'integer', (object) => (object as Scale).status?.replicas ?? 0),
  AGE,
];

/** A list or one object as `kubectl get` asks for it. */
export function tableOf(kind: Pick<KindDefinition, 'columns'>, body: KubeObject | KubeList, now: number): Table {
  const items = 'items' in body ? body.items : [body];
  const metadata: ListMeta = 'items' in body ? withoutEnd(body.metadata) : { resourceVersion: body.metadata.resourceVersion ?? '' };
  const columns = body.kind === 'Scale' ? SCALE_COLUMNS : kind.columns;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(headOf),
    rows: items.map((object) => ({ cells: columns.map(({ cell }) => cell(object, now)), object })),
  };
}

function headOf({ name, type, format = '', description, wide, priority = wide ? 1 : 0 }: Column): Table['columnDefinitions'][number] {
  return { name, type, format, priority, ...(description === undefined ? {} : { description }) };
}

/** Lists of custom resources say that there is nothing more; tables of them don't. */
function withoutEnd({ continue: more, ...metadata }: ListMeta): ListMeta {
  return more ? { ...metadata, continue: more } : metadata;
}
