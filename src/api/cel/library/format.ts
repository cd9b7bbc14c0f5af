/** Named formats: `format.dns1123Label().validate(name)` (apiserver's cel/library/format.go). */
import { type Rule, labelKey, labelValue, nameIsDns1035Label, nameIsDnsLabel, nameIsDnsSubdomain } from '../../names.ts';
import { type Declarations, opaqueType } from '../functions.ts';
import { NONE, type OpaqueValue, listOf, some, stringOf } from '../values.ts';
import { isBase64 } from './standard.ts';
import { parseTimestamp } from './time.ts';
import { parseUrl } from './url.ts';

function unless(holds: (text: string) => boolean, message: string): Rule {
  return (text) => (holds(text) ? [] : [message]);
}

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

const RULES: Readonly<Record<string, Rule>> = {
  dns1123Label: (text) => nameIsDnsLabel(text, false),
  dns1123Subdomain: (text) => nameIsDnsSubdomain(text, false),
  dns1035Label: (text) => nameIsDns1035Label(text, false),
  qualifiedName: labelKey,
  dns1123LabelPrefix: (text) => nameIsDnsLabel(text, true),
  dns1123SubdomainPrefix: (text) => nameIsDnsSubdomain(text, true),
  dns1035LabelPrefix: (text) => nameIsDns1035Label(text, true),
  labelValue,
  uri: (text) => {
    const result = parseUrl(text);
    return typeof result === 'string' ? [result] : [];
  },
  uuid: unless((text) => UUID.test(text), 'does not match the UUID format'),
  byte: unless((text) => text !== '' && isBase64(text), 'invalid base64'),
  date: unless((text) => /^\d{4}-\d\d-\d\d$/.test(text) && parseTimestamp(`${text}T00:00:00Z`) !== undefined, 'invalid date'),
  datetime: unless((text) => parseTimestamp(text.replace(/[tz]/g, (letter) => letter.toUpperCase())) !== undefined, 'invalid datetime'),
};

function formatValue(name: string, rule: Rule): OpaqueValue {
  return { kind: 'opaque', type: opaqueType('format'), data: rule, text: name, equals: (other) => other.text === name };
}

export const FORMATS: Declarations = {
  ...Object.fromEntries(Object.entries(RULES).map(([name, rule]) => [`format::${name}(): format`, () => formatValue(name, rule)])),
  'format::named(string): optional(format)': ([name]) => {
    const rule = Object.hasOwn(RULES, stringOf(name)) ? RULES[stringOf(name)] : undefined;
    return rule === undefined ? NONE : some(formatValue(stringOf(name), rule));
  },
  'format.validate(string): optional(list(string))': ([format, text]) => {
    const errors = ((format as OpaqueValue).data as Rule)(stringOf(text));
    return errors.length === 0 ? NONE : some(listOf(errors));
  },
};
