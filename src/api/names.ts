/**
 * What names, keys and values may look like (k8s.io/apimachinery/pkg/util/validation). Every rule gives the texts of
 * what is wrong, none if all is well.
 */
export type Rule = (text: string) => readonly string[];

/** Rule of a kind for metadata.name; of a generateName prefix when `prefix` is set. */
export type NameRule = (name: string, prefix: boolean) => readonly string[];

const FINE: readonly string[] = [];

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = String.raw`${LABEL}(\.${LABEL})*`;
const KEY_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;
const PORT_NAME_MAX = 15;

/** Text of a broken pattern with examples (validation.RegexError; its two blanks before `or` are real). */
function patternText(text: string, pattern: string, ...examples: readonly string[]): string {
  return `${text} (e.g. ${examples.map((example) => `'${example}'`).join(',  or ')}, regex used for validation is '${pattern}')`;
}

function maxText(limit: number, unit = 'characters'): string {
  return `must be no more than ${limit} ${unit}`;
}

interface Pattern {
  readonly pattern: string;
  readonly max: number;
  readonly text: string;
  readonly unit?: 'bytes';
}

function rule({ pattern, max, text, unit }: Pattern): Rule {
  const whole = new RegExp(`^(?:${pattern})$`);
  return (value) => {
    const isTooLong = value.length > max || (value.length * 3 > max && utf8Length(value) > max);
    const isBad = !whole.test(value);
    if (!isTooLong && !isBad) return FINE;
    return [...(isTooLong ? [maxText(max, unit)] : []), ...(isBad ? [text] : [])];
  };
}

export const dns1123Label: Rule = rule({
  pattern: LABEL,
  max: LABEL_MAX,
  text: patternText(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    LABEL,
    'my-name',
    '123-abc',
  ),
});

const SUBDOMAIN_PATTERN: Pattern = {
  pattern: SUBDOMAIN,
  max: SUBDOMAIN_MAX,
  text: patternText(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    SUBDOMAIN,
    'example.com',
  ),
};

export const dns1123Subdomain: Rule = rule(SUBDOMAIN_PATTERN);
const prefixSubdomain: Rule = rule({ ...SUBDOMAIN_PATTERN, unit: 'bytes' });

const SUBDOMAIN_UNDERSCORE = SUBDOMAIN.replaceAll(LABEL, '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?');

/** Search domains of a resolver may have underscores. */
export const dns1123SubdomainWithUnderscore: Rule = rule({
  pattern: SUBDOMAIN_UNDERSCORE,
  max: SUBDOMAIN_MAX,
  text: patternText(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character",
    SUBDOMAIN_UNDERSCORE,
    'example.com',
  ),
});

const DNS1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';

export const dns1035Label: Rule = rule({
  pattern: DNS1035,
  max: LABEL_MAX,
  text: patternText(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    DNS1035,
    'my-name',
    'abc-123',
  ),
});

const LABEL_VALUE = `(${KEY_NAME})?`;

export const labelValue: Rule = rule({
  pattern: LABEL_VALUE,
  max: LABEL_MAX,
  unit: 'bytes',
  text: patternText(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    LABEL_VALUE,
    'MyValue',
    'my_value',
    '12345',
  ),
});

const KEY_WORDS = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const KEY_TEXT = patternText(KEY_WORDS, KEY_NAME, 'MyName', 'my.name', '123-abc');
const WHOLE_KEY_NAME = new RegExp(`^(?:${KEY_NAME})$`);

