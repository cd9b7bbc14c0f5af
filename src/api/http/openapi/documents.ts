/** The documents that describe the API, as of now: one in Swagger 2.0, and one in OpenAPI 3.0 for each group and version, with an index. */
import { hash32 } from '../../../base/prng.ts';
import { unknownResourceError } from '../../errors.ts';
import type { ApiResource, ApiResourceList, ApiResponse, OpenApiDocument } from '../../request.ts';
import { definitionsFor } from './describe.ts';
import { customOperations } from './custom-operations.ts';
import { type CustomType, customDefinitions, customTypeOf } from './custom-types.ts';
import { FACTS, META, definitionNames } from './definitions.ts';
import { operationsOf } from './operations.ts';
import { sharedParameter } from './parameters.ts';
import { SHARED_BODIES, bodyV2, parameterV2, pathsOf } from './paths.ts';
import { CORE_VERSIONS, GROUP_LIST, OTHERS, groupOperation, resourcesOperation } from './server-operations.ts';
import type { JsonObject, Operation, Prose } from './types.ts';

/** What answers a path below `/openapi`; undefined where there is nothing. */
export function openApiDocument(path: string, served: readonly ApiResource[], prose: Prose | undefined): OpenApiDocument | undefined {
  const [root, version, ...rest] = path.replaceAll(/^\/+|\/+$/g, '').split('/');
  if (root !== 'openapi') return undefined;
  if (version === 'v2') return rest.length === 0 ? swagger(served, prose) : undefined;
  if (version !== 'v3') return undefined;
  return rest.length === 0 ? index(served, prose) : partDocument(rest.join('/'), served, prose);
}

/** What a client gets who asks for a path: the response to its discovery, or the document that this makes. */
export function withDocument({ path = '' }: { readonly path?: string }, response: ApiResponse, prose: Prose | undefined): ApiResponse {
  const { body } = response;
  if (!isOpenApiPath(path) || body.kind !== 'ApiResources') return response;
  const document = openApiDocument(path, (body as ApiResourceList).items, prose);
  if (document !== undefined) return { ...response, body: document };
  const { code, status } = unknownResourceError();
  return { ...response, code, body: status };
}

export function isOpenApiPath(path: string): boolean {
  return path.startsWith('/openapi/');
}

/** Documents by their path, with what they were made of: a cluster that stays as it is has them made once. */
const MOST_MADE = 200;
const made = new Map<string, { readonly of: string; readonly document: OpenApiDocument }>();

function remembered(path: string, of: object, prose: Prose | undefined, make: () => JsonObject): OpenApiDocument {
  const key = JSON.stringify([of, prose?.edition]);
  const known = made.get(path);
  if (known?.of === key) return known.document;
  const body = make();
  const document: OpenApiDocument = { kind: 'OpenApiDocument', hash: hashOf(JSON.stringify(body)), body };
  made.delete(path);
  made.set(path, { of: key, document });
  const [oldest] = made.keys();
  if (made.size > MOST_MADE && oldest !== undefined) made.delete(oldest);
  return document;
}

const LANES = [0x811c9dc5, 0x9e3779b9, 0x7f4a7c15, 0xf39cc060];

/** Tells contents apart; nobody has a reason to forge one. */
function hashOf(text: string): string {
  return LANES.map((basis) => hash32(text, basis).toString(16).padStart(8, '0'))
    .join('')
    .toUpperCase();
}

const INFO = { title: 'Kubernetes', version: '1.36' };
const BEARER = {
  BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
};

function swagger(served: readonly ApiResource[], prose: Prose | undefined): OpenApiDocument {
  return remembered('v2', served, prose, () => {
    const custom = customTypesOf(served);
    const builtIn = served.filter((resource) => resource.custom !== true);
    const operations = [...serverOperations(builtIn), ...builtIn.flatMap(operationsOf), ...custom.flatMap(customOperations)];
    return {
      swagger: '2.0',
      info: INFO,
      paths: pathsOf(operations, 2, prose),
      definitions: sorted({ ...definitionsFor(definitionNames(), 2, prose), ...all(custom, (type) => customDefinitions(type, 2)) }),
      parameters: sharedParameters(prose),
      securityDefinitions: BEARER,
      security: [{ BearerToken: [] }],
    };
  });
}

