import { KINDS } from '../../api/kinds/registry.ts';
import type { ApiResourceList } from '../../api/request.ts';

/** All served resources, in the order of the registry. */
export function discover(): ApiResourceList {
  return {
    kind: 'ApiResources',
    items: KINDS.map(({ type, singular, shortNames, categories, verbs, subresources }) => ({
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
