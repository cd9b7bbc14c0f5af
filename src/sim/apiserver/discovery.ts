import type { KindDefinition } from '../../api/kind.ts';
import type { ApiResourceList, CustomResourceFacts } from '../../api/request.ts';
import { allKinds } from './kinds.ts';
import type { Server } from './server.ts';

/** All served resources, in the order of the registry. */
export function discover(server: Server): ApiResourceList {
  return {
    kind: 'ApiResources',
    items: allKinds(server).map(({ type, singular, shortNames, categories, verbs, subresources, view, custom, virtual, ...more }) => ({
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
    })),
  };
}

function definitionOf(
  kind: string,
  schema: CustomResourceFacts['schema'],
  { listKind = `${kind}List`, selectableFields }: Pick<KindDefinition, 'listKind' | 'selectableFields'>,
): CustomResourceFacts {
  return { schema, listKind, selectableFields };
}
