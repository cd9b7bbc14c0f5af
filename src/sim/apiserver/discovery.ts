import type { ApiResourceList } from '../../api/request.ts';
import { allKinds } from './kinds.ts';
import type { Server } from './server.ts';

/** All served resources, in the order of the registry. */
export function discover(server: Server): ApiResourceList {
  return {
    kind: 'ApiResources',
    items: allKinds(server).map(({ type, singular, shortNames, categories, verbs, subresources, view, custom, virtual }) => ({
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
      ...(custom === undefined ? {} : { custom: true as const }),
      ...(virtual === undefined ? {} : { virtual }),
    })),
  };
}