function sharedParameters(prose: Prose | undefined): JsonObject {
  const bodies = [...SHARED_BODIES].map(([definition, key]) => [key, bodyV2(definition, definition === `${META}.Patch`)]);
  const others = Object.keys(FACTS.parameters).map((key) => [key, parameterV2(sharedParameter(key), prose)]);
  return sorted(Object.fromEntries([...bodies, ...others]) as JsonObject);
}

function serverOperations(builtIn: readonly ApiResource[]): readonly Operation[] {
  return [
    ...OTHERS.values(),
    CORE_VERSIONS,
    GROUP_LIST,
    ...groupsOf(builtIn).map(groupOperation),
    ...versionsOf(builtIn).map(([group, version]) => resourcesOperation(group, version)),
  ];
}

function groupsOf(served: readonly ApiResource[]): readonly string[] {
  return [...new Set(served.map(({ group }) => group))].filter((group) => group !== '');
}

function versionsOf(served: readonly ApiResource[]): readonly (readonly [group: string, version: string])[] {
  return [...new Map(served.map(({ group, version }) => [`${group}/${version}`, [group, version] as const])).values()];
}

function partNames(served: readonly ApiResource[]): readonly string[] {
  const builtIn = served.filter((resource) => resource.custom !== true);
  const versions = versionsOf(served).map(([group, version]) => (group === '' ? `api/${version}` : `apis/${group}/${version}`));
  return [...OTHERS.keys(), 'api', 'apis', ...groupsOf(builtIn).map((group) => `apis/${group}`), ...versions].sort();
}

function index(served: readonly ApiResource[], prose: Prose | undefined): OpenApiDocument {
  return remembered('v3', served, prose, () => ({
    paths: Object.fromEntries(
      partNames(served).map((name) => [
        name,
        { serverRelativeURL: `/openapi/v3/${name}?hash=${partDocument(name, served, prose)?.hash ?? ''}` },
      ]),
    ),
  }));
}

function partDocument(name: string, served: readonly ApiResource[], prose: Prose | undefined): OpenApiDocument | undefined {
  if (!partNames(served).includes(name)) return undefined;
  const [root, ...rest] = name.split('/');
  const [group, version] = root === 'api' ? ['', rest[0]] : rest;
  const resources = served.filter((resource) => resource.group === group && resource.version === version);
  return remembered(`v3/${name}`, resources, prose, () => part(name, resources, prose));
}

function part(name: string, resources: readonly ApiResource[], prose: Prose | undefined): JsonObject {
  const custom = customTypesOf(resources);
  const isCustom = custom.length > 0;
  const operations = isCustom ? custom.flatMap(customOperations) : partOperations(name, resources);
  const paths = pathsOf(operations, 3, prose);
  const own = all(custom, (type) => customDefinitions(type, 3));
  const [first] = resources;
  // Common options are those of every group there is when an extension publishes them.
  const scheme = first === undefined || isCustom ? undefined : first;
  const schemas = { ...definitionsFor(referred([paths, own]), 3, prose, scheme), ...own };
  return {
    openapi: '3.0.0',
    info: isCustom ? { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' } : INFO,
    paths,
    components: {
      ...(Object.keys(schemas).length === 0 ? {} : { schemas: sorted(schemas) }),
      ...(isCustom ? {} : { securitySchemes: BEARER }),
    },
  };
}

function partOperations(name: string, resources: readonly ApiResource[]): readonly Operation[] {
  const [first] = resources;
  if (first !== undefined) return [resourcesOperation(first.group, first.version), ...resources.flatMap(operationsOf)];
  const other = OTHERS.get(name);
  if (other !== undefined) return [other];
  if (name === 'api') return [CORE_VERSIONS];
  return [name === 'apis' ? GROUP_LIST : groupOperation(name.slice('apis/'.length))];
}

const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

/** Definitions that a document refers to, itself not following them. */
function referred(value: object): readonly string[] {
  return [...new Set([...JSON.stringify(value).matchAll(REFERENCE)].map(([, name = '']) => name))];
}

function customTypesOf(served: readonly ApiResource[]): readonly CustomType[] {
  return served.flatMap((resource) => customTypeOf(resource) ?? []);
}

function all(types: readonly CustomType[], definitions: (type: CustomType) => JsonObject): JsonObject {
  return Object.assign({}, ...types.map(definitions)) as JsonObject;
}

function sorted(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
