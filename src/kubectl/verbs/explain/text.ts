import type { JsonValue } from '../../../api/scalars.ts';
import type { ExplainedType } from './type.ts';

/** The field that a path ends at; nothing for a whole resource. */
export function fieldHead(name: string, { name: type, enum: values }: ExplainedType): string {
  if (name === '') return '';
  const choices = values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${choiceText(value)}`).join('')}`;
  return `FIELD: ${name} <${type}>\n${choices}\n\n`;
}

export function descriptionText({ descriptions }: ExplainedType): string {
  if (descriptions === undefined) return '';
  const texts = descriptions.filter((text) => text !== '').map((text) => `${text}\n`);
  const shown = texts.length === 0 ? '<empty>' : texts.join('');
  return `DESCRIPTION:\n${indented(wrapped(shown, 76), 4)}\n`;
}

export function fieldList(type: ExplainedType, recursive: boolean): string {
  const lines = linesOf(type, recursive, 2, []);
  return lines === '' ? '' : `FIELDS:\n${lines}`;
}

/** A type that contains itself is written once. */
function linesOf(type: ExplainedType, recursive: boolean, indent: number, above: readonly string[]): string {
  if (type.id !== undefined && above.includes(type.id)) return '';
  const inside = type.id === undefined ? above : [...above, type.id];
  const fields = [...type.fields()].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return fields
    .map(([name, field]) => fieldLine(name, field, recursive, indent) + (recursive ? linesOf(field, true, indent + 2, inside) : ''))
    .join('');
}

const MOST_CHOICES = 4;

function fieldLine(name: string, field: ExplainedType, recursive: boolean, indent: number): string {
  const { required, enum: values, descriptions } = field;
  const space = ' '.repeat(indent);
  const more = values.length > MOST_CHOICES ? ', ....' : '';
  const choices = values.slice(0, MOST_CHOICES).map(choiceText).join(', ');
  const line = `${space}${name}\t<${field.name}>${required ? ' -required-' : ''}\n${choices === '' ? '' : `${space}enum: ${choices}${more}\n`}`;
  if (recursive || descriptions === undefined) return line;
  return `${line}${indented(wrapped(descriptions[0] || '<no description>', 78 - indent), indent + 2)}\n\n`;
}

function choiceText(value: JsonValue): string {
  if (value === '') return '""';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function indented(text: string, indent: number): string {
  const space = ' '.repeat(indent);
  return space + text.replaceAll('\n', `\n${space}`);
}

/** Breaks lines at blanks, which are dropped there; a word that is too long for any line has one of its own. */
function wrapped(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n');
}

function wrappedLine(line: string, width: number): string {
  let done = '';
  let column = 0;
  for (const [, blank = '', word = ''] of line.matchAll(/(\s*)(\S*)/g)) {
    const breaks = column + blank.length + Math.min(word.length, width - 1) > width;
    done += breaks ? `${word === '' ? '' : '\n'}${word}` : blank + word;
    column = (breaks ? 0 : column + blank.length) + word.length;
  }
  return done;
}
