import { describe, expect, it } from 'vitest';
import table from '../testing/data/tables/validation-names.json' with { type: 'json' };
import * as names from './names.ts';

const RULES: Readonly<Record<string, names.Rule>> = {
  configMapKey: names.configMapKey,
  dns1035Label: names.dns1035Label,
  dns1123Label: names.dns1123Label,
  dns1123Subdomain: names.dns1123Subdomain,
  envVarName: names.envVarName,
  relaxedEnvVarName: names.relaxedEnvVarName,
  httpHeaderName: names.httpHeaderName,
  labelValue: names.labelValue,
  percent: names.percent,
  portName: names.portName,
  qualifiedName: names.labelKey,
};

describe('rules', () => {
  it.each(table.cases)('$name $in.rule $in.value', ({ in: { rule, value }, out }) => {
    expect(RULES[rule]?.(value)).toEqual(out.errors);
  });
});

describe('names of objects', () => {
  it('a prefix may end with a dash', () => {
    expect(names.nameIsDnsSubdomain('web-', true)).toEqual([]);
    expect(names.nameIsDnsSubdomain('web-', false)).toHaveLength(1);
  });
  it('a path segment forbids slashes, percent signs and dots alone', () => {
    expect(names.nameIsPathSegment('..', false)).toEqual(["may not be '..'"]);
    expect(names.nameIsPathSegment('a/b%', false)).toEqual(["may not contain '/'", "may not contain '%'"]);
    expect(names.nameIsPathSegment('system:node', false)).toEqual([]);
  });
});

it('counts bytes of UTF-8', () => {
  expect(['a', 'ā', '中', '😀'].map(names.utf8Length)).toEqual([1, 2, 3, 4]);
});
