import { describe, expect, test } from 'vitest';
import { fieldErrorText } from '../../field-error.ts';
import type { JsonObject, JsonValue } from '../../scalars.ts';
import type { CustomResourceDefinition } from '../../types.gen.ts';
import { customResourceDefinitionKind } from './custom-resource-definition.ts';
import { validateDefinition, validateDefinitionUpdate } from './validate.ts';

const PLAIN: JsonObject = {
  type: 'object',
  properties: { spec: { type: 'object', properties: { a: { type: 'string' }, n: { type: 'number' } } } },
};
const version = (more: JsonObject = {}, name = 'v1'): JsonObject => ({
  name,
  served: true,
  storage: name === 'v1',
  schema: { openAPIV3Schema: PLAIN },
  ...more,
});
const ofSchema = (openAPIV3Schema: JsonObject, name = 'v1'): JsonObject => version({ schema: { openAPIV3Schema } }, name);
const field = (schema: JsonObject): JsonObject => ofSchema({ type: 'object', properties: { f: schema } });

function definition(
  versions: readonly JsonValue[],
  spec: JsonObject = {},
  metadata: JsonObject = {},
  status: JsonObject = {},
): CustomResourceDefinition {
  const names = { plural: 'widgets', kind: 'Widget' };
  const whole = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com', ...metadata },
    spec: { group: 'example.com', scope: 'Namespaced', names, versions, ...spec },
    status: { storedVersions: ['v1'], ...status },
  } as unknown as CustomResourceDefinition;
  return customResourceDefinitionKind.default(whole);
}

const findings = (versions: readonly JsonValue[], spec?: JsonObject, metadata?: JsonObject) =>
  validateDefinition(definition(versions, spec, metadata)).map(fieldErrorText);

const F = 'spec.validation.openAPIV3Schema.properties[f]';

