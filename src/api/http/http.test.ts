import { describe, expect, test } from 'vitest';
import type { ApiResource } from '../request.ts';
import { negotiate } from './accept.ts';
import { answerOf, warningHeaders } from './answer.ts';
import { agentOf, credentialsOf } from './credentials.ts';
import { toApiRequest } from './to-request.ts';
import type { HttpRequest } from './types.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const resource = (group: string, name: string, kind: string, more: Partial<ApiResource> = {}): ApiResource => ({
  group,
  version: 'v1',
  resource: name,
  kind,
  singular: kind.toLowerCase(),
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: VERBS,
  subresources: [],
  ...more,
});
const PODS = resource('', 'pods', 'Pod', { subresources: ['status', 'binding', 'proxy'] });
const SERVED: readonly ApiResource[] = [
  PODS,
  resource('', 'namespaces', 'Namespace', {
    namespaced: false,
    subresources: ['status', 'finalize'],
    verbs: VERBS.filter((verb) => verb !== 'deletecollection'),
  }),
  resource('apps', 'deployments', 'Deployment', { subresources: ['scale'] }),
  resource('example.com', 'widgets', 'Widget', { custom: true }),
];

function http(line: string, body = '', headers: HttpRequest['headers'] = {}): HttpRequest {
  const [method = '', url = ''] = line.split(' ');
  const [path = '', query = ''] = url.split('?');
  return { method, path, query: [...new URLSearchParams(query)], headers, body };
}

const NS = '/api/v1/namespaces/x';

describe('toApiRequest', () => {
  test.each([
    [`GET ${NS}/pods`, { verb: 'list', resource: 'pods', namespace: 'x' }],
    ['GET /api/v1/pods?watch=1&resourceVersion=5', { verb: 'watch', options: { resourceVersion: '5' } }],
    [`GET ${NS}/pods/a%2Fb`, { verb: 'get', name: 'a/b' }],
    [`GET /api/v1/watch/namespaces/x/pods/a`, { verb: 'watch', options: { fieldSelector: 'metadata.name=a' } }],
    ['GET /api/v1/namespaces/x', { verb: 'get', resource: 'namespaces', name: 'x' }],
    ['GET /api/v1/namespaces/x/status', { verb: 'get', resource: 'namespaces', name: 'x', subresource: 'status' }],
    [
      'GET /apis/apps/v1/deployments?limit=5&labelSelector=a%3Db',
      { verb: 'list', group: 'apps', options: { limit: 5, labelSelector: 'a=b' } },
    ],
    [
      `DELETE ${NS}/pods/a?gracePeriodSeconds=0&propagationPolicy=Orphan`,
      { verb: 'delete', body: { gracePeriodSeconds: 0, propagationPolicy: 'Orphan' } },
    ],
    [`DELETE ${NS}/pods?labelSelector=a`, { verb: 'deletecollection', options: { labelSelector: 'a' } }],
    [`GET ${NS}/pods/a/proxy/some/path`, { verb: 'get', subresource: 'proxy' }],
  ])('%s', (line, request) => expect(toApiRequest(http(line), SERVED)).toMatchObject({ to: 'api', request }));

  test.each([
    [`PUT ${NS}/pods`, 405],
    ['DELETE /api/v1/namespaces', 405],
    ['POST /api/v1/pods', 405],
    [`OPTIONS ${NS}/pods`, 405],
    [`GET ${NS}/Pods`, 404],
    ['GET /api/v1/pods/a', 404],
    [`GET ${NS}/namespaces`, 404],
    [`GET ${NS}/pods/a/b`, 404],
    [`GET ${NS}/pods?limit=x`, 400],
    [`POST ${NS}/pods?dryRun=Some`, 422],
  ])('%s is refused with %i', (line, code) =>
    expect(toApiRequest(http(line, '{}'), SERVED)).toMatchObject({ to: 'refusal', status: { code } }),
  );

  test.each([
    ['text/xml', 'POST', 415],
    ['application/json', 'PATCH', 415],
    ['application/strategic-merge-patch+json', 'PATCH', undefined],
  ])('a body of type %s in a %s', (type, method, code) => {
    const line = method === 'POST' ? `POST ${NS}/pods` : `PATCH ${NS}/pods/a`;
    const translated = toApiRequest(http(line, '{}', { 'content-type': type }), SERVED);
    expect(translated.to === 'refusal' ? translated.status.code : undefined).toBe(code);
  });

  test('custom resources know no strategic merge patch', () => {
    const type = 'application/strategic-merge-patch+json';
    const translated = toApiRequest(http('PATCH /apis/example.com/v1/namespaces/x/widgets/a', '{}', { 'content-type': type }), SERVED);
    expect(translated).toMatchObject({ to: 'refusal', status: { code: 415 } });
  });

  test('repeated fields travel with the body', () => {
    const translated = toApiRequest(http(`POST ${NS}/pods`, '{"a":1,"a":2}'), SERVED);
    expect(translated).toMatchObject({ to: 'api', request: { body: { a: 2 }, options: { repeated: { fields: ['a', 'a'] } } } });
  });
});

