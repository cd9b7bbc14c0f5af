import { type KindDefinition, defineKind } from '../kind.ts';
import { nameIsDnsSubdomain } from '../names.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { READ_WRITE_VERBS } from './columns.ts';

type Own<T extends KubeObject> = Partial<Omit<KindDefinition<T>, 'type'>> &
  Pick<KindDefinition<T>, 'validate' | 'validateUpdate' | 'columns'>;

/** A kind that is like most others but for what `own` says. */
export function plainKind<T extends KubeObject>(type: ResourceType<T>, own: Own<T>): KindDefinition<T> {
  return defineKind<T>({
    type,
    singular: type.kind.toLowerCase(),
    shortNames: [],
    categories: [],
    verbs: READ_WRITE_VERBS,
    etcdPrefix: `/registry/${type.resource}`,
    schema: type.kind,
    hasGeneration: false,
    subresources: [],
    selectableFields: [],
    validateName: nameIsDnsSubdomain,
    default: same,
    prepareForCreate: same,
    prepareForUpdate: same,
    ...own,
  });
}

function same<T>(object: T): T {
  return object;
}
