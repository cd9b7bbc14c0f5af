import type { KindDefinition } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import type { KubeList, Table } from '../../api/request.ts';
import type { ListMeta } from '../../api/types.gen.ts';

/** A list or one object as `kubectl get` asks for it. */
export function tableOf(kind: KindDefinition, body: KubeObject | KubeList, now: number): Table {
  const items = 'items' in body ? body.items : [body];
  const metadata: ListMeta = 'items' in body ? body.metadata : { resourceVersion: body.metadata.resourceVersion ?? '' };
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: kind.columns.map(({ name, type, format, wide }) => ({ name, type, format: format ?? '', priority: wide ? 1 : 0 })),
    rows: items.map((object) => ({ cells: kind.columns.map((column) => column.cell(object, now)), object })),
  };
}