test('paths about the server itself, and those of nobody', () => {
  expect(toApiRequest(http('GET /apis/apps'), SERVED)).toMatchObject({ to: 'server', path: ['apis', 'apps'] });
  expect(toApiRequest(http('GET /apis/foo/v1/bars'), SERVED)).toMatchObject({ to: 'nowhere', probe: { verb: 'list', resource: 'bars' } });
});

test.each([
  ['', { mediaType: 'application/json' }],
  ['application/yaml', { mediaType: 'application/yaml' }],
  ['text/html,*/*', { mediaType: 'application/json' }],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', { as: 'Table', version: 'v1' }],
  ['application/yaml;q=0.5,application/json', { mediaType: 'application/json' }],
])('Accept: %s', (accept, form) => expect(negotiate(accept, { converts: true })).toMatchObject(form));

test.each(['text/html', 'application/*', 'application/json;as=Table;v=v2;g=meta.k8s.io'])('not acceptable: %s', (accept) => {
  expect(() => negotiate(accept, { converts: true })).toThrow(/Not Acceptable|only the following/);
});

test('who asks', () => {
  const headers = { authorization: 'Bearer t', 'impersonate-user': 'u', 'impersonate-group': 'a, b', 'impersonate-extra-x%2fy': '1' };
  expect(credentialsOf(http('GET /', '', headers))).toEqual({
    token: 't',
    impersonate: { user: 'u', groups: ['a', 'b'], extra: { 'x/y': ['1'] } },
  });
  expect(agentOf(http('GET /', '', { 'user-agent': 'kubectl/v1.36.2 (linux/amd64)' }))).toBe('kubectl');
  expect(agentOf(http('GET /'))).toBe('unknown');
});

test('too many warnings are cut', () => {
  const long = Array.from({ length: 30 }, (_, index) => `${index} ${'x'.repeat(400)}`);
  const headers = warningHeaders(long);
  expect([headers.length, headers[0]?.length]).toEqual([16, '299 - ""'.length + 256]);
  expect(warningHeaders(['a', 'a', 'b'])).toEqual(['299 - "a"', '299 - "b"']);
});

test('an answer in YAML, with warnings and the time to wait', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
  const shape = { mediaType: 'application/yaml', includeObject: '', kind: 'Pod' } as const;
  const answer = answerOf({ code: 200, body: pod, warnings: ['say "x"', 'say "x"'] }, PODS, shape);
  expect(answer).toMatchObject({ contentType: 'application/yaml', warnings: [String.raw`299 - "say \"x\""`] });
  expect(answer.body).toContain('kind: Pod\n');
  const busy = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', details: { retryAfterSeconds: 3 }, code: 429 } as const;
  expect(answerOf({ code: 429, body: busy, warnings: [] }, PODS, shape).headers).toEqual({ 'Retry-After': '3' });
});
