import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../base/freeze.ts';
import { decodeObject, decodePatched } from './decode.ts';
import { CONFIG_MAP, DEPLOYMENT, NODE, POD, SECRET, SERVICE } from './resources.ts';
import type { JsonObject, JsonValue } from './scalars.ts';

const KINDS = {
  ConfigMap: { type: CONFIG_MAP, schema: 'ConfigMap' },
  Deployment: { type: DEPLOYMENT, schema: 'Deployment' },
  Node: { type: NODE, schema: 'Node' },
  Pod: { type: POD, schema: 'Pod' },
  Secret: { type: SECRET, schema: 'Secret' },
  Service: { type: SERVICE, schema: 'Service' },
};
type Kind = keyof typeof KINDS;

function decode(kind: Kind, body: JsonValue, mode: 'Ignore' | 'Warn' | 'Strict' = 'Strict') {
  return decodeObject(deepFreeze(body), KINDS[kind], mode);
}

function pod(container: JsonObject, spec: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', ...container }], ...spec } };
}

function spec(fields: JsonObject): JsonObject {
  return { spec: fields };
}

describe('refused, in the words of the API server', () => {
  it.each<[Kind, JsonValue, string]>([
    ['ConfigMap', { metadata: { name: true } }, 'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.name of type string'],
    [
      'ConfigMap',
      { metadata: { labels: { a: 1 } } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    ['ConfigMap', { data: { a: 1 } }, 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
    ['ConfigMap', { data: [] }, 'json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string'],
    ['ConfigMap', { binaryData: { b: '%' } }, 'illegal base64 data at input byte 0'],
    ['ConfigMap', { metadata: { name: 'x', foo: 1 }, bar: {} }, 'strict decoding error: unknown field "metadata.foo", unknown field "bar"'],
    [
      'Pod',
      pod({ command: 'sh' }),
      'json: cannot unmarshal string into Go struct field Container.spec.containers.command of type []string',
    ],
    [
      'Pod',
      pod({ ports: [{ containerPort: '80' }] }),
      'json: cannot unmarshal string into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
    ],
    [
      'Pod',
      pod({ env: [{ value: true }] }),
      'json: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string',
    ],
    [
      'Pod',
      pod({ imagePullPolicy: 1 }),
      'json: cannot unmarshal number into Go struct field Container.spec.containers.imagePullPolicy of type v1.PullPolicy',
    ],
    ['Pod', pod({}, { Containers: [] }), 'strict decoding error: unknown field "spec.Containers"'],
    [
      'Pod',
      pod({ resources: { limits: { cpu: '1 m' } } }),
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    ['Pod', pod({ livenessProbe: { httpGet: { port: true } } }), 'json: cannot unmarshal bool into Go value of type int32'],
    ['Pod', spec({ containers: {} }), 'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container'],
    ['Pod', spec({ containers: ['x'] }), 'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container'],
    ['Pod', { spec: 'x' }, 'json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec'],
    [
      'Deployment',
      spec({ replicas: '3' }),
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'Deployment',
      spec({ replicas: 1.5 }),
      'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'Deployment',
      spec({ replicas: 3e9 }),
      'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'Deployment',
      spec({ template: { spec: { containers: [{ imagePulPolicy: 'x' }] } }, foo: 1 }),
      'strict decoding error: unknown field "spec.template.spec.containers[0].imagePulPolicy", unknown field "spec.foo"',
    ],
    [
      'Pod',
      { metadata: { creationTimestamp: '<Now>' } },
      'parsing time "<Now>" as "2006-01-02T15:04:05Z07:00": cannot parse "<Now>" as "2006"',
    ],
    ['Pod', { metadata: { creationTimestamp: '2026-13-01T00:00:00Z' } }, 'parsing time "2026-13-01T00:00:00Z": month out of range'],
  ])('%s %j', (kind, body, message) => {
    const { group, version } = KINDS[kind].type;
    const text = `${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`;
    expect(group === '' || group === 'apps').toBe(true);
    expect(() => decode(kind, body)).toThrow(expect.objectContaining({ code: 400, reason: 'BadRequest', message: text }));
  });

  it.each<[JsonValue, string]>([
    [
      [],
      String.raw`the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" } (5b5d)`,
    ],
    [
      'x',
      String.raw`the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" } (227822)`,
    ],
    [
      { apiVersion: 'v1', kind: 'List' },
      'List in version "v1" cannot be handled as a ConfigMap: converting (v1.List) to (core.ConfigMap): unknown conversion',
    ],
    [
      { apiVersion: 'v1', kind: 'ConfigMapList' },
      'ConfigMapList in version "v1" cannot be handled as a ConfigMap: converting (v1.ConfigMapList) to (core.ConfigMap): unknown conversion',
    ],
    [
      { apiVersion: 'apps/v1', kind: 'Deployment' },
      'Deployment in version "v1" cannot be handled as a ConfigMap: converting (v1.Deployment) to (core.ConfigMap): unknown conversion',
    ],
    [
      { apiVersion: 'v2', kind: 'ConfigMap' },
      'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      { apiVersion: 'v1', kind: 'constructor' },
      'constructor in version "v1" cannot be handled as a ConfigMap: no kind "constructor" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      { apiVersion: 'v1', kind: 'Deployment' },
      'Deployment in version "v1" cannot be handled as a ConfigMap: no kind "Deployment" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      { apiVersion: 'extensions/v1beta1', kind: 'IngressList' },
      'IngressList in version "v1beta1" cannot be handled as a ConfigMap: converting (v1beta1.IngressList) to (core.ConfigMap): unknown conversion',
    ],
  ])('what is not the expected kind: %j', (body, message) => {
    expect(() => decode('ConfigMap', body)).toThrow(expect.objectContaining({ code: 400, message }));
  });
});

describe('patched objects', () => {
  const config: JsonObject = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'c' } };
  it.each<[string, 'merge' | 'strategic', JsonObject, JsonObject, string]>([
    [
      'type',
      'merge',
      { data: { a: 1 } },
      { ...config, data: { a: 1 } },
      String.raw` "" is invalid: patch: Invalid value: "{\"apiVersion\":\"v1\",\"data\":{\"a\":1},\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"}}": json: cannot unmarshal number into Go struct field ConfigMap.data of type string`,
    ],
    [
      'unknown field',
      'strategic',
      { zzz: { a: 1 } },
      { ...config, zzz: { a: 1 } },
      ' "" is invalid: patch: Invalid value: "map[zzz:map[a:1]]": strict decoding error: unknown field "zzz"',
    ],
    [
      'kind',
      'strategic',
      { kind: 'Foo' },
      { ...config, kind: 'Foo' },
      ' "" is invalid: patch: Invalid value: "map[kind:Foo]": no kind "Foo" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
  ])('%s', (_title, patchType, patch, patched, message) => {
    const run = () => decodePatched(deepFreeze(patched), patch, patchType, KINDS.ConfigMap, 'Strict');
    expect(run).toThrow(expect.objectContaining({ code: 422, reason: 'Invalid', message }));
  });
});

describe('accepted', () => {
  it('a body without kind gets it', () => {
    expect(decode('ConfigMap', {}).object).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: {} });
    expect(decode('ConfigMap', null).object.kind).toBe('ConfigMap');
  });
  it('unknown fields are dropped, with warnings if wanted', () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', foo: 1 }, bar: {} };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } };
    expect(decode('ConfigMap', body, 'Ignore')).toEqual({ object, warnings: [] });
    expect(decode('ConfigMap', body, 'Warn')).toEqual({ object, warnings: ['unknown field "metadata.foo"', 'unknown field "bar"'] });
  });
  it('what needs no change is the same object', () => {
    const body = pod({ image: 'nginx', resources: { requests: { cpu: '100m' } }, ports: [{ containerPort: 80 }] });
    expect(decode('Pod', body).object).toBe(body);
  });

  it.each<[string, Kind, JsonObject, JsonObject]>([
    ['nulls', 'ConfigMap', { data: null, metadata: { name: 'c', labels: { a: null } } }, { metadata: { name: 'c', labels: { a: '' } } }],
    ['empty optional values', 'Pod', spec({ hostNetwork: false, hostname: '', nodeSelector: {}, volumes: [] }), spec({})],
    ['zeros behind pointers', 'Deployment', spec({ replicas: 0, minReadySeconds: 0 }), spec({ replicas: 0 })],
    ['required values', 'Pod', pod({ env: [{ name: '', value: '' }] }), pod({ env: [{ name: '' }] })],
    [
      'quantities',
      'Pod',
      pod({ resources: { limits: { cpu: 0.5, memory: '1024Mi', x: '100u' } } }),
      pod({ resources: { limits: { cpu: '500m', memory: '1Gi', x: '1m' } } }),
    ],
    [
      'times',
      'Pod',
      { metadata: { deletionTimestamp: '2026-01-01T02:00:00.5+02:00' } },
      { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } },
    ],
    ['base64', 'Secret', { data: { a: 'aGVs\nbG8=' } }, { data: { a: 'aGVsbG8=' } }],
    [
      'numbers or strings',
      'Service',
      spec({
        ports: [
          { port: 80, targetPort: 'web' },
          { port: 81, targetPort: 8 },
        ],
      }),
      spec({
        ports: [
          { port: 80, targetPort: 'web' },
          { port: 81, targetPort: 8 },
        ],
      }),
    ],
  ])('%s', (_title, kind, body, expected) => {
    expect(decode(kind, body).object).toMatchObject(expected);
    expect(Object.keys((decode(kind, body).object as unknown as { spec?: object }).spec ?? {})).toEqual(
      Object.keys(expected['spec'] ?? {}),
    );
  });
});
