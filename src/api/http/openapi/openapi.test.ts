import { describe, expect, test } from 'vitest';
import type { ApiResource, OpenApiDocument } from '../../request.ts';
import type { StructuralSchema } from '../../structural/schema.ts';
import { customDefinitions, customTypeOf } from './custom-types.ts';
import { openApiDocument } from './documents.ts';
import { articled, namesOf, operationId } from './names.ts';
import { serveDocument } from './serve.ts';
import type { Prose } from './types.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const DEPLOYMENTS: ApiResource = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  singular: 'deployment',
  namespaced: true,
  shortNames: ['deploy'],
  categories: ['all'],
  verbs: VERBS,
  subresources: ['status', 'scale'],
};

function widgets(schema: StructuralSchema, selectableFields: readonly string[] = []): ApiResource {
  const names = { group: 'stable.example.com', resource: 'widgets', kind: 'Widget', singular: 'widget' };
  return { ...DEPLOYMENTS, ...names, custom: true, definition: { schema, listKind: 'WidgetList', selectableFields } };
}

const SPEC: StructuralSchema = {
  type: 'object',
  required: ['size', 'maybe'],
  properties: {
    size: { type: 'integer', default: 1 },
    maybe: { type: 'string', nullable: true },
    port: { 'x-kubernetes-int-or-string': true },
    open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: { type: 'string' } } },
    inner: { type: 'object', 'x-kubernetes-embedded-resource': true },
  },
};
const WIDGETS = widgets({ type: 'object', properties: { spec: SPEC } }, ['spec.size']);
const PROSE: Prose = {
  edition: '1',
  definitions: { 'io.k8s.api.apps.v1.Deployment': { '': 'Runs things.', spec: 'How.' } },
  parameters: { dryRun: 'Without doing it.' },
};

function documentAt(path: string, served: readonly ApiResource[], prose?: Prose): OpenApiDocument {
  const document = openApiDocument(path, served, prose);
  if (document === undefined) throw new Error(`nothing at ${path}`);
  return document;
}

/** The part of a document at the names, which may have dots and slashes. */
function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);
}

describe('documents', () => {
  const { body } = documentAt('/openapi/v3/apis/apps/v1', [DEPLOYMENTS], PROSE);

  test('have operations, with what they have in common at their path', () => {
    const item = at(body, 'paths', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}');
    expect(at(item, 'put', 'operationId')).toBe('replaceAppsV1NamespacedDeployment');
    expect((at(item, 'parameters') as { name: string }[]).map(({ name }) => name)).toEqual(['name', 'namespace', 'pretty']);
    expect(at(item, 'put', 'parameters')).toContainEqual(
      expect.objectContaining({ name: 'dryRun', description: 'Without doing it.', schema: { type: 'string', uniqueItems: true } }),
    );
  });

  test('say of a field with another type that it is all of it, and what it is to begin with', () => {
    const deployment = at(body, 'components', 'schemas', 'io.k8s.api.apps.v1.Deployment');
    expect(at(deployment, 'description')).toBe('Runs things.');
    expect(at(deployment, 'properties', 'spec')).toEqual({
      description: 'How.',
      allOf: [{ $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec' }],
      default: {},
    });
  });

  test('hold all that they refer to, and nothing else', () => {
    const text = JSON.stringify(body);
    const names = Object.keys(at(body, 'components', 'schemas') as object);
    const referred = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name));
    expect(new Set(names)).toEqual(referred);
  });

  test('keep their hash until something changes', () => {
    const hash = (served: readonly ApiResource[], prose?: Prose) => documentAt('/openapi/v3/apis/apps/v1', served, prose).hash;
    const [first, changed] = [hash([DEPLOYMENTS]), hash([{ ...DEPLOYMENTS, subresources: [] }])];
    expect(hash([DEPLOYMENTS, WIDGETS])).toBe(first);
    expect(changed).not.toBe(first);
    expect(hash([DEPLOYMENTS], PROSE)).not.toBe(first);
    expect(first).toMatch(/^[0-9A-F]{32}$/);
  });

  test('are listed, those of custom resources while there are any', () => {
    const names = (served: readonly ApiResource[]) => Object.keys(at(documentAt('/openapi/v3', served).body, 'paths') as object);
    expect(names([DEPLOYMENTS, WIDGETS])).toContain('apis/stable.example.com/v1');
    expect(names([DEPLOYMENTS])).not.toContain('apis/stable.example.com/v1');
    expect(names([DEPLOYMENTS])).toEqual(
      expect.arrayContaining(['.well-known/openid-configuration', 'api', 'apis', 'apis/apps', 'apis/apps/v1', 'version']),
    );
    expect(openApiDocument('/openapi/v3/apis/stable.example.com/v1', [DEPLOYMENTS], undefined)).toBeUndefined();
  });
});

