/**
 * What can be done at which path with a resource (apiserver/pkg/endpoints/installer.go and openapi/openapi.go), before it takes the
 * form of either document. Custom resources have operations of their own, see custom-operations.ts.
 */
import { kindByGvk } from '../../kinds/registry.ts';
import { apiVersionOf } from '../../object.ts';
import type { ApiResource } from '../../request.ts';
import { type SubresourceFacts, subresourcesOf } from '../subresources.ts';
import { FACTS, META, definitionOfKind } from './definitions.ts';
import { type GroupVersionName, articled, namesOf, operationId, titled } from './names.ts';
import {
  DELETE_OPTIONS,
  LIST_OPTIONS,
  PATCH_OPTIONS,
  SELECTION_OPTIONS,
  WRITE_OPTIONS,
  nameParameter,
  sharedParameter,
} from './parameters.ts';
import type { Answer, GroupVersionKind, Operation, Parameter, RequestBody } from './types.ts';

export const ANY = ['*/*'];
export const MEDIA_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

const STREAMS = [...MEDIA_TYPES, 'application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

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

interface Place {
  readonly resource: ApiResource;
  readonly names: GroupVersionName;
  /** `/apis/apps/v1` */
  readonly root: string;
  /** Where the objects of one namespace are, or all if they have none. */
  readonly collection: string;
  readonly kind: GroupVersionKind;
  readonly definition: string;
}

function placeOf(resource: ApiResource): Place {
  const { group, version, kind } = resource;
  const names = namesOf(group, version);
  return {
    resource,
    names,
    root: names.root,
    collection: `${names.root}${resource.namespaced ? '/namespaces/{namespace}' : ''}/${resource.resource}`,
    kind: { group, version, kind },
    definition: definitionOfKind({ group, version, kind }),
  };
}

/** What differs from one operation to another. */
interface Act {
  readonly method: Operation['method'];
  readonly path: string;
  readonly action: string;
  /** As Go names the handler: `listNamespacedPod`. */
  readonly call: string;
  readonly description: string;
  readonly parameters?: readonly Parameter[];
  readonly answers: readonly Answer[];
  readonly body?: RequestBody;
  readonly consumes?: readonly string[];
  readonly produces?: readonly string[];
  readonly kind?: GroupVersionKind;
  /** Connections are not printed prettily. */
  readonly plain?: true;
}

function operation({ names, kind: own }: Place, act: Act): Operation {
  const { call, plain, parameters = [], kind = own, consumes = ANY, produces = MEDIA_TYPES, ...rest } = act;
  return {
    ...rest,
    kind,
    consumes,
    produces,
    id: operationId(call, names),
    tag: names.tag,
    parameters: [...pathParameters(act.path, kind.kind), ...(plain === true ? [] : [sharedParameter('pretty')]), ...parameters],
  };
}

export function pathParameters(path: string, kind: string): readonly Parameter[] {
  return [
    ...(path.includes('{name}') ? [nameParameter(kind)] : []),
    ...(path.includes('{namespace}') ? [sharedParameter('namespace')] : []),
    ...(path.includes('{path}') ? [sharedParameter('path', 'path')] : []),
  ];
}

export function answers(definition: string, ...codes: readonly ('200' | '201' | '202')[]): readonly Answer[] {
  const words = { 200: 'OK', 201: 'Created', 202: 'Accepted' };
  return [...codes.map((code) => ({ code, description: words[code], definition })), { code: '401', description: 'Unauthorized' }];
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

interface Readable {
  readonly path: string;
  readonly scoped: string;
  readonly verbs: readonly string[];
  readonly definition: string;
  readonly kind?: GroupVersionKind;
  /** `status of ` */
  readonly part?: string;
}

/** Reading, replacing and patching, of an object or a part of it. */
function readOperations(place: Place, { path, scoped, verbs, definition, kind, part = '' }: Readable): readonly Operation[] {
  const subject = `${part}the specified ${place.resource.kind}`;
  const of = kind === undefined ? {} : { kind };
  const isLog = path.endsWith('/log');
  return [
    ...when(verbs.includes('get'), () =>
      operation(place, {
        method: 'get',
        action: 'get',
        path,
        call: `read${scoped}`,
        description: `read ${subject}`,
        answers: answers(isLog ? 'string' : definition, '200'),
        parameters: connectionParameters(path),
        ...(isLog ? { produces: ['text/plain', ...MEDIA_TYPES] } : {}),
        ...of,
      }),
    ),
    ...when(verbs.includes('update'), () =>
      operation(place, {
        method: 'put',
        action: 'put',
        path,
        call: `replace${scoped}`,
        description: `replace ${subject}`,
        parameters: WRITE_OPTIONS,
        body: { definition, required: true },
        answers: answers(definition, '200', '201'),
        ...of,
      }),
    ),
    ...when(verbs.includes('patch'), () =>
      operation(place, {
        method: 'patch',
        action: 'patch',
        path,
        call: `patch${scoped}`,
        description: `partially update ${subject}`,
        parameters: PATCH_OPTIONS,
        body: { definition: `${META}.Patch`, required: true },
        answers: answers(definition, '200', '201'),
        consumes: PATCHES,
        ...of,
      }),
    ),
  ];
}

function subresourceOperations(place: Place, subresource: SubresourceFacts): readonly Operation[] {
  const { resource, collection } = place;
  const { name, verbs } = subresource;
  const path = `${collection}/{name}/${name}`;
  const kind = {
    group: subresource.group ?? resource.group,
    version: subresource.version ?? resource.version,
    kind: subresource.kind ?? resource.kind,
  };
  const scoped = `${resource.namespaced ? 'Namespaced' : ''}${resource.kind}${titled(name)}`;
  if (kind.kind.endsWith('Options')) return connectOperations(place, path, scoped, name, kind);
  const definition = definitionOfKind(kind);
  return [
    ...readOperations(place, { path, scoped, verbs, definition, kind, part: `${name} of ` }),
    ...when(verbs.includes('create'), () =>
      operation(place, {
        method: 'post',
        action: 'post',
        path,
        call: `create${scoped}`,
        description: `create ${name} of${articled(resource.kind)}`,
        parameters: WRITE_OPTIONS,
        body: { definition, required: true },
        answers: answers(definition, '200', '201', '202'),
        kind,
      }),
    ),
  ];
}

const CONNECTS = ['get', 'post'] as const;
const PROXIES = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

function connectOperations(place: Place, path: string, scoped: string, name: string, kind: GroupVersionKind): readonly Operation[] {
  const isProxy = name === 'proxy';
  const paths = isProxy ? ['', '/{path}'] : [''];
  return paths.flatMap((rest) =>
    (isProxy ? PROXIES : CONNECTS).map((method) =>
      operation(place, {
        method,
        action: 'connect',
        path: path + rest,
        call: `connect${titled(method)}${scoped}${rest === '' ? '' : 'WithPath'}`,
        description: `connect ${method.toUpperCase()} requests to ${name} of ${place.resource.kind}`,
        parameters: connectionParameters(path),
        answers: answers('string', '200'),
        produces: ANY,
        kind,
        plain: true,
      }),
    ),
  );
}

/** What only this subresource is told. */
function connectionParameters(path: string): readonly Parameter[] {
  const [resource = '', , subresource = ''] = path.split('/').slice(-3);
  return (FACTS.connections[`${resource}/${subresource}`] ?? []).map((key) => sharedParameter(key));
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

function when(condition: boolean, make: () => Operation): readonly Operation[] {
  return condition ? [make()] : [];
}
