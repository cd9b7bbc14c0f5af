import { describe, expect, it } from 'vitest';
import { fieldErrorText } from '../field-error.ts';
import type { JsonValue } from '../scalars.ts';
import type { SchemaRule, StructuralSchema } from '../structural/schema.ts';
import { compileRules } from './check-rules.ts';
import { celErrors } from './validate-rules.ts';

function object(properties: { readonly [name: string]: StructuralSchema }, ...rules: readonly SchemaRule[]): StructuralSchema {
  return { type: 'object', properties, 'x-kubernetes-validations': rules };
}

function texts(schema: StructuralSchema, value: JsonValue, old?: JsonValue, warnings: string[] = []): readonly string[] {
  return celErrors(value, old, schema, 'spec', warnings).map(fieldErrorText);
}

const SIZES = { min: { type: 'integer' }, max: { type: 'integer' } } as const;

describe('rules', () => {
  it('are held against values, wherever they stand', () => {
    const schema = object({ ranges: { type: 'array', items: object(SIZES, { rule: 'self.min <= self.max' }) } });
    expect(texts(schema, { ranges: [{ min: 1, max: 2 }] })).toEqual([]);
    expect(
      texts(schema, {
        ranges: [
          { min: 1, max: 2 },
          { min: 3, max: 2 },
        ],
      }),
    ).toEqual(['spec.ranges[1]: Invalid value: failed rule: self.min <= self.max']);
  });

  it('say what they want to say, where they want to', () => {
    const rule = 'self.min <= self.max';
    const values = { min: 3, max: 2 };
    expect(texts(object(SIZES, { rule, message: 'turned round' }), values)).toEqual(['spec: Invalid value: turned round']);
    const computed = { rule, messageExpression: `'%d is over %d'.format([self.min, self.max])`, reason: 'FieldValueForbidden' } as const;
    expect(texts(object(SIZES, computed), values)).toEqual(['spec: Forbidden: 3 is over 2']);
    const placed = { rule, fieldPath: '.max', reason: 'FieldValueRequired' } as const;
    expect(texts(object(SIZES, placed), values)).toEqual(['spec.max: Required value: failed rule: self.min <= self.max']);
    const broken = { rule, messageExpression: `string(1 / (self.min - 3))`, message: 'plain' };
    expect(texts(object(SIZES, broken), values)).toEqual(['spec: Invalid value: plain']);
  });

  it('that fail to run say why', () => {
    expect(texts(object(SIZES, { rule: '1 / (self.min - 3) > 0' }), { min: 3, max: 2 })).toEqual([
      'spec: Invalid value: "object": division by zero evaluating rule: 1 / (self.min - 3) > 0',
    ]);
  });

  it('see names that are no identifiers by their escapes', () => {
    const schema = object({ 'a-b': { type: 'string' }, namespace: { type: 'string' } }, { rule: 'self.a__dash__b == self.__namespace__' });
    expect(texts(schema, { 'a-b': 'x', namespace: 'x' })).toEqual([]);
  });

  it('compare sets and maps without regard to order', () => {
    const set: StructuralSchema = { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' };
    expect(texts(object({ a: set, b: set }, { rule: 'self.a == self.b' }), { a: ['x', 'y'], b: ['y', 'x'] })).toEqual([]);
  });
});

describe('transition rules', () => {
  const immutable = object({ name: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] } });

  it('run when there was something before', () => {
    expect(texts(immutable, { name: 'a' })).toEqual([]);
    expect(texts(immutable, { name: 'b' }, {})).toEqual([]);
    expect(texts(immutable, { name: 'b' }, { name: 'a' })).toEqual(['spec.name: Invalid value: "b": failed rule: self == oldSelf']);
  });

  it('find items of keyed lists again', () => {
    const item = object({ key: { type: 'string' }, value: { type: 'integer' } }, { rule: 'self.value >= oldSelf.value' });
    const list = { type: 'array', items: item, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['key'] } as const;
    const before = {
      list: [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ],
    };
    const after = {
      list: [
        { key: 'b', value: 1 },
        { key: 'c', value: 0 },
      ],
    };
    expect(texts(object({ list }), after, before)).toEqual(['spec.list[0]: Invalid value: failed rule: self.value >= oldSelf.value']);
  });

  it('run at the beginning too with an optional old value', () => {
    const rule = { rule: 'oldSelf.hasValue() || self == 1', optionalOldSelf: true };
    const schema = object({ n: { type: 'integer', 'x-kubernetes-validations': [rule] } });
    expect(texts(schema, { n: 2 })).toHaveLength(1);
    expect(texts(schema, { n: 2 }, { n: 1 })).toEqual([]);
  });
});

describe('what was wrong before', () => {
  it('is let through with a warning as long as it stays as it is', () => {
    const schema = object({ n: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self > 5' }] }, other: { type: 'string' } });
    const warnings: string[] = [];
    expect(texts(schema, { n: 1, other: 'new' }, { n: 1, other: 'old' }, warnings)).toEqual([]);
    expect(warnings).toEqual(['spec.n: Invalid value: 1: failed rule: self > 5']);
    expect(texts(schema, { n: 2 }, { n: 1 })).toHaveLength(1);
  });
});

describe('rules as they are written', () => {
  const errors = (schema: StructuralSchema): readonly string[] => compileRules(schema, 'schema').map(fieldErrorText);

  it('must compile to something true or false', () => {
    const [undefinedField, wrongType] = errors(object(SIZES, { rule: 'self.other > 1' }, { rule: 'self.min' }));
    expect(undefinedField).toContain('schema.x-kubernetes-validations[0].rule: Invalid value: ');
    expect(undefinedField).toContain("compilation failed: ERROR: <input>:1:5: undefined field 'other'");
    expect(wrongType).toContain('cel expression must evaluate to a bool');
  });

  it('must not ask for the past of what nobody can tell apart', () => {
    const items: StructuralSchema = { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self == oldSelf' }] };
    expect(errors(object({ list: { type: 'array', items } }))).toEqual([
      'schema.properties[list].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within schema.properties[list]',
    ]);
  });

  it('must not be able to cost too much', () => {
    const rules = [{ rule: `self.all(x, self.all(y, x == y || x.contains(y)))` }];
    const list: StructuralSchema = { type: 'array', items: { type: 'string' }, 'x-kubernetes-validations': rules };
    const [rule, total] = errors(object({ list }));
    expect(rule).toContain(
      'schema.properties[list].x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x',
    );
    expect(total).toContain('contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema');
    expect(errors(object({ list: { ...list, maxItems: 10, items: { type: 'string', maxLength: 10 } } }))).toEqual([]);
  });
});
