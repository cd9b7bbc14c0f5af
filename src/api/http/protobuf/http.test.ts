import { describe, expect, test } from 'vitest';
import type { ApiResource } from '../../request.ts';
import { PROTOBUF, formOfErrors, negotiate } from '../accept.ts';
import { answerOf, refusalOf, watchFrame } from '../answer.ts';
import { BODY_LIMIT } from '../body.ts';
import { toApiRequest } from '../to-request.ts';
import type { HttpRequest } from '../types.ts';
import { PROTOBUF_CODEC as protobuf } from './protobuf.ts';

const resource = (group: string, name: string, kind: string): ApiResource => ({
  group,
  version: 'v1',
  resource: name,
  kind,
  singular: kind.toLowerCase(),
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ['create', 'delete', 'get', 'list', 'update', 'watch'],
  subresources: ['eviction', 'scale'],
});
const PODS = resource('', 'pods', 'Pod');
const SERVED = [PODS, { ...resource('example.com', 'widgets', 'Widget'), custom: true as const }];
const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };

const bytesOf = (object: { apiVersion: string; kind: string }) => protobuf.write(object) ?? new Uint8Array();

function sent(line: string, body: HttpRequest['body'], speaks = true) {
  const [method = '', path = ''] = line.split(' ');
  const http = { method, path, query: [], headers: { 'content-type': PROTOBUF }, body };
  return toApiRequest(http, SERVED, speaks ? protobuf : undefined);
}

describe('a body', () => {
  const NS = '/api/v1/namespaces/x';

  test('is an object, or the options of a request', () => {
    expect(sent(`POST ${NS}/pods`, bytesOf(POD))).toMatchObject({ to: 'api', request: { verb: 'create', body: POD } });
    const options = { apiVersion: 'policy/v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 };
    expect(sent(`DELETE ${NS}/pods/a`, bytesOf(options))).toMatchObject({ request: { verb: 'delete', body: { gracePeriodSeconds: 0 } } });
    expect(sent(`DELETE ${NS}/pods/a`, new Uint8Array())).toMatchObject({ request: { verb: 'delete', body: {} } });
  });

  test('that does not name its type is what the subresource takes', () => {
    const [, ...nameless] = [0, 0x6b, 0x38, 0x73, 0, 0x12, 0x05, 0x0a, 0x03, 0x0a, 0x01, 0x61];
    expect(sent(`POST ${NS}/pods/a/eviction`, Uint8Array.from(nameless))).toMatchObject({
      request: { body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } } },
    });
  });

  test.each<[string, string, HttpRequest['body'], number, string]>([
    [
      'no protobuf',
      `POST ${NS}/pods`,
      '{"a":1}',
      400,
      'the object provided is unrecognized (must be of type Pod): provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] ({"a":1})',
    ],
    [
      'a broken message',
      `POST ${NS}/pods`,
      bytesOf(POD).subarray(0, -5),
      400,
      'the object provided is unrecognized (must be of type Pod): unexpected EOF (6b3873000a090a027631120350',
    ],
    ['broken options', `DELETE ${NS}/pods/a`, 'xxxx', 400, 'provided data does not appear to be a protobuf message, expected prefix'],
    [
      'a custom resource',
      'POST /apis/example.com/v1/namespaces/x/widgets',
      bytesOf(POD),
      400,
      'Pod in version "v1" cannot be handled as a Widget: object *unstructured.Unstructured does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message',
    ],
    ['too much', `POST ${NS}/pods`, new Uint8Array(BODY_LIMIT + 1), 413, 'Request entity too large: limit is 3145728'],
  ])('is refused: %s', (_name, line, body, code, message) => {
    const translated = sent(line, body);
    expect(translated).toMatchObject({ to: 'refusal', status: { code } });
    expect(translated.to === 'refusal' ? translated.status.message : '').toContain(message);
  });

  test('the scale of a custom resource is a Scale like any other', () => {
    const scale = { apiVersion: 'autoscaling/v1', kind: 'Scale', spec: { replicas: 2 } };
    const translated = sent('PUT /apis/example.com/v1/namespaces/x/widgets/a/scale', bytesOf(scale));
    expect(translated).toMatchObject({ request: { body: { spec: { replicas: 2 } } } });
  });

  test('is of an unknown format to who does not speak it', () => {
    expect(sent(`POST ${NS}/pods`, bytesOf(POD), false)).toMatchObject({ to: 'refusal', status: { code: 415 } });
  });
});