describe('custom resources', () => {
  const NAME = 'com.example.stable.v1.Widget';
  const definitionIn = (path: string, ...names: readonly string[]) => at(documentAt(path, [DEPLOYMENTS, WIDGETS]).body, ...names, NAME);
  const [swagger, openApi] = [
    definitionIn('/openapi/v2', 'definitions'),
    definitionIn('/openapi/v3/apis/stable.example.com/v1', 'components', 'schemas'),
  ];

  test('have what every object has, and say what they are', () => {
    for (const definition of [swagger, openApi]) {
      expect(Object.keys(at(definition, 'properties') as object).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
      expect(at(definition, 'x-kubernetes-group-version-kind')).toEqual([{ group: 'stable.example.com', kind: 'Widget', version: 'v1' }]);
      expect(at(definition, 'x-kubernetes-selectable-fields')).toEqual([{ fieldPath: 'spec.size' }]);
    }
  });

  test('are said in OpenAPI as they are declared', () => {
    expect(at(openApi, 'properties', 'spec', 'properties')).toMatchObject({
      size: { type: 'integer', default: 1 },
      maybe: { type: 'string', nullable: true },
      port: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
      open: { type: 'object', properties: { a: { type: 'string' } } },
      inner: { required: ['kind', 'apiVersion'], properties: { kind: { type: 'string' } } },
    });
  });

  test('are said in Swagger as far as it has words', () => {
    expect(at(swagger, 'properties', 'spec')).toMatchObject({ required: ['size'] });
    expect(at(swagger, 'properties', 'spec', 'properties')).toMatchObject({
      size: { type: 'integer' },
      maybe: {},
      port: { 'x-kubernetes-int-or-string': true },
      open: { 'x-kubernetes-preserve-unknown-fields': true },
    });
    expect(JSON.stringify(swagger)).not.toMatch(/"(nullable|anyOf|default)"/);
    const open = customTypeOf(widgets({ type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { spec: SPEC } }));
    expect(open && at(customDefinitions(open, 2), NAME, 'properties')).toBeUndefined();
  });
});

describe('names', () => {
  test.each([
    ['', 'v1', 'listNamespacedPod', 'listCoreV1NamespacedPod', 'core_v1'],
    [
      'rbac.authorization.k8s.io',
      'v1',
      'deletecollectionClusterRole',
      'deleteRbacAuthorizationV1CollectionClusterRole',
      'rbacAuthorization_v1',
    ],
    ['stable.example.com', 'v1', 'replaceNamespacedWidgetStatus', 'replaceStableExampleComV1NamespacedWidgetStatus', 'stableExampleCom_v1'],
  ])('%s/%s: %s is %s', (group, version, call, id, tag) => {
    expect(operationId(call, namesOf(group, version))).toBe(id);
    expect(namesOf(group, version).tag).toBe(tag);
  });

  test.each([
    ['Pod', ' a Pod'],
    ['Event', ' an Event'],
    ['Endpoints', ' Endpoints'],
    ['IngressClass', ' an IngressClass'],
  ])('%s', (kind, text) => expect(articled(kind)).toBe(text));
});

describe('over HTTP', () => {
  const document: OpenApiDocument = { kind: 'OpenApiDocument', hash: 'ABC', body: { openapi: '3.0.0' } };
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const [bare = '', query = ''] = path.split('?');
    const http = { method: 'GET', path: bare, query: [...new URLSearchParams(query)], headers, body: '' };
    return serveDocument(http, bare.split('/').slice(1), document);
  };
  const PART = '/openapi/v3/apis/apps/v1';
  const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

  test('a client that has it is told so', () => {
    expect(get(PART)).toMatchObject({ code: 200, contentType: 'application/json', headers: { Etag: '"ABC"', Vary: 'Accept' } });
    expect(get(PART, { 'if-none-match': 'W/"X", "ABC"' })).toMatchObject({ code: 304, body: '' });
    expect(get(PART, { 'if-none-match': '"X"' }).code).toBe(200);
  });

  test('an address with a hash is good for ever, or for something else', () => {
    expect(get(`${PART}?hash=ABC`)).toMatchObject({ code: 200, headers: { 'Cache-Control': 'public, immutable' } });
    expect(get(`${PART}?hash=DEF`)).toMatchObject({ code: 301, headers: { Location: `${PART}?hash=ABC` } });
  });

  test.each([
    ['application/com.github.proto-openapi.spec.v2@v1.0+protobuf', 200, PROTOBUF],
    [`${PROTOBUF};q=0.5,application/json`, 200, 'application/json'],
    ['*/*', 200, 'application/json'],
    ['text/html', 406, ''],
  ])('Swagger as %s', (accept, code, contentType) => expect(get('/openapi/v2', { accept })).toMatchObject({ code, contentType }));
});
