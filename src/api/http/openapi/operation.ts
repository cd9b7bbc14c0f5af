/** One operation of a built-in resource, from what differs from one to another. */
import type { ApiResource } from '../../request.ts';
import { definitionOfKind } from './definitions.ts';
import { type GroupVersionName, namesOf, operationId } from './names.ts';
import { nameParameter, sharedParameter } from './parameters.ts';
import type { Answer, GroupVersionKind, Operation, Parameter, RequestBody } from './types.ts';

export const ANY = ['*/*'];
export const MEDIA_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** Where a resource is, and what it is called there. */
export interface Place {
  readonly resource: ApiResource;
  readonly names: GroupVersionName;
  /** `/apis/apps/v1` */
  readonly root: string;
  /** Where the objects of one namespace are, or all if they have none. */
  readonly collection: string;
  readonly kind: GroupVersionKind;
  readonly definition: string;
}

export function placeOf(resource: ApiResource): Place {
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
export interface Act {
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

export function operation({ names, kind: own }: Place, act: Act): Operation {
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

/** The operation if there is to be one. */
export function when(condition: boolean, make: () => Operation): readonly Operation[] {
  return condition ? [make()] : [];
}