describe('Accept', () => {
  const offer = { converts: true, protobuf };

  test.each([
    ['application/vnd.kubernetes.protobuf,application/json', offer, PROTOBUF],
    ['application/vnd.kubernetes.protobuf;stream=watch', offer, PROTOBUF],
    ['application/json,application/vnd.kubernetes.protobuf', offer, 'application/json'],
    ['application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io,application/yaml', offer, 'application/yaml'],
    ['application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;v=v1;g=meta.k8s.io', { ...offer, custom: true }, PROTOBUF],
    ['application/vnd.kubernetes.protobuf,application/json', { ...offer, custom: true }, 'application/json'],
    ['application/vnd.kubernetes.protobuf,application/json', { converts: true }, 'application/json'],
    ['*/*', offer, 'application/json'],
  ])('%s', (accept, offered, mediaType) => expect(negotiate(accept, offered)).toMatchObject({ mediaType }));

  test('custom resources have no message', () => {
    expect(() => negotiate(PROTOBUF, { ...offer, custom: true })).toThrow('only the following media types are accepted');
    expect(() => negotiate(PROTOBUF, { converts: true })).toThrow('only the following media types are accepted');
  });

  test('errors are told in what is acceptable, otherwise in JSON', () => {
    expect(formOfErrors(`${PROTOBUF},application/json`, protobuf).mediaType).toBe(PROTOBUF);
    expect(formOfErrors('text/html', protobuf).mediaType).toBe('application/json');
  });
});

describe('an answer', () => {
  const shape = { ...negotiate(PROTOBUF, { converts: true, protobuf }), includeObject: '', kind: 'Pod' };
  const valueOf = (body: string | Uint8Array) => {
    const read = typeof body === 'string' ? undefined : protobuf.read(body, { apiVersion: '', kind: '' });
    return read !== undefined && 'value' in read ? read.value : undefined;
  };

  test('is an object, a list, or a Status', () => {
    const answer = answerOf({ code: 200, body: POD, warnings: [] }, PODS, shape);
    expect(answer.contentType).toBe(PROTOBUF);
    expect(valueOf(answer.body)).toMatchObject(POD);
    const list = { apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '7' }, items: [POD] };
    expect(valueOf(answerOf({ code: 200, body: list, warnings: [] }, PODS, shape).body)).toMatchObject({
      kind: 'PodList',
      metadata: { resourceVersion: '7' },
      items: [{ metadata: { name: 'a' } }],
    });
    const refusal = refusalOf({ apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code: 404 }, [], shape);
    expect(valueOf(refusal.body)).toMatchObject({ kind: 'Status', status: 'Failure', code: 404 });
  });

  test('the metadata of an object, by either name', () => {
    const partial = (version: 'v1' | 'v1beta1') =>
      valueOf(answerOf({ code: 200, body: POD, warnings: [] }, PODS, { ...shape, as: 'PartialObjectMetadata', version }).body);
    expect(partial('v1')).toMatchObject({ apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
    expect(partial('v1beta1')).toMatchObject({ apiVersion: 'meta.k8s.io/v1beta1', metadata: { name: 'a' } });
  });

  test('an event of a stream has its length before it, and its object in an envelope', () => {
    const frame = watchFrame({ type: 'ADDED', object: POD }, shape, true) as Uint8Array;
    const raw = bytesOf(POD);
    const size = frame.length - 4;
    expect([...frame.subarray(0, 11)]).toEqual([0, 0, 0, size, 0x0a, 5, ...Array.from('ADDED', (char) => char.charCodeAt(0))]);
    expect(frame.subarray(-raw.length)).toEqual(raw);
  });
});
