import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../../field-error.ts';
import type { KubeObject } from '../../object.ts';
import { LATE_KINDS } from '../registry.ts';

function texts(kind: string, content: object, stored?: object): readonly string[] {
  const definition = LATE_KINDS.find(({ type }) => type.kind === kind);
  if (definition === undefined) throw new Error(`no kind ${kind}`);
  const made = (more: object): KubeObject =>
    definition.default({ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name: 'x' }, ...more });
  const found = stored === undefined ? definition.validate(made(content)) : definition.validateUpdate(made(content), made(stored));
  return found.map(fieldErrorText);
}

const RULE = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] };
const MATCH = { resourceRules: [RULE] };

describe('a ValidatingAdmissionPolicy', () => {
  const errors = (spec: object, stored?: object): readonly string[] =>
    texts(
      'ValidatingAdmissionPolicy',
      { spec: { matchConstraints: MATCH, ...spec } },
      stored === undefined ? undefined : { spec: { matchConstraints: MATCH, ...stored } },
    );
  const VALIDATIONS = [{ expression: 'true' }];

  it('needs something to do, and something to do it to', () => {
    const nothing = 'Required value: validations or auditAnnotations must contain at least one item';
    expect(errors({})).toEqual([`spec.validations: ${nothing}`, `spec.auditAnnotations: ${nothing}`]);
    expect(errors({ validations: VALIDATIONS, matchConstraints: { resourceRules: [] } })).toEqual([
      'spec.matchConstraints.resourceRules: Required value',
    ]);
  });

  it('must compile, with the variables that it has', () => {
    const [unknown, notBool] = errors({ validations: [{ expression: 'params.x == 1' }, { expression: '1' }] });
    expect(unknown).toContain("compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' (in container '')");
    expect(notBool).toContain('spec.validations[1].expression: Invalid value: "1": must evaluate to bool but got int');
    const params = { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' }, validations: [{ expression: 'params.x == 1' }] };
    expect(errors(params)).toEqual([]);
    const variables = [{ name: 'two', expression: '1 + 1' }];
    expect(errors({ variables, validations: [{ expression: 'variables.two == 2' }] })).toEqual([]);
    expect(errors({ variables, validations: [{ expression: 'variables.three == 3' }] })[0]).toContain("undefined field 'three'");
  });

  it('must compile after an update too', () => {
    const broken = { validations: [{ expression: 'broken(' }], failurePolicy: 'Fail' };
    expect(errors(broken)).toHaveLength(1);
    expect(errors({ ...broken, failurePolicy: 'Ignore' }, { validations: VALIDATIONS })).toEqual(errors(broken));
  });

  it('names its annotations and reasons as they may be named', () => {
    const auditAnnotations = [{ key: 'a b', valueExpression: `'x'` }, { key: 'same', valueExpression: '1' }, { key: 'same', valueExpression: 'null' }]; // prettier-ignore
    const [name, type, duplicate] = errors({ auditAnnotations });
    expect(name).toContain('spec.auditAnnotations[0].key: Invalid value: "x/a b": name part must consist of');
    expect(type).toContain(
      'spec.auditAnnotations[1].valueExpression: Invalid value: "1": must evaluate to one of [string null_type] but got int',
    );
    expect(duplicate).toBe('spec.auditAnnotations[2].key: Duplicate value: "same"');
    expect(errors({ validations: [{ expression: 'true', reason: 'Teapot' }] })[0]).toContain(
      'spec.validations[0].reason: Unsupported value: "Teapot"',
    );
  });
});

describe('the status of a ValidatingAdmissionPolicy', () => {
  it('points at expressions', () => {
    const kind = LATE_KINDS.find(({ type }) => type.kind === 'ValidatingAdmissionPolicy');
    const errors = (fieldRef: string): readonly string[] | undefined => {
      const status = { typeChecking: { expressionWarnings: [{ fieldRef, warning: 'x' }] } };
      const policy = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'x' }, status };
      return kind?.validateStatusUpdate?.(policy, policy).map(fieldErrorText);
    };
    const path = 'status.typeChecking.expressionWarnings[0].fieldRef';
    expect(errors('spec.validations[0].expression')).toEqual([]);
    expect(errors(' ')).toEqual([`${path}: Required value`]);
    expect(errors('spec[foo]')).toEqual([`${path}: Invalid value: "spec[foo]": invalid JSONPath: invalid array index foo`]);
  });
});

