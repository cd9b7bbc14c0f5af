import type { KindDefinition } from '../../api/kind.ts';
import type { ApiResource, ApiResourceList, CustomResourceFacts } from '../../api/request.ts';
import type { StoreState } from '../store/store.ts';
import { allKinds } from './kinds.ts';
import type { Server } from './server.ts';

/** All served resources, in the order of the registry. The same list as long as the same kinds are served. */
export function discover(server: Server): ApiResourceList {
  const kinds = allKinds(server);
  const known = LISTS.get(server.store);
  if (known !== undefined && isSame(known.kinds, kinds)) return known.list;
  const list: ApiResourceList = { kind: 'ApiResources', items: kinds.map(resourceOf) };
  LISTS.set(server.store, { kinds, list });
  return list;
}

/** Every request over HTTP is looked up in the list, which changes when a definition of custom resources does. */
const LISTS = new WeakMap<StoreState, { readonly kinds: readonly KindDefinition[]; readonly list: ApiResourceList }>();

function isSame(a: readonly KindDefinition[], b: readonly KindDefinition[]): boolean {
  return a.length === b.length && a.every((kind, index) => kind === b[index]);
}

function resourceOf({
  type,
  singular,
  shortNames,
  categories,
  verbs,
  subresources,
  view,
  custom,
  virtual,
  ...more
}: KindDefinition): ApiResource {
  return {
    group: type.group,
    version: type.version,
    resource: type.resource,
    kind: type.kind,
    namespaced: type.namespaced,
    singular,
    shortNames,
    categories,
    verbs,
    subresources,
    ...(view === undefined ? {} : { stored: { group: view.of.group, version: view.of.version, kind: view.of.kind } }),
    ...(custom === undefined ? {} : { custom: true as const, definition: definitionOf(type.kind, custom.schema, more) }),
    ...(virtual === undefined ? {} : { virtual }),
  };
}

function definitionOf(
  kind: string,
  schema: CustomResourceFacts['schema'],
  { listKind = `${kind}List`, selectableFields }: Pick<KindDefinition, 'listKind' | 'selectableFields'>,
): CustomResourceFacts {
  return { schema, listKind, selectableFields };
}
