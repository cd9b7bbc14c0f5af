import { describe, expect, it } from 'vitest';
import type { ValidatingWebhook } from '../../../api/types.gen.ts';
import { type TestServer, outcome, testServer } from '../../../testing/test-server.ts';

const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE' as const], resources: ['configmaps'] }];
const HOOK = { name: 'hook.example.com', rules: RULES, sideEffects: 'None', admissionReviewVersions: ['v1'] } as const;
const SERVICE = { service: { name: 'hooks', namespace: 'default', path: '/check' } };

function hooked(kind: 'Validating' | 'Mutating', webhook: Partial<ValidatingWebhook>): TestServer {
  const server = testServer();
  const body = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: { name: 'w' },
    webhooks: [{ ...HOOK, clientConfig: SERVICE, ...webhook }],
  };
  const resource = `${kind.toLowerCase()}webhookconfigurations`;
  expect(outcome(server.send({ verb: 'create', group: 'admissionregistration.k8s.io', resource, body: body as never }))).toBe('201');
  return server;
}

function configMap(name: string, labels: object = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', labels } };
}

const FAILED = '500 Internal error occurred: failed calling webhook "hook.example.com": failed to call webhook: Post ';

describe.each(['Validating', 'Mutating'] as const)('%s webhooks', (kind) => {
  it('fail requests when nobody answers', () => {
    const server = hooked(kind, {});
    const address = '"https://hooks.default.svc:443/check?timeout=10s"';
    expect(outcome(server.create(configMap('a')))).toBe(`${FAILED}${address}: service "hooks" not found`);
    server.create({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'hooks' }, spec: { ports: [{ port: 443 }] } });
    expect(outcome(server.create(configMap('a')))).toMatch(/: dial tcp 10\.[\d.]+:443: connect: connection refused$/);
  });

  it('may be outside of the cluster, and are as hard to reach', () => {
    const server = hooked(kind, { clientConfig: { url: 'https://hooks.example.com/x' }, timeoutSeconds: 3 });
    expect(outcome(server.create(configMap('a')))).toBe(
      `${FAILED}"https://hooks.example.com/x?timeout=3s": dial tcp: lookup hooks.example.com: no such host`,
    );
  });

  it('let requests pass when that is their policy', () => {
    const server = hooked(kind, { failurePolicy: 'Ignore' });
    expect(outcome(server.create(configMap('a')))).toBe('201');
    expect(Object.entries(server.lastAudit()?.annotations ?? {}).find(([key]) => key.startsWith('failed-open.'))?.[1]).toBe(
      'hook.example.com',
    );
  });

  it('are asked only about what they match', () => {
    const server = hooked(kind, {
      objectSelector: { matchLabels: { checked: 'yes' } },
      matchConditions: [{ name: 'named', expression: 'object.metadata.name != "free"' }],
    });
    expect(outcome(server.create(configMap('a')))).toBe('201');
    expect(outcome(server.create(configMap('free', { checked: 'yes' })))).toBe('201');
    expect(outcome(server.create(configMap('b', { checked: 'yes' })))).toContain(FAILED);
    expect(outcome(server.patch('configmaps', 'a', { metadata: { labels: { checked: 'yes' } } }))).toBe('200');
  });

  it('with effects beside do not take part in dry runs', () => {
    const server = hooked(kind, { clientConfig: SERVICE, sideEffects: 'NoneOnDryRun' });
    const request = { verb: 'create', group: '', resource: 'configmaps', namespace: 'default', body: configMap('a') as never } as const;
    expect(outcome(server.send({ ...request, options: { dryRun: true } }))).toContain(FAILED);
  });

  it('are not asked about configurations like their own', () => {
    const everything = [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*' as const], resources: ['*'] }];
    const server = hooked(kind, { rules: everything });
    expect(outcome(server.create(configMap('a')))).toContain(FAILED);
    expect(outcome(server.remove(`${kind.toLowerCase()}webhookconfigurations.admissionregistration.k8s.io`, 'w'))).toBe('200');
    expect(outcome(server.create(configMap('a')))).toBe('201');
  });
});
