/**
 * What can be done at which path with a resource (apiserver/pkg/endpoints/installer.go and openapi/openapi.go), before it takes the
 * form of either document. Custom resources have operations of their own, see custom-operations.ts.
 */
import { kindByGvk } from '../../kinds/registry.ts';
import { apiVersionOf } from '../../object.ts';
import type { ApiResource } from '../../request.ts';
import { subresourcesOf } from '../subresources.ts';
import { META } from './definitions.ts';
import { articled } from './names.ts';
import { readOperations, subresourceOperations } from './object-operations.ts';
import { MEDIA_TYPES, type Place, answers, operation, placeOf, when } from './operation.ts';
import { DELETE_OPTIONS, LIST_OPTIONS, SELECTION_OPTIONS, WRITE_OPTIONS } from './parameters.ts';
import type { Operation } from './types.ts';

const STREAMS = [...MEDIA_TYPES, 'application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];

/** All operations of a built-in resource. */
export function operationsOf(resource: ApiResource): readonly Operation[] {
  const place = placeOf(resource);
  return [
    ...collectionOperations(place),
    ...itemOperations(place),
    ...subresourcesOf(resource).flatMap((subresource) => subresourceOperations(place, subresource)),
    ...watchOperations(place),
  ];
}

function collectionOperations(place: Place): readonly Operation[] {
  const { resource, collection, root, definition } = place;
  const { kind, verbs, namespaced } = resource;
  const scoped = `${namespaced ? 'Namespaced' : ''}${kind}`;
  const list = {
    method: 'get',
    action: 'list',
    description: `${verbs.includes('watch') ? 'list or watch' : 'list'} objects of kind ${kind}`,
    parameters: LIST_OPTIONS,
    answers: answers(`${definition}List`, '200'),
    produces: STREAMS,
  } as const;
  return [
    ...when(verbs.includes('list'), () => operation(place, { ...list, path: collection, call: `list${scoped}` })),
    ...when(verbs.includes('list') && namespaced, () =>
      operation(place, { ...list, path: `${root}/${resource.resource}`, call: `list${kind}ForAllNamespaces` }),
    ),
    ...when(verbs.includes('create'), () =>
      operation(place, {
        method: 'post',
        action: 'post',
        path: collection,
        call: `create${scoped}`,
        description: `create${articled(kind)}`,
        parameters: WRITE_OPTIONS,
        body: { definition, required: true },
        answers: answers(definition, '200', '201', '202'),
      }),
    ),
    ...when(verbs.includes('deletecollection'), () =>
      operation(place, {
        method: 'delete',
        action: 'deletecollection',
        path: collection,
        call: `deletecollection${scoped}`,
        description: `delete collection of ${kind}`,
        parameters: [...DELETE_OPTIONS, ...SELECTION_OPTIONS],
        body: { definition: `${META}.DeleteOptions`, required: false },
        answers: answers(`${META}.Status`, '200'),
      }),
    ),
  ];
}

function itemOperations(place: Place): readonly Operation[] {
  const { resource, collection, definition } = place;
  const { kind, verbs, group, version } = resource;
  const path = `${collection}/{name}`;
  const scoped = `${resource.namespaced ? 'Namespaced' : ''}${kind}`;
  // A namespace comes back from its deletion, but that is not what its documentation says.
  const returnsObject = kind !== 'Namespace' && kindByGvk(apiVersionOf({ group, version }), kind)?.returnsObjectOnDelete === true;
  return [
    ...readOperations(place, { path, scoped, verbs, definition }),
    ...when(verbs.includes('delete'), () =>
      operation(place, {
        method: 'delete',
        action: 'delete',
        path,
        call: `delete${scoped}`,
        description: `delete${articled(kind)}`,
        parameters: DELETE_OPTIONS,
        body: { definition: `${META}.DeleteOptions`, required: false },
        answers: answers(returnsObject ? definition : `${META}.Status`, '200', '202'),
      }),
    ),
  ];
}

function watchOperations(place: Place): readonly Operation[] {
  const { resource, collection, root } = place;
  const { kind, namespaced, verbs } = resource;
  const scoped = `${namespaced ? 'Namespaced' : ''}${kind}`;
  const instead = "deprecated: use the 'watch' parameter with a list operation instead";
  const watch = { method: 'get', parameters: LIST_OPTIONS, answers: answers(`${META}.WatchEvent`, '200'), produces: STREAMS } as const;
  const list = { ...watch, action: 'watchlist', description: `watch individual changes to a list of ${kind}. ${instead}.` };
  const below = `${root}/watch${collection.slice(root.length)}`;
  if (!verbs.includes('watch')) return [];
  return [
    ...when(namespaced, () =>
      operation(place, { ...list, path: `${root}/watch/${resource.resource}`, call: `watch${kind}ListForAllNamespaces` }),
    ),
    operation(place, { ...list, path: below, call: `watch${scoped}List` }),
    ...when(verbs.includes('get'), () =>
      operation(place, {
        ...watch,
        action: 'watch',
        path: `${below}/{name}`,
        call: `watch${scoped}`,
        description: `watch changes to an object of kind ${kind}. ${instead}, filtered to a single item with the 'fieldSelector' parameter.`,
      }),
    ),
  ];
}
