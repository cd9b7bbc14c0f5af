import { describe, expect, it, test } from 'vitest';
import { fieldErrorText } from '../../field-error.ts';
import type { Node } from '../../types.gen.ts';
import '../registry.ts';
import { nodeKind } from './node.ts';

const TAINTS = 'scheduler.alpha.kubernetes.io/taints';
const AVOID_PODS = 'scheduler.alpha.kubernetes.io/preferAvoidPods';

function node(parts: Partial<Node>): Node {
  return nodeKind.default({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' }, ...parts });
}

function errorsOf(parts: Partial<Node>): readonly string[] {
  return nodeKind.validate(node(parts)).map(fieldErrorText);
}

describe('annotations of old', () => {
  it.each<[string, string, readonly string[]]>([
    [TAINTS, '[{"key":"a","effect":"NoSchedule"}]', []],
    [TAINTS, 'null', []],
    [
      TAINTS,
      '[null]',
      ['key: Invalid value: "": name part must be non-empty', 'key: Invalid value: "": name part must consist', 'effect: Required value'],
    ],
    [
      TAINTS,
      '[{"key":5}]',
      [
        'annotations: Invalid value: "scheduler.alpha.kubernetes.io/taints": json: cannot unmarshal number into Go struct field Taint.key of type string',
      ],
    ],
    [TAINTS, '5', ['json: cannot unmarshal number into Go value of type []v1.Taint']],
    [TAINTS, '[', ['unexpected end of JSON input']],
    [AVOID_PODS, '{"preferAvoidPods":[null]}', ['[0].PodSignature: Required value']],
    [AVOID_PODS, '{"preferAvoidPods":5}', []],
    [
      AVOID_PODS,
      '[]',
      [
        'annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": json: cannot unmarshal array into Go value of type v1.AvoidPods',
      ],
    ],
    [AVOID_PODS, 'x', ["invalid character 'x' looking for beginning of value"]],
  ])('%s: %s', (name, text, expected) => {
    const errors = errorsOf({ metadata: { name: 'a', annotations: { [name]: text } } });
    expect(errors).toEqual(expected.map((part) => expect.stringContaining(part)));
  });
});

test('ranges that nobody can read', () => {
  expect(errorsOf({ spec: { podCIDR: 'x', podCIDRs: ['x', '10.0.0.0/24'] } }).slice(1)).toEqual([
    'spec.podCIDRs: Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[0]: <nil> (invalid CIDR address: x)',
    'spec.podCIDRs: Invalid value: ["x","10.0.0.0/24"]: may specify no more than one CIDR for each IP family',
  ]);
});

test('a status says nothing of a configuration that nobody reads', () => {
  const stored = node({});
  const next = nodeKind.prepareForStatusUpdate?.(node({ status: { config: { error: 'x' } } }), stored);
  expect(next?.status?.config).toBeUndefined();
});
