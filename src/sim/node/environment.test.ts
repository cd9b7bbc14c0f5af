import { describe, expect, it } from 'vitest';
import envTable from '../../testing/data/tables/pods-env.json' with { type: 'json' };
import expansionTable from '../../testing/data/tables/pods-env-expansion.json' with { type: 'json' };
import type { ConfigMap, Container, Pod, Secret, Service } from '../../api/types.gen.ts';
import { expandVariables, makeEnvironment } from './environment.ts';

interface Given {
  readonly container: Container;
  readonly ns: string;
  readonly enableServiceLinks?: boolean;
  readonly nilLister: boolean;
  readonly podIPs?: readonly string[];
  readonly configMap?: ConfigMap;
  readonly secret?: Secret;
}

interface Case {
  readonly name: string;
  readonly in: Given;
  readonly out: { readonly envs?: readonly { readonly name: string; readonly value: string }[]; readonly error: boolean };
}

function service(name: string, namespace: string, clusterIP: string, port: number): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { clusterIP, ports: [{ protocol: 'TCP', port }] } };
}

/** The fixture that the table describes in words. */
const SERVICES = [
  service('kubernetes', 'default', '1.2.3.1', 8081),
  service('test', 'test1', '1.2.3.3', 8083),
  service('kubernetes', 'test2', '1.2.3.4', 8084),
  service('test', 'test2', '1.2.3.5', 8085),
  service('test', 'test2', 'None', 8085),
  service('test', 'test2', '', 8085),
  service('not-special', 'default', '1.2.3.8', 8088),
  service('not-special', 'default', 'None', 8088),
  service('not-special', 'default', '', 8088),
];

/** Cases about a kubelet whose informers are not filled, and one about a static pod: neither exists here. */
const OUT_OF_SCOPE = new Set(['env-001', 'env-002', 'env-031']);

function podOf({ ns, enableServiceLinks }: Given): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'dapi-test-pod-name', namespace: ns },
    spec: {
      containers: [],
      serviceAccountName: 'special',
      nodeName: 'node-name',
      ...(enableServiceLinks === undefined ? {} : { enableServiceLinks }),
    },
  };
}

describe('environment', () => {
  const cases = (envTable.cases as unknown as Case[]).filter(({ name }) => !OUT_OF_SCOPE.has(name));
  it.each(cases)('$name', ({ in: given, out }) => {
    const result = makeEnvironment(given.container, {
      pod: podOf(given),
      podIPs: given.podIPs ?? [],
      hostIPs: ['127.0.0.1', '::1'],
      allocatable: {},
      services: given.nilLister ? [] : SERVICES,
      configMap: (name) => (name.startsWith('missing') ? undefined : given.configMap),
      secret: (name) => (name.startsWith('missing') ? undefined : given.secret),
    });
    expect('error' in result).toBe(out.error);
    if ('env' in result) expect(result.env).toEqual(Object.fromEntries((out.envs ?? []).map(({ name, value }) => [name, value])));
  });

  it.each([
    { from: { configMapKeyRef: { name: 'cm', key: 'k' } }, error: 'configmap "cm" not found' },
    { from: { secretKeyRef: { name: 's', key: 'k' } }, error: 'secret "s" not found' },
  ])('says what is missing: $error', ({ from, error }) => {
    const result = makeEnvironment(
      { name: 'c', env: [{ name: 'A', valueFrom: from }] },
      {
        pod: podOf({ container: { name: '' }, ns: 'default', nilLister: true }),
        podIPs: [],
        hostIPs: [],
        allocatable: {},
        services: [],
        configMap: () => undefined,
        secret: () => undefined,
      },
    );
    expect(result).toEqual({ error });
  });
});

describe('expansion of commands', () => {
  it.each(expansionTable.cases)('$name', ({ in: given, out }) => {
    const envs = new Map(((given as { envs?: { name: string; value: string }[] }).envs ?? []).map(({ name, value }) => [name, value]));
    const container = given.container as Container;
    const expand = (texts: readonly string[] | undefined) => texts?.map((text) => expandVariables(text, (name) => envs.get(name)));
    expect({ command: expand(container.command), args: expand(container.args) }).toEqual({ command: undefined, args: undefined, ...out });
  });
});
