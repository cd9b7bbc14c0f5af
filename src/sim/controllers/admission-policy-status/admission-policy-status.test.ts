import { describe, expect, it } from 'vitest';
import { VALIDATING_ADMISSION_POLICY } from '../../../api/resources.ts';
import type { Validation, ValidatingAdmissionPolicyStatus } from '../../../api/types.gen.ts';
import { outcome, testServer } from '../../../testing/test-server.ts';

const GROUP = 'admissionregistration.k8s.io';
const RULE = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] };

function statusOf(validations: readonly Validation[], rule: object = {}, more: object = {}): ValidatingAdmissionPolicyStatus | undefined {
  const server = testServer();
  const body = {
    apiVersion: `${GROUP}/v1`,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'p' },
    spec: { matchConstraints: { resourceRules: [{ ...RULE, ...rule }] }, validations, ...more },
  };
  const request = { verb: 'create', group: GROUP, resource: 'validatingadmissionpolicies', body: body as never } as const;
  expect(outcome(server.send(request))).toBe('201');
  server.settle();
  return server.read(VALIDATING_ADMISSION_POLICY, 'p').status;
}

describe('a policy', () => {
  it('that fits is noted as seen', () => {
    const expression = `object.spec.replicas <= 5 && object.metadata.labels.all(k, k != '') && object.spec.template.spec.containers.exists(c, c.image != '')`;
    expect(statusOf([{ expression }])).toEqual({ observedGeneration: 1, typeChecking: {} });
  });

  it('that does not fit is told so', () => {
    const validations = [
      { expression: 'object.spec.replicaz <= 5', messageExpression: `'%d'.format([object.spec.replicas]) + oldObject.kind` },
    ];
    expect(statusOf(validations)?.typeChecking).toEqual({
      expressionWarnings: [
        {
          fieldRef: 'spec.validations[0].expression',
          warning: `apps/v1, Kind=Deployment: ERROR: <input>:1:12: undefined field 'replicaz'\n | object.spec.replicaz <= 5\n | ...........^\n`,
        },
      ],
    });
    const [mismatch] = statusOf([{ expression: `object.spec.replicas == '5'` }])?.typeChecking?.expressionWarnings ?? [];
    expect(mismatch?.warning).toContain(`found no matching overload for '_==_' applied to '(int, string)'`);
  });

  it('is held against parameters and variables too', () => {
    const more = {
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      variables: [{ name: 'most', expression: 'int(params.data.most)' }],
    };
    const status = statusOf([{ expression: 'object.spec.replicas <= variables.most && params.date.x == ""' }], {}, more);
    expect(status?.typeChecking?.expressionWarnings?.map(({ warning }) => /undefined field '\w+'/.exec(warning)?.[0])).toEqual([
      `undefined field 'date'`,
    ]);
  });

  it('is taken as it is when its rules have wildcards', () => {
    expect(statusOf([{ expression: 'object.nothing == 1' }], { apiGroups: ['*'] })).toEqual({ observedGeneration: 1, typeChecking: {} });
  });
});