test('what is left out is filled in', () => {
  const service = { name: 'a', namespace: 'b' };
  const { spec } = definition([version()], {
    conversion: { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v1'], clientConfig: { service } } },
  });
  expect(spec.names).toEqual({ plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' });
  expect(spec.conversion?.webhook?.clientConfig?.service?.port).toBe(443);
  expect(definition([version()]).spec.conversion).toEqual({ strategy: 'None' });
});

describe('definitions', () => {
  test.each<[string, readonly JsonValue[], JsonObject, string[]]>([
    ['good', [version()], {}, []],
    [
      'of no group',
      [version()],
      { group: 'x' },
      [
        'metadata.name: Invalid value: "widgets.example.com": must be spec.names.plural+"."+spec.group',
        'spec.group: Invalid value: "x": should be a domain with at least one dot',
      ],
    ],
    [
      'of another scope',
      [version()],
      { scope: 'Odd' },
      ['spec.scope: Unsupported value: "Odd": supported values: "Cluster", "Namespaced"'],
    ],
    ['without a schema', [{ name: 'v1', served: true, storage: true }], {}, ['spec.versions[0].schema.openAPIV3Schema: Required value']],
    [
      'that preserve everything',
      [field({ type: 'string', default: 'x' })],
      { preserveUnknownFields: true },
      [
        'spec.preserveUnknownFields: Invalid value: true: must be false in order to use defaults in the schema',
        'spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
      ],
    ],
    [
      'with warnings',
      [version({ deprecationWarning: 'x' })],
      {},
      ['spec.versions[0].deprecationWarning: Invalid value: "x": can only be set for deprecated versions'],
    ],
    [
      'with odd columns',
      [version({ additionalPrinterColumns: [{ name: '', type: 'x', jsonPath: 'y' }] })],
      {},
      [
        'spec.additionalPrinterColumns[0].name: Required value',
        'spec.additionalPrinterColumns[0].type: Invalid value: "x": must be one of boolean,date,integer,number,string',
        'spec.additionalPrinterColumns[0].JSONPath: Invalid value: "y": must be a simple json path starting with .',
      ],
    ],
    [
      'with odd scales',
      [version({ subresources: { scale: { specReplicasPath: '.a', statusReplicasPath: 'b' } } })],
      {},
      [
        'spec.subresources.scale.specReplicasPath: Invalid value: ".a": should be a json path under .spec',
        'spec.subresources.scale.statusReplicasPath: Invalid value: "b": must be a simple json path starting with .',
      ],
    ],
    [
      'with a webhook that nobody asks',
      [version()],
      { conversion: { strategy: 'None', webhook: { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://a' } } } },
      [
        'spec.conversion.webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook',
        'spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook',
      ],
    ],
    [
      'with half a webhook',
      [version()],
      { conversion: { strategy: 'Webhook' } },
      [
        'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
        'spec.conversion.conversionReviewVersions: Required value',
      ],
    ],
  ])('%s', (_name, versions, spec, expected) => {
    expect(findings(versions, spec)).toEqual(expected);
  });

  test('have schemas of their versions, shared or not', () => {
    const bad: JsonObject = { type: 'object', properties: { f: { type: 'strange' } } };
    const [shared] = findings([ofSchema(bad), ofSchema(bad, 'v2')]);
    expect(shared).toContain(`${F}.type: Unsupported value: "strange"`);
    const [own] = findings([version(), ofSchema(bad, 'v2')]);
    expect(own).toContain('spec.versions[1].schema.openAPIV3Schema.properties[f].type');
  });

  test('of protected groups need a word', () => {
    const of = (value?: string) =>
      findings(
        [version()],
        { group: 'a.k8s.io' },
        { name: 'widgets.a.k8s.io', ...(value === undefined ? {} : { annotations: { 'api-approved.kubernetes.io': value } }) },
      );
    expect(of()[0]).toContain(
      'metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation',
    );
    expect(of('x')[0]).toContain('with either a URL or a reason starting with "unapproved"');
    expect(of('unapproved')).toEqual([]);
  });
});

describe('schemas', () => {
  test.each<[string, JsonObject, string[]]>([
    ['with references alone', { type: 'object', $ref: '#/x', properties: { a: {} } }, [`${F}.$ref: Forbidden: $ref is not supported`]],
    [
      'of maps and fields',
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'string' } },
      [`${F}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`],
    ],
    [
      'that do not preserve',
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': false },
      [`${F}.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined`],
    ],
    [
      'of lists of types',
      { type: 'string', 'x-kubernetes-list-type': 'map' },
      [
        `${F}.type: Invalid value: "string": must be array if x-kubernetes-list-type is specified`,
        `${F}.x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`,
        `${F}.items: Required value: must have a schema if x-kubernetes-list-type is map`,
      ],
    ],
    [
      'of sets of objects',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'object' } },
      [`${F}.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set`],
    ],
    [
      'of keys that may be missing',
      {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['k'],
        items: { type: 'object', properties: { k: { type: 'string' } } },
      },
      [
        `${F}.items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`,
      ],
    ],
    [
      'with rules of nothing',
      { type: 'string', 'x-kubernetes-validations': [{ rule: ' ', reason: 'Odd' }] },
      [
        `${F}.x-kubernetes-validations[0].rule: Required value: rule is not specified`,
        `${F}.x-kubernetes-validations[0].reason: Unsupported value: "Odd": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"`,
      ],
    ],
    [
      'with rules about no field',
      { type: 'object', properties: { a: { type: 'string' } }, 'x-kubernetes-validations': [{ rule: 'true', fieldPath: '.b' }] },
      [`${F}.x-kubernetes-validations[0].fieldPath: Invalid value: ".b": must be a valid path`],
    ],
    ['with rules and defaults', { type: 'integer', default: 1, 'x-kubernetes-validations': [{ rule: 'self < 5' }] }, []],
  ])('%s', (_name, schema, expected) => {
    expect(findings([field(schema)])).toEqual(expected);
  });

  test('say little at their root when the status is apart', () => {
    const own = version({ schema: { openAPIV3Schema: { ...PLAIN, minProperties: 1 } }, subresources: { status: {} } });
    expect(findings([own])[0]).toContain('fields are allowed at the root of the schema if the status subresource is enabled');
  });
});

describe('selectable fields', () => {
  test.each<[string, string[]]>([
    ['.spec.a', []],
    ['.spec.x', ['is an invalid path: does not refer to a valid field']],
    ['spec.a', ['is an invalid path: expected [ or . but got: spec']],
    ['.spec.', ['is an invalid path: unexpected end of JSON path']],
    ['.spec[a]', ['is an invalid path: array notation is not allowed']],
    ['.spec.n', ['must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.']],
  ])('%s', (jsonPath, expected) => {
    expect(findings([version({ selectableFields: [{ jsonPath }] })])).toEqual(
      expected.map((why) => `spec.selectableFields[0].jsonPath: Invalid value: "${jsonPath}": ${why}`),
    );
  });

  test('stand where the schema stands', () => {
    const other = version({ selectableFields: [{ jsonPath: '.spec.a' }] }, 'v2');
    expect(findings([version(), other])).toEqual([
      'spec.versions[1].selectableFields: Invalid value: "": may only be set when `version.schema.openAPIV3Schema` is not included',
    ]);
  });
});

test('what is served once stays what it is', () => {
  const served = { conditions: [{ type: 'Established', status: 'True' }] };
  const before = definition([version()], {}, {}, served);
  const update = (spec: JsonObject) => validateDefinitionUpdate(definition([version()], spec, {}, served), before).map(fieldErrorText);
  expect(update({})).toEqual([]);
  expect(update({ scope: 'Cluster', names: { plural: 'widgets', kind: 'Other' } })).toEqual([
    'spec.scope: Invalid value: "Cluster": field is immutable',
    'spec.names.kind: Invalid value: "Other": field is immutable',
  ]);
  const webhook = { conversionReviewVersions: ['v1'], clientConfig: { url: 'https://a/b', caBundle: 'YQ==' } };
  expect(update({ conversion: { strategy: 'Webhook', webhook } })[0]).toContain(
    'spec.conversion.webhookClientConfig.caBundle: Invalid value',
  );
});

test('formats that nobody knows are warned of, once', () => {
  const { warnings } = customResourceDefinitionKind;
  const next = definition([field({ type: 'string', format: 'odd' })]);
  expect(warnings?.(next)).toEqual(['unrecognized format "odd"']);
  expect(warnings?.(next, next)).toEqual([]);
});
