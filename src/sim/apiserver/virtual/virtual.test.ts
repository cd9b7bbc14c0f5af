import { describe, expect, it } from 'vitest';
import type { KubeList } from '../../../api/request.ts';
import type { SelfSubjectReview, SelfSubjectRulesReview, SubjectAccessReview } from '../../../api/types.gen.ts';
import { ALICE, userWorld } from '../../../testing/users.ts';

const GROUP = 'authorization.k8s.io';

describe('reviews', () => {
  const ask = (spec: object, resource = 'selfsubjectaccessreviews', kind = 'SelfSubjectAccessReview', group = GROUP) =>
    ({ verb: 'create', group, resource, body: { apiVersion: `${group}/v1`, kind, spec } }) as never;

  it('tell what somebody may do and why', () => {
    const world = userWorld();
    const question = { resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } };
    expect((world.ask(ask(question)).body as SubjectAccessReview).status).toEqual({ allowed: true });
    expect((world.ask(ask(question), ALICE).body as SubjectAccessReview).status).toEqual({ allowed: false });
    world.grant('reader', [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }], 'default');
    expect((world.ask(ask(question), ALICE).body as SubjectAccessReview).status).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "reader/default" of Role "reader" to User "alice"',
    });
  });

  it('refuse questions that are none', () => {
    const { told } = userWorld();
    expect(told(ask({}))).toBe(
      '422 .authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
    const selector = { resourceAttributes: { verb: 'list', resource: 'pods', fieldSelector: {} } };
    expect(told(ask(selector))).toContain('spec.resourceAttributes.fieldSelector.requirements: Required value: when');
  });

  it('tell what cannot be read of a selector', () => {
    const { ask: send } = userWorld();
    const fieldSelector = {
      requirements: [
        { key: 'a', operator: 'Exists' },
        { key: 'b', operator: 'In', values: ['c'] },
      ],
    };
    const { body } = send(ask({ resourceAttributes: { verb: 'list', resource: 'pods', fieldSelector } }));
    expect((body as SubjectAccessReview).status?.evaluationError).toBe(
      'spec.resourceAttributes.fieldSelector partially ignored due to parse error',
    );
  });

  it('tell somebody who he is and all his rules', () => {
    const world = userWorld();
    const self = world.ask(ask({}, 'selfsubjectreviews', 'SelfSubjectReview', 'authentication.k8s.io'), ALICE).body as SelfSubjectReview;
    expect(self.status?.userInfo).toEqual({ username: 'alice', groups: ['dev', 'system:authenticated'] });
    const rules = world.ask(ask({ namespace: 'default' }, 'selfsubjectrulesreviews', 'SelfSubjectRulesReview'), ALICE).body;
    expect((rules as SelfSubjectRulesReview).status?.resourceRules).toContainEqual({
      verbs: ['create'],
      apiGroups: ['authentication.k8s.io'],
      resources: ['selfsubjectreviews'],
    });
  });
});

describe('component statuses', () => {
  it('are asked for, one or all', () => {
    const { ask, told } = userWorld();
    const list = ask({ verb: 'list', group: '', resource: 'componentstatuses' });
    expect(list.warnings).toEqual(['v1 ComponentStatus is deprecated in v1.19+']);
    expect((list.body as KubeList).items).toHaveLength(3);
    expect(told({ verb: 'get', group: '', resource: 'componentstatuses', name: 'x' })).toBe('404 componentstatus "x" not found');
    expect(told({ verb: 'delete', group: '', resource: 'componentstatuses', name: 'scheduler' })).toContain('405');
  });
});
