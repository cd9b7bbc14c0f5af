/** What a request wants to do, as authorizers see it (k8s.io/apiserver/pkg/endpoints/request: RequestInfo). */
import { type FieldRequirement, parseFieldSelector } from '../../../api/fields.ts';
import type { ApiRequest, ListOptions } from '../../../api/request.ts';

export interface ResourceAccess {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** '' for the object itself. */
  readonly subresource: string;
  readonly name: string;
  /** '' for all namespaces, and for what has none. */
  readonly namespace: string;
  /** Of a list, a watch or a deletecollection. */
  readonly fields: readonly FieldRequirement[];
}

/** Of a path that is no resource: `/healthz`. */
export interface PathAccess {
  readonly verb: string;
  readonly path: string;
}

export type Access = ResourceAccess | PathAccess;

export function accessOf(request: ApiRequest): Access {
  if (request.verb === 'discover') return { verb: 'get', path: request.path ?? '/apis' };
  if (request.verb === 'version') return { verb: 'get', path: '/version' };
  const { verb, group, resource, namespace = '' } = request;
  const takesSelector = request.verb === 'list' || request.verb === 'watch' || request.verb === 'deletecollection';
  const fields = takesSelector ? fieldsOf(request.options) : [];
  return {
    verb,
    group,
    resource,
    subresource: ('subresource' in request && request.subresource) || '',
    name: ('name' in request && request.name) || (verb === 'deletecollection' ? '' : exactName(fields)),
    // A namespace is authorized inside itself.
    namespace: group === '' && resource === 'namespaces' && 'name' in request ? (request.name ?? '') : namespace,
    fields,
  };
}

/** A selector that can't be read is refused later, and restricts nothing here. */
function fieldsOf(options: ListOptions | undefined): readonly FieldRequirement[] {
  const { fieldSelector = '' } = options ?? {};
  if (fieldSelector === '') return [];
  try {
    return parseFieldSelector(fieldSelector);
  } catch {
    return [];
  }
}

/** A list of one object counts as a request for that object. */
function exactName(fields: readonly FieldRequirement[]): string {
  return exactValue(fields, 'metadata.name') ?? '';
}

/** The value that a selector demands of a field. */
export function exactValue(fields: readonly FieldRequirement[], name: string): string | undefined {
  return fields.find(({ field, operator }) => field === name && operator !== '!=')?.value;
}
