import type { KindDefinition } from '../kind.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { NAME } from './columns.ts';
import { plainKind } from './plain.ts';

/** A kind of which nothing is kept; its rules stand where it is answered (`sim/apiserver/virtual/`). */
export function virtualKind<T extends KubeObject>(
  type: ResourceType<T>,
  own: Partial<Omit<KindDefinition<T>, 'type'>> = {},
): KindDefinition<T> {
  return plainKind<T>(type, {
    virtual: true,
    verbs: ['create'],
    validate: () => [],
    validateUpdate: () => [],
    columns: [NAME],
    ...own,
  });
}