/** Qualified name: key of a label, annotation or taint, finalizer, resource: `[prefix/]name`. */
export const labelKey: Rule = (key) => {
  const parts = key.split('/');
  if (parts.length > 2) return [`a valid label key ${KEY_TEXT} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  const [name = '', prefix] = parts.toReversed();
  const findings = prefix === undefined ? [] : prefixTexts(prefix);
  if (name === '') return [...findings, 'name part must be non-empty', `name part ${KEY_TEXT}`];
  if (utf8Length(name) > LABEL_MAX) findings.push(`name part ${maxText(LABEL_MAX, 'bytes')}`);
  if (!WHOLE_KEY_NAME.test(name)) findings.push(`name part ${KEY_TEXT}`);
  return findings;
};

function prefixTexts(prefix: string): string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return prefixSubdomain(prefix).map((text) => `prefix part ${text}`);
}

const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const configKeyCharacters = rule({
  pattern: CONFIG_KEY,
  max: SUBDOMAIN_MAX,
  text: patternText(
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
    CONFIG_KEY,
    'key.name',
    'KEY_NAME',
    'key-name',
  ),
});

export const configMapKey: Rule = (key) => withDots(key, configKeyCharacters(key));

const ENV_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const envNameCharacters = rule({
  pattern: ENV_NAME,
  max: Number.POSITIVE_INFINITY,
  text: patternText(
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
    ENV_NAME,
    'my.env-name',
    'MY_ENV.NAME',
    'MyEnvName1',
  ),
});

export const envVarName: Rule = (name) => withDots(name, envNameCharacters(name));

/** What env names may be since RelaxedEnvironmentVariableValidation. */
export const relaxedEnvVarName: Rule = (name) => {
  if (name === '') return ['environment variable name must be non-empty'];
  return /^[\x20-\x3c\x3e-\x7e]+$/.test(name)
    ? FINE
    : ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
};

function withDots(text: string, findings: readonly string[]): readonly string[] {
  if (text === '.') return [...findings, "must not be '.'"];
  if (text === '..') return [...findings, "must not be '..'"];
  return text.startsWith('..') ? [...findings, "must not start with '..'"] : findings;
}

/** IANA service name, as container ports have it. */
export const portName: Rule = (name) => {
  const findings: string[] = [];
  if (utf8Length(name) > PORT_NAME_MAX) findings.push(maxText(PORT_NAME_MAX));
  if (!/^[-a-z0-9]+$/.test(name)) findings.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(name)) findings.push('must contain at least one letter (a-z)');
  if (name.includes('--')) findings.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) findings.push('must not begin or end with a hyphen');
  return findings;
};

const HTTP_HEADER = '[-A-Za-z0-9]+';

export const httpHeaderName: Rule = rule({
  pattern: HTTP_HEADER,
  max: Number.POSITIVE_INFINITY,
  text: patternText("a valid HTTP header must consist of alphanumeric characters or '-'", HTTP_HEADER, 'X-Header-Name'),
});

const PERCENT = '[0-9]+%';

export const percent: Rule = rule({
  pattern: PERCENT,
  max: Number.POSITIVE_INFINITY,
  text: patternText("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, '1%', '93%'),
});

const WILDCARD = String.raw`\*\.${SUBDOMAIN}`;

export const wildcardSubdomain: Rule = rule({
  pattern: WILDCARD,
  max: SUBDOMAIN_MAX,
  text: patternText(
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
    WILDCARD,
    '*.example.com',
  ),
});

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

export const httpPath: Rule = rule({
  pattern: HTTP_PATH,
  max: Number.POSITIVE_INFINITY,
  text: `Invalid path (regex used for validation is '${HTTP_PATH}')`,
});

/** One segment of a URL path: the least that any name must satisfy. */
export const pathSegment: Rule = (name) => {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  if (!name.includes('/') && !name.includes('%')) return NO_PROBLEMS;
  return ['/', '%'].filter((char) => name.includes(char)).map((char) => `may not contain '${char}'`);
};

const NO_PROBLEMS: readonly string[] = [];

/** A prefix is not finished yet: a trailing dash is fine (ValidateNameFunc with maskTrailingDash). */
function nameRule(whole: Rule): NameRule {
  return (name, prefix) => whole(prefix && name.length > 1 && name.endsWith('-') ? `${name.slice(0, -1)}a` : name);
}

export const nameIsDnsSubdomain: NameRule = nameRule(dns1123Subdomain);
export const nameIsDnsLabel: NameRule = nameRule(dns1123Label);
export const nameIsDns1035Label: NameRule = nameRule(dns1035Label);
export const nameIsPathSegment: NameRule = (name, prefix) =>
  prefix ? pathSegment(name).filter((text) => text.startsWith('may not contain')) : pathSegment(name);

/** Bytes of a text in UTF-8: the unit of Kubernetes' limits. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7ff) length += 2;
    else if (code > 0x7f) length++;
    if (code >= 0xd800 && code < 0xe000) length--;
  }
  return length;
}
