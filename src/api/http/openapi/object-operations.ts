/** Operations on a single object and its parts: reading, replacing, patching, and connecting to it. */
import { type SubresourceFacts } from '../subresources.ts';
import { FACTS, META, definitionOfKind } from './definitions.ts';
import { articled, titled } from './names.ts';
import { ANY, MEDIA_TYPES, type Place, answers, operation, when } from './operation.ts';
import { PATCH_OPTIONS, WRITE_OPTIONS, sharedParameter } from './parameters.ts';
import type { GroupVersionKind, Operation, Parameter } from './types.ts';

const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

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
export function readOperations(place: Place, { path, scoped, verbs, definition, kind, part = '' }: Readable): readonly Operation[] {
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

export function subresourceOperations(place: Place, subresource: SubresourceFacts): readonly Operation[] {
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
