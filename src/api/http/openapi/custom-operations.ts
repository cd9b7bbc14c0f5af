/** What can be done with custom resources (apiextensions-apiserver/pkg/controller/openapi/builder); their own templates differ a little. */
import { type CustomType, customDefinitionName } from './custom-types.ts';
import { META } from './definitions.ts';
import { articled, namesOf, operationId, titled } from './names.ts';
import { answers, pathParameters } from './operation.ts';
import { DELETE_OPTIONS, LIST_OPTIONS, PATCH_OPTIONS, WRITE_OPTIONS, sharedParameter } from './parameters.ts';
import type { Operation, Parameter } from './types.ts';

const MEDIA_TYPES = ['application/json', 'application/yaml'];
const PATCHES = ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'];
const SCALE = 'io.k8s.api.autoscaling.v1.Scale';
const STATUS = `${META}.Status`;

export function customOperations(type: CustomType): readonly Operation[] {
  const { root } = namesOf(type.group, type.version);
  const collection = `${root}${type.namespaced ? '/namespaces/{namespace}' : ''}/${type.resource}`;
  const item = `${collection}/{name}`;
  const [sample, list] = [customDefinitionName(type, type.kind), customDefinitionName(type, type.definition.listKind)];
  const everywhere = { path: `${root}/${type.resource}`, call: `list${type.kind}ForAllNamespaces` };
  return [
    ...(type.namespaced ? [operation(type, { ...LIST, ...everywhere, definition: list })] : []),
    operation(type, { ...LIST, path: collection, definition: list }),
    operation(type, { ...CREATE, path: collection, definition: sample }),
    operation(type, { ...DELETE_COLLECTION, path: collection, definition: STATUS }),
    operation(type, { ...DELETE, path: item, definition: STATUS }),
    ...objectOperations(type, item, '', sample),
    ...(type.subresources.includes('status') ? objectOperations(type, `${item}/status`, 'status', sample) : []),
    ...(type.subresources.includes('scale') ? objectOperations(type, `${item}/scale`, 'scale', SCALE) : []),
  ];
}

function objectOperations(type: CustomType, path: string, subresource: string, definition: string): readonly Operation[] {
  return [READ, REPLACE, PATCH].map((act) => operation(type, { ...act, path, definition, subresource }));
}

/** What is common to all operations of one sort. */
interface Sort {
  readonly method: Operation['method'];
  readonly verb: 'list' | 'create' | 'deletecollection' | 'read' | 'replace' | 'delete' | 'patch';
  readonly action: string;
  readonly parameters: readonly Parameter[];
  readonly codes: readonly ('200' | '201' | '202')[];
  /** Undefined for nothing, `own` for the object itself. */
  readonly body?: string;
}

const LIST: Sort = { method: 'get', verb: 'list', action: 'list', parameters: LIST_OPTIONS, codes: ['200'] };
const CREATE: Sort = {
  method: 'post',
  verb: 'create',
  action: 'post',
  parameters: WRITE_OPTIONS,
  codes: ['200', '201', '202'],
  body: 'own',
};
const DELETE_COLLECTION: Sort = { ...LIST, method: 'delete', verb: 'deletecollection', action: 'deletecollection' };
const READ: Sort = { method: 'get', verb: 'read', action: 'get', parameters: [sharedParameter('resourceVersion')], codes: ['200'] };
const REPLACE: Sort = { method: 'put', verb: 'replace', action: 'put', parameters: WRITE_OPTIONS, codes: ['200', '201'], body: 'own' };
const PATCH: Sort = {
  method: 'patch',
  verb: 'patch',
  action: 'patch',
  parameters: PATCH_OPTIONS,
  codes: ['200'],
  body: `${META}.Patch`,
};
const DELETE: Sort = {
  method: 'delete',
  verb: 'delete',
  action: 'delete',
  parameters: DELETE_OPTIONS,
  codes: ['200', '202'],
  body: `${META}.DeleteOptions`,
};

interface Placed extends Sort {
  readonly path: string;
  readonly definition: string;
  readonly subresource?: string;
  readonly call?: string;
}

function operation(type: CustomType, placed: Placed): Operation {
  const { method, verb, action, path, definition, subresource = '', body, codes } = placed;
  const { group, version, kind, namespaced } = type;
  const names = namesOf(group, version);
  const call = placed.call ?? `${verb}${namespaced ? 'Namespaced' : ''}${kind}${titled(subresource)}`;
  return {
    path,
    method,
    action,
    id: operationId(call, names),
    tag: names.tag,
    description: descriptionOf(verb, kind, subresource),
    consumes: verb === 'patch' ? PATCHES : MEDIA_TYPES,
    produces: MEDIA_TYPES,
    parameters: [...pathParameters(path, kind), sharedParameter('pretty'), ...placed.parameters],
    ...(body === undefined ? {} : { body: { definition: body === 'own' ? definition : body, required: !body.endsWith('.DeleteOptions') } }),
    answers: answers(definition, ...codes),
    kind: { group, version, kind },
  };
}

function descriptionOf(verb: Sort['verb'], kind: string, subresource: string): string {
  const part = subresource === '' ? '' : ` ${subresource} of`;
  switch (verb) {
    case 'list':
      return `list objects of kind ${kind}`;
    case 'deletecollection':
      return `delete collection of ${kind}`;
    case 'create':
    case 'delete':
      return `${verb}${articled(kind)}`;
    case 'patch':
      return `partially update${part} the specified ${kind}`;
    case 'read':
    case 'replace':
      return `${verb}${part} the specified ${kind}`;
    default:
      return verb satisfies never;
  }
}
