import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../field-error.ts';
import { nameIsDnsSubdomain } from '../names.ts';
import type { LabelSelector, ObjectMeta } from '../types.gen.ts';
import { validateLabelSelector } from './label-selector.ts';
import { validateMetadata, validateMetadataUpdate } from './metadata.ts';

const KEY =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const SUBDOMAIN = String.raw`a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;

const owner = (name: string, fields: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', name, uid: 'u', ...fields });

describe('on creation', () => {
  const cases: readonly [string, ObjectMeta, readonly string[]][] = [
    [
      'fine',
      { name: 'a', namespace: 'n', labels: { 'x.io/a': 'B' }, annotations: { 'X.io/A': 'any thing' }, finalizers: ['orphan', 'x.io/y'] },
      [],
    ],
    ['no name', { namespace: 'n' }, ['metadata.name: Required value: name or generateName is required']],
    ['bad name', { name: 'My_Pod', namespace: 'n' }, [`metadata.name: Invalid value: "My_Pod": ${SUBDOMAIN}`]],
    ['bad prefix', { name: 'a', generateName: 'A-', namespace: 'n' }, [`metadata.generateName: Invalid value: "A-": ${SUBDOMAIN}`]],
    ['no namespace', { name: 'a' }, ['metadata.namespace: Required value']],
    ['label key', { name: 'a', namespace: 'n', labels: { 'a b': 'c' } }, [`metadata.labels: Invalid value: "a b": ${KEY}`]],
    ['label value', { name: 'a', namespace: 'n', labels: { a: 'b c' } }, [`metadata.labels: Invalid value: "b c": ${VALUE}`]],
    [
      'long label value',
      { name: 'a', namespace: 'n', labels: { a: 'x'.repeat(64) } },
      [`metadata.labels: Invalid value: "${'x'.repeat(64)}": must be no more than 63 bytes`],
    ],
    ['annotation key', { name: 'a', namespace: 'n', annotations: { 'a b': 'c' } }, [`metadata.annotations: Invalid value: "a b": ${KEY}`]],
    [
      'annotations',
      { name: 'a', namespace: 'n', annotations: { a: 'x'.repeat(262_144) } },
      ['metadata.annotations: Too long: may not be more than 262144 bytes'],
    ],
    [
      'finalizer',
      { name: 'a', namespace: 'n', finalizers: ['foo'] },
      ['metadata.finalizers[0]: Invalid value: "foo": name is neither a standard finalizer name nor is it fully qualified'],
    ],
    [
      'finalizer prefix',
      { name: 'a', namespace: 'n', finalizers: ['a b/c'] },
      [`metadata.finalizers: Invalid value: "a b/c": prefix part ${SUBDOMAIN}`],
    ],
    [
      'both policies',
      { name: 'a', namespace: 'n', finalizers: ['orphan', 'foregroundDeletion'] },
      ['metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set'],
    ],
    [
      'owner without uid',
      { name: 'a', namespace: 'n', ownerReferences: [owner('p', { uid: '' })] },
      ['metadata.ownerReferences.uid: Invalid value: "": must not be empty'],
    ],
    [
      'owner version',
      { name: 'a', namespace: 'n', ownerReferences: [owner('p', { apiVersion: 'x/y/z' })] },
      ['metadata.ownerReferences.apiVersion: Invalid value: "x/y/z": version must not be empty'],
    ],
    [
      'two controllers',
      { name: 'a', namespace: 'n', ownerReferences: [owner('p', { controller: true }), owner('q', { controller: true })] },
      [
        'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u","controller":true},{"apiVersion":"v1","kind":"Pod","name":"q","uid":"u","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for Pod/p and Pod/q',
      ],
    ],
  ];
  it.each(cases)('%s', (_title, meta, expected) => {
    expect(validateMetadata(meta, true, nameIsDnsSubdomain).map(fieldErrorText)).toEqual(expected);
  });
  it('cluster-scoped kinds have no namespace', () => {
    const errors = validateMetadata({ name: 'a', namespace: 'n' }, false, nameIsDnsSubdomain);
    expect(errors.map(fieldErrorText)).toEqual(['metadata.namespace: Forbidden: not allowed on this type']);
  });
});

describe('on update', () => {
  const stored: ObjectMeta = { name: 'a', namespace: 'n', uid: 'u', generation: 2 };
  const cases: readonly [string, ObjectMeta, ObjectMeta, readonly string[]][] = [
    ['fine', stored, { ...stored, labels: { a: 'b' } }, []],
    ['name', stored, { ...stored, name: 'b' }, ['metadata.name: Invalid value: "b": field is immutable']],
    ['uid', stored, { ...stored, uid: 'v' }, ['metadata.uid: Invalid value: "v": field is immutable']],
    ['generation', stored, { ...stored, generation: 1 }, ['metadata.generation: Invalid value: 1: must not be decremented']],
    [
      'finalizer while terminating',
      { ...stored, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x.io/a'] },
      { ...stored, deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['x.io/a', 'x.io/b'] },
      [
        'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x.io/b"}',
      ],
    ],
    [
      'deletion taken back',
      { ...stored, deletionTimestamp: '2026-01-01T00:00:00Z' },
      stored,
      ['metadata.deletionTimestamp: Invalid value: null: field is immutable'],
    ],
  ];
  it.each(cases)('%s', (_title, before, next, expected) => {
    expect(validateMetadataUpdate(next, before).map(fieldErrorText)).toEqual(expected);
  });
});

describe('label selectors', () => {
  const expression = (operator: string, values?: readonly string[]): LabelSelector => ({
    matchExpressions: [{ key: 'a', operator, ...(values === undefined ? {} : { values }) }],
  });
  it.each<[string, LabelSelector | undefined, readonly string[]]>([
    ['absent', undefined, []],
    ['fine', { matchLabels: { a: 'b' }, ...expression('In', ['x']) }, []],
    [
      'In without values',
      expression('In'),
      ["spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'"],
    ],
    [
      'Exists with values',
      expression('Exists', ['x']),
      ["spec.selector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"],
    ],
    [
      'operator',
      expression('Gt', ['1']),
      ['spec.selector.matchExpressions[0].operator: Invalid value: "Gt": not a valid selector operator'],
    ],
    ['value', expression('In', ['a b']), [`spec.selector.matchExpressions[0].values[0]: Invalid value: "a b": ${VALUE}`]],
    ['label', { matchLabels: { 'a b': 'c' } }, [`spec.selector.matchLabels: Invalid value: "a b": ${KEY}`]],
  ])('%s', (_title, selector, expected) => {
    expect(validateLabelSelector(selector, 'spec.selector').map(fieldErrorText)).toEqual(expected);
  });
});
