import { compareText } from '../base/compare.ts';
import { badRequestError } from './errors.ts';

/** Field selectors (`status.phase=Running,spec.nodeName!=`), after k8s.io/apimachinery/pkg/fields. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** Requirements in the order of their texts. Throws 400 in Kubernetes' words. */
export function parseFieldSelector(text: string): FieldRequirement[] {
  const terms = splitTerms(text).toSorted(compareText);
  return terms.filter((term) => term !== '').map((term) => parseTerm(term, text));
}

export function matchesFields(requirements: readonly FieldRequirement[], valueOf: (field: string) => string): boolean {
  return requirements.every(({ field, operator, value }) => (valueOf(field) === value) === (operator === '='));
}

export function fieldSelectorText(requirements: readonly FieldRequirement[]): string {
  return requirements.map(({ field, operator, value }) => `${field}${operator}${value.replaceAll(/[\\,=]/g, String.raw`\$&`)}`).join(',');
}

/** Splits at commas that no backslash escapes. */
function splitTerms(text: string): string[] {
  return text.match(/(?:\\[^]|[^\\,]|\\$)+|(?=,)|(?<=,)$/g) ?? [];
}

function parseTerm(term: string, whole: string): FieldRequirement {
  // Nothing can be escaped before the operator.
  const match = /^([^]*?)(!=|==?)([^]*)$/.exec(term);
  if (match === null) throw badRequestError(`invalid selector: '${whole}'; can't understand '${term}'`);
  const [, field = '', operator, value = ''] = match;
  return { field, operator: operator === '!=' ? '!=' : '=', value: unescape(value) };
}

function unescape(value: string): string {
  let text = '';
  let isEscaped = false;
  for (const char of value) {
    if (isEscaped && !'\\,='.includes(char)) throw badEscape(char);
    if (!isEscaped && (char === ',' || char === '='))
      throw badRequestError(`invalid field selector: unescaped character in value: ${char.charCodeAt(0)}`);
    isEscaped = !isEscaped && char === '\\';
    if (!isEscaped) text += char;
  }
  if (isEscaped) throw badEscape('');
  return text;
}

function badEscape(char: string): Error {
  return badRequestError(`invalid field selector: invalid escape sequence: \\${char}`);
}