describe('bindings', () => {
  it('say what is to be done', () => {
    const errors = (spec: object): readonly string[] => texts('ValidatingAdmissionPolicyBinding', { spec: { policyName: 'p', ...spec } });
    expect(errors({ validationActions: ['Deny', 'Audit'] })).toEqual([]);
    expect(errors({})).toEqual(['spec.validationActions: Required value: at least one validation action is required']);
    expect(errors({ validationActions: ['Deny', 'Warn'] })).toEqual([
      'spec.validationActions: Invalid value: ["Deny","Warn"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
    ]);
  });

  it('choose parameters by a name or by labels', () => {
    const errors = (paramRef: object): readonly string[] =>
      texts('MutatingAdmissionPolicyBinding', { spec: { policyName: 'p', paramRef } });
    expect(errors({ name: 'x', parameterNotFoundAction: 'Deny' })).toEqual([]);
    expect(errors({ parameterNotFoundAction: 'Deny' })).toHaveLength(1);
    expect(errors({ name: 'x', selector: {}, parameterNotFoundAction: 'Deny' }).join()).toContain(
      'name and selector are mutually exclusive',
    );
  });
});

describe('a MutatingAdmissionPolicy', () => {
  const errors = (...mutations: readonly object[]): readonly string[] =>
    texts('MutatingAdmissionPolicy', { spec: { matchConstraints: MATCH, reinvocationPolicy: 'Never', mutations } });

  it('gives objects or patches', () => {
    const apply = (expression: string): object => ({ patchType: 'ApplyConfiguration', applyConfiguration: { expression } });
    const patch = (expression: string): object => ({ patchType: 'JSONPatch', jsonPatch: { expression } });
    expect(errors(apply('Object{metadata: Object.metadata{}}'), patch(`[JSONPatch{op: 'remove', path: '/x'}]`))).toEqual([]);
    expect(errors(apply('1'))[0]).toContain('must evaluate to Object but got int');
    expect(errors(patch('[1]'))[0]).toContain('must evaluate to list(JSONPatch) but got list(int)');
    expect(errors({ patchType: 'JSONPatch', applyConfiguration: { expression: 'Object{}' } }).length).toBeGreaterThan(0);
  });
});

describe.each(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'])('a %s', (kind) => {
  const HOOK = {
    name: 'a.example.com',
    clientConfig: { url: 'https://x.example.com' },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
  };
  const errors = (hook: object, stored?: object): readonly string[] =>
    texts(kind, { webhooks: [{ ...HOOK, ...hook }] }, stored === undefined ? undefined : { webhooks: [{ ...HOOK, ...stored }] });

  it.each([
    [{ rules: [{ ...RULE, operations: ['*'] }] }, undefined],
    [{ name: 'short' }, 'webhooks[0].name: Invalid value: "short": should be a domain with at least three segments separated by dots'],
    [{ clientConfig: { url: 'http://x' } }, `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`],
    [{ clientConfig: {} }, 'webhooks[0].clientConfig: Required value: exactly one of url or service is required'],
    [{ timeoutSeconds: 31 }, 'webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds'],
    [{ sideEffects: 'Some' }, 'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"'],
    [{ rules: [{ ...RULE, resources: ['*', 'pods'] }] }, `webhooks[0].rules[0].resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources without subresources`],
    [{ matchConditions: [{ name: 'c', expression: 'params == null' }] }, `webhooks[0].matchConditions[0].expression: Invalid value: "params == null": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params'`],
  ])('%j: %s', (hook, text) => {
    const found = errors(hook);
    if (text === undefined) expect(found).toEqual([]);
    else expect(found[0]).toContain(text);
  }); // prettier-ignore

  it('may stay as wrong as it was', () => {
    expect(errors({ sideEffects: 'Some', timeoutSeconds: 5 }, { sideEffects: 'Some' })).toEqual([]);
    expect(errors({ sideEffects: 'Some' }, {})).toHaveLength(1);
  });
});
