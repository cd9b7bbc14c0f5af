import type { ApiResourceList } from '../../api/request.ts';
import { allKinds } from './kinds.ts';
import type { Server } from './server.ts';

/** All served resources, in the order of the registry. */
export function discover(server: Server): ApiResourceList {
  return {
    kind: 'ApiResources',
    items: allKinds(server).map(({ type, singular, shortNames, categories, verbs, subresources }) => ({
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
    })),
  };
}
