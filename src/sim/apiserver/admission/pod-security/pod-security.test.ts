import { describe, expect, it } from 'vitest';
import { outcome, pod, testServer } from '../../../../testing/test-server.ts';
import { evaluatePod, violationsText } from './checks.ts';
import { policyOf } from './policy.ts';

const LABEL = 'pod-security.kubernetes.io/';
const PRIVILEGED = pod('a', { containers: [{ name: 'c', image: 'i', securityContext: { privileged: true } }] });

function labelled(labels: { readonly [mode: string]: string | null }) {
  const server = testServer();
  const full = Object.fromEntries(Object.entries(labels).map(([mode, value]) => [LABEL + mode, value]));
  return { server, answer: server.patch('namespaces', 'default', { metadata: { labels: full } }) };
}

describe('pods', () => {
  it('are refused for what their namespace forbids, and admitted where it forbids nothing', () => {
    expect(outcome(testServer().create(PRIVILEGED))).toBe('201');
    const { server } = labelled({ enforce: 'baseline' });
    expect(outcome(server.create(PRIVILEGED))).toBe(
      '403 pods "a" is forbidden: violates PodSecurity "baseline:latest": privileged (container "c" must not set securityContext.privileged=true)',
    );
  });

  it('are only warned of what the namespace warns of', () => {
    const { server } = labelled({ warn: 'baseline', 'warn-version': 'v1.30' });
    expect(server.create(PRIVILEGED)).toMatchObject({
      code: 201,
      warnings: ['would violate PodSecurity "baseline:v1.30": privileged (container "c" must not set securityContext.privileged=true)'],
    });
  });

  it('leave a note in the audit trail', () => {
    const { server } = labelled({ audit: 'baseline' });
    server.create(PRIVILEGED);
    expect(server.lastAudit()?.annotations).toEqual({
      [`${LABEL}enforce-policy`]: 'privileged:latest',
      [`${LABEL}audit-violations`]:
        'would violate PodSecurity "baseline:latest": privileged (container "c" must not set securityContext.privileged=true)',
    });
  });

  it('are looked at again when an image changes, and not for anything else', () => {
    const server = testServer();
    server.create(PRIVILEGED);
    server.patch('namespaces', 'default', { metadata: { labels: { [`${LABEL}enforce`]: 'baseline' } } });
    expect(outcome(server.patch('pods', 'a', { metadata: { labels: { a: 'b' } } }))).toBe('200');
    const body = { spec: { containers: [{ name: 'c', image: 'j' }] } };
    const answer = server.send({
      verb: 'patch',
      group: '',
      resource: 'pods',
      namespace: 'default',
      name: 'a',
      patchType: 'strategic',
      body,
    });
    expect(outcome(answer)).toMatch(/^403 pods "a" is forbidden: violates PodSecurity/);
  });
});

describe('templates', () => {
  it('are warned of what is enforced on their pods', () => {
    const { server } = labelled({ enforce: 'baseline' });
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { hostPID: true, containers: [{ name: 'c', image: 'i' }] } },
      },
    };
    expect(server.create(deployment)).toMatchObject({
      code: 201,
      warnings: ['would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)'],
    });
  });
});

describe('namespaces', () => {
  it('refuse levels and versions that do not exist', () => {
    expect(outcome(labelled({ enforce: 'strict', 'warn-version': '1.2' }).answer)).toBe(
      `422 Namespace "default" is invalid: [metadata.labels[${LABEL}enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted, metadata.labels[${LABEL}warn-version]: Invalid value: "1.2": must be "latest" or "v1.x"]`,
    );
  });

  it('tell which pods would not be admitted any more, once for each sort of offence', () => {
    const server = testServer();
    for (const name of ['b', 'a', 'c']) server.create(pod(name));
    server.create(pod('h', { hostNetwork: true }));
    const answer = server.patch('namespaces', 'default', { metadata: { labels: { [`${LABEL}enforce`]: 'restricted' } } });
    const ordinary = 'allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile';
    expect(answer.warnings).toEqual([
      'existing pods in namespace "default" violate the new PodSecurity enforce level "restricted:latest"',
      `a (and 2 other pods): ${ordinary}`,
      `h: host namespaces, ${ordinary}`,
    ]);
    expect(server.patch('namespaces', 'default', { metadata: { labels: { [`${LABEL}enforce`]: 'baseline' } } }).warnings).toEqual([]);
  });
});

describe('versions', () => {
  const unmasked = { hostUsers: false, containers: [{ name: 'c', image: 'i', securityContext: { procMount: 'Unmasked' as const } }] };

  it.each([
    ['baseline', 34, 'procMount (container "c" must not set securityContext.procMount to "Unmasked")'],
    ['baseline', 35, ''],
    [
      'restricted',
      0,
      'procMount (container "c" must not set securityContext.procMount to "Unmasked"), runAsNonRoot != true (pod or container "c" must set securityContext.runAsNonRoot=true)',
    ],
  ] as const)('%s of 1.%i', (level, minor, text) => {
    expect(violationsText(evaluatePod({ level, minor }, unmasked, {}))).toBe(text);
  });

  it('fall back to the strictest for what is enforced, and to nothing for the rest', () => {
    const { enforce, audit, warn } = policyOf({ [`${LABEL}enforce`]: 'x', [`${LABEL}audit`]: 'x', [`${LABEL}warn`]: 'x' });
    expect([enforce.level, audit.level, warn.level]).toEqual(['restricted', 'privileged', 'privileged']);
  });
});
