import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../../field-error.ts';
import type { KindDefinition } from '../../kind.ts';
import type { KubeObject } from '../../object.ts';
import { priorityLevelConfigurationKind } from '../priority-level-configuration/priority-level-configuration.ts';
import { flowSchemaKind } from './flow-schema.ts';
import { MANDATORY_LEVELS, MANDATORY_SCHEMAS } from './mandatory.ts';

function texts(kind: KindDefinition, name: string, spec: object): readonly string[] {
  const object = { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: kind.type.kind, metadata: { name }, spec } as KubeObject;
  return kind.validate(kind.default(object)).map(fieldErrorText);
}

describe('flow schemas', () => {
  const level = { name: 'workload-low' };
  const subjects = [{ kind: 'User', user: { name: 'u' } }];
  const ofRule = (rule: object) => ({ priorityLevelConfiguration: level, rules: [{ subjects, ...rule }] });

  it.each<[string, object, readonly string[]]>([
    ['nothing but its level', { priorityLevelConfiguration: level }, []],
    ['no level', {}, ['spec.priorityLevelConfiguration.name: Required value: must reference a priority level']],
    [
      'too high a precedence',
      { priorityLevelConfiguration: level, matchingPrecedence: 1 },
      ["spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1"],
    ],
    [
      'an unknown distinguisher',
      { priorityLevelConfiguration: level, distinguisherMethod: { type: 'x' } },
      ['spec.distinguisherMethod.type: Unsupported value: {"Type":"x"}: supported values: "ByNamespace", "ByUser"'],
    ],
    ['empty rules', ofRule({}), ['spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty']],
    [
      'paths of no form',
      ofRule({ nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['x', '/a//b', '/a*'] }] }),
      [
        'spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "x": must start with slash',
        'spec.rules[0].nonResourceRules[0].nonResourceURLs[1]: Invalid value: "/a//b": must not contain double slash',
        'spec.rules[0].nonResourceRules[0].nonResourceURLs[2]: Invalid value: "/a*": wildcard can only do suffix matching',
      ],
    ],
    [
      'resources in no namespace',
      ofRule({ resourceRules: [{ verbs: ['*', 'get'], apiGroups: [''], resources: ['pods'] }] }),
      [
        'spec.rules[0].resourceRules[0].verbs: Invalid value: ["*","get"]: if \'*\' is present, must not specify other verbs',
        'spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace',
      ],
    ],
    [
      'a subject of two kinds',
      {
        priorityLevelConfiguration: level,
        rules: [{ subjects: [{ kind: 'Group', user: { name: 'u' } }], nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }] }],
      },
      [
        "spec.rules[0].subjects[0].group: Required value: group is required when subject kind is 'Group'",
        "spec.rules[0].subjects[0].user: Forbidden: user is forbidden when subject kind is not 'User'",
      ],
    ],
  ])('with %s', (_, spec, expected) => {
    expect(texts(flowSchemaKind, 'x', spec)).toEqual(expected);
  });

  it('are fixed where the server needs them', () => {
    expect(texts(flowSchemaKind, 'exempt', MANDATORY_SCHEMAS['exempt'] ?? {})).toEqual([]);
    const [text] = texts(flowSchemaKind, 'catch-all', { priorityLevelConfiguration: level });
    expect(text).toMatch(/^spec: Invalid value: \{.*"MatchingPrecedence":1000.*\}: spec of 'catch-all' must equal the fixed value$/);
  });
});

describe('priority levels', () => {
  const queuing = (values: object) => ({ type: 'Limited', limited: { limitResponse: { type: 'Queue', queuing: values } } });

  it.each<[string, object, readonly string[]]>([
    ['queues by default', queuing({}), []],
    ['no limit', { type: 'Limited' }, ['spec.limited: Required value: must not be empty when type is Limited']],
    [
      'the name of no exempt one',
      { type: 'Exempt' },
      ["spec.type: Invalid value: \"Exempt\": must be 'Exempt' if and only if `name` is 'exempt'"],
    ],
    [
      'a hand that is too big',
      queuing({ queues: 4, handSize: 5 }),
      ['spec.limited.limitResponse.queuing.handSize: Invalid value: 5: should not be greater than queues (4)'],
    ],
    [
      'a hand that takes too many bits',
      queuing({ queues: 1024, handSize: 7 }),
      [
        'spec.limited.limitResponse.queuing.handSize: Invalid value: 7: required entropy bits of deckSize 1024 and handSize 7 should not be greater than 60',
      ],
    ],
    [
      'queues though it rejects',
      { type: 'Limited', limited: { limitResponse: { type: 'Reject', queuing: {} } } },
      ['spec.limited.limitResponse.queuing: Forbidden: must be nil if limited.limitResponse.type is not Limited'],
    ],
  ])('with %s', (_, spec, expected) => {
    expect(texts(priorityLevelConfigurationKind, 'x', spec)).toEqual(expected);
  });

  it('are fixed where the server needs them, but for what the exempt one lends', () => {
    expect(texts(priorityLevelConfigurationKind, 'catch-all', MANDATORY_LEVELS['catch-all'] ?? {})).toEqual([]);
    expect(texts(priorityLevelConfigurationKind, 'exempt', { type: 'Exempt', exempt: { lendablePercent: 5 } })).toEqual([]);
  });
});
