import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import prose from 'kubernetes-prose';
import { openApiDocument } from '../../api/http/openapi/documents.ts';
import type { HttpAnswer } from '../../api/http/types.ts';
import type { ApiResourceList } from '../../api/request.ts';
import { createCluster } from '../../sim/cluster.ts';
import { textOfBody } from '../http/protobuf-json.ts';
import { bootWorld, exchange } from '../http/world.ts';
import { digestOf } from './compare.ts';
import { PINNED, withoutHashes } from './pinned.ts';

describe("a real server's documents", () => {
  const cluster = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1);
  const { items: served } = cluster.request({ verb: 'discover' }).body as ApiResourceList;
  const pinned = JSON.parse(readFileSync(PINNED, 'utf8')) as Readonly<Record<string, string>>;

  test.each(Object.entries(pinned))('%s', (path, digest) => {
    expect(digestOf(withoutHashes(openApiDocument(path, served, undefined)?.body ?? {}))).toBe(digest);
    expect(digestOf(withoutHashes(openApiDocument(path, served, prose)?.body ?? {}))).toBe(digest);
  });
});

describe('what is said of types and fields', () => {
  const textOf = (id: string, field: string) => prose.definitions[id]?.[field] ?? '';

  test('of every type but one', () => {
    const silent = Object.entries(prose.definitions).filter(([, texts]) => texts[''] === undefined);
    expect(silent.map(([id]) => id)).toEqual(['io.k8s.apimachinery.pkg.api.resource.Quantity']);
  });

  test.each([
    ['a field with a type of its own', 'io.k8s.api.apps.v1.DeploymentSpec', 'strategy', /strategy/],
    ['a field with choices', 'io.k8s.api.core.v1.ServiceSpec', 'type', /\n\nPossible enum values:\n - `"ClusterIP"` means /],
    ['the version of a kind', 'io.k8s.api.core.v1.Pod', 'apiVersion', /^APIVersion /],
    ['stars and slashes', 'io.k8s.api.admissionregistration.v1.RuleWithOperations', 'resources', /'\*\/\*' means all/],
    ['what is deprecated', 'io.k8s.api.core.v1.Endpoints', '', /EndpointSlice\.$/],
  ])('of %s', (_, id, field, wanted) => {
    expect(textOf(id, field)).toMatch(wanted);
  });
});

describe('over HTTP', () => {
  const world = bootWorld({ id: 'openapi', title: '', namespace: 'x', nodes: [], steps: [], expected: [] }, 1);
  const send = (method: string, path: string, body = '', token = 'admin-token') => {
    const [bare = '', query = ''] = path.split('?');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = exchange(world, { method, path: bare, query: [...new URLSearchParams(query)], headers, body }) as HttpAnswer;
    return { code: answer.code, body: textOfBody(answer) };
  };
  const indexed = () => (JSON.parse(send('GET', '/openapi/v3').body) as { paths: Record<string, { serverRelativeURL: string }> }).paths;
  const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  };

  test('addresses of the index answer, and no other hash does', () => {
    for (const { serverRelativeURL } of Object.values(indexed())) {
      const answer = send('GET', serverRelativeURL);
      expect(answer.code).toBe(200);
      expect(JSON.parse(answer.body)).toMatchObject({ openapi: '3.0.0' });
    }
    expect(send('GET', '/openapi/v3/api/v1?hash=0').code).toBe(301);
    expect(send('GET', '/openapi/v3/apis/nobody/v1').code).toBe(404);
    expect(send('GET', '/openapi/v3', '', 'nobody').code).toBe(401);
  });

  test('a custom resource comes and goes with its definition', () => {
    const before = indexed();
    send('POST', DEFINITIONS, JSON.stringify(definition));
    world.cluster.advance(world.cluster.state.now + 3000);
    const { 'apis/example.com/v1': added, ...others } = indexed();
    expect(others).toEqual(before);
    expect(send('GET', added?.serverRelativeURL ?? '').body.includes('"com.example.v1.WidgetList"')).toBe(true);
    expect(send('GET', '/openapi/v2').body.includes('"/apis/example.com/v1/namespaces/{namespace}/widgets/{name}"')).toBe(true);
    send('DELETE', `${DEFINITIONS}/widgets.example.com`);
    world.cluster.advance(world.cluster.state.now + 3000);
    expect(indexed()).toEqual(before);
    expect(send('GET', '/openapi/v2').body.includes('/widgets')).toBe(false);
  });
});
