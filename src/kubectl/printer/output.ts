import { type KubeObject, groupVersionOf } from '../../api/object.ts';
import type { ApiResource } from '../../api/request.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { stringifyYaml } from '../../api/yaml.ts';
import { CommandError } from '../errors.ts';
import { type FlagSpecs, bool, text } from '../parse/flags.ts';
import type { Session } from '../session.ts';
import { displayName } from '../parse/types.ts';
import { columnsFromFile, customColumns } from './custom-columns.ts';
import { renderGoTemplate } from './go-template.ts';
import { toKyaml } from './kyaml.ts';
import { jsonPathValues, renderJsonPath } from '../../api/jsonpath/jsonpath.ts';
import { sortKeys, toJson } from '../../api/sorted-json.ts';

/** What `-o` asks for. `human` is the verb's own form, `wide` included. */
export type OutputFormat =
  | { readonly type: 'human'; readonly wide: boolean }
  | { readonly type: 'name' | 'json' | 'yaml' | 'kyaml' }
  | {
      readonly type: 'jsonpath' | 'jsonpath-as-json' | 'go-template' | 'custom-columns';
      readonly template: string;
      /** Fields that are not there are an error. */
      readonly strict: boolean;
    };

/** Flags of every verb that prints objects. */
export const PRINT_FLAGS = {
  output: text('', 'o'),
  template: text(),
  allowMissingTemplateKeys: bool('', true),
  showManagedFields: bool(),
} satisfies FlagSpecs;

export interface PrintFlags {
  readonly output: string;
  readonly template?: string;
  readonly allowMissingTemplateKeys?: boolean;
  readonly showManagedFields?: boolean;
}

const ALIASES: Readonly<Record<string, string>> = { template: 'go-template', templatefile: 'go-template-file' };
const TEMPLATES = ['jsonpath', 'jsonpath-as-json', 'go-template', 'custom-columns'] as const;
/** Forms of verbs that print no tables. */
export const WRITTEN_FORMATS: readonly string[] = [
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'kyaml',
  'name',
  'template',
  'templatefile',
  'yaml',
];
const ALLOWED: readonly string[] = [...WRITTEN_FORMATS, 'custom-columns', 'custom-columns-file', 'wide'].toSorted();

/** What `--template` says stands for itself when no form is asked for. */
export function outputOf(session: Session, flags: PrintFlags, allowed = ALLOWED): OutputFormat {
  const { output: option, template: givenTemplate = '', allowMissingTemplateKeys = true } = flags;
  const [given = '', ...rest] = (option === '' && givenTemplate !== '' ? 'go-template' : option).split('=');
  const name = ALIASES[given] ?? given;
  if (name === '') return { type: 'human', wide: false };
  if (name === 'wide' && allowed.includes(name)) return { type: 'human', wide: true };
  if (name === 'name' || name === 'json' || name === 'yaml' || name === 'kyaml') return { type: name };
  const fromFile = name.endsWith('-file');
  const type = TEMPLATES.find((template) => template === name.replace(/-file$/, ''));
  if (type === undefined || !allowed.includes(given)) throw new CommandError(unknownFormat(option, allowed));
  const template = givenTemplate || rest.join('=');
  if (template === '') throw new CommandError(missingTemplate(given));
  const strict = !allowMissingTemplateKeys;
  if (!fromFile) return { type, template, strict };
  const file = templateFile(session, template, type);
  return { type, template: type === 'custom-columns' ? columnsFromFile(file) : file, strict };
}

/** Text of one object, or of a List of several, in any but the human form. */
export function formatValue(format: OutputFormat, value: JsonValue): string {
  switch (format.type) {
    case 'json':
      return `${toJson(value, 4)}\n`;
    case 'yaml':
      return ended(stringifyYaml(sortKeys(value)));
    case 'kyaml':
      return toKyaml(value);
    case 'jsonpath':
      return renderJsonPath(format.template, value, format.strict);
    case 'jsonpath-as-json':
      return `${toJson(jsonPathValues(format.template, value), 4)}\n`;
    case 'go-template':
      return renderGoTemplate(format.template, value, format.strict);
    case 'custom-columns':
      return customColumns(format.template, [value]);
    case 'human':
    case 'name':
      return '';
    default:
      return format satisfies never;
  }
}

/** What a writing verb prints about an object: `pod/web created`, or whatever `-o` asks for. */
export function printResult(
  session: Session,
  resource: ApiResource,
  object: KubeObject,
  format: OutputFormat,
  done: string,
  showManagedFields = false,
): void {
  const shown = displayName(resourceOf(object, resource), object.metadata.name ?? '');
  if (format.type === 'human') session.stdout.push(`${shown} ${done}\n`);
  else if (format.type === 'name') session.stdout.push(`${shown}\n`);
  else
    printDocument(session, format, formatValue(format, (showManagedFields ? object : forFormat(format, object)) as unknown as JsonValue));
}

/** Commands that have written a YAML document already. */
const WRITTEN = new WeakSet<Session>();

/** One object after the other: YAML documents are kept apart. */
export function printDocument(session: Session, { type }: OutputFormat, shown: string): void {
  if (type === 'yaml' && WRITTEN.has(session)) session.stdout.push('---\n');
  if (type === 'yaml') WRITTEN.add(session);
  session.stdout.push(shown);
}

/** A subresource answers with a kind of its own, such as `scale.autoscaling`. */
function resourceOf({ apiVersion, kind }: KubeObject, resource: ApiResource): ApiResource {
  if (kind === undefined || kind === resource.kind) return resource;
  return { ...resource, kind, group: groupVersionOf(apiVersion).group };
}

/** JSON and YAML leave managers out; templates are given everything. */
export function forFormat(format: OutputFormat, object: KubeObject): KubeObject {
  return 'template' in format ? object : withoutManagedFields(object);
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

function ended(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function templateFile(session: Session, name: string, type: string): string {
  const text = session.io.readFile(name);
  const what = type === 'custom-columns' ? 'template' : '--template';
  if (text === undefined) throw new CommandError(`error reading ${what} ${name}, open ${name}: no such file or directory`);
  return text;
}

function unknownFormat(option: string, allowed: readonly string[]): string {
  return `unable to match a printer suitable for the output format ${JSON.stringify(option)}, allowed formats are: ${allowed.join(',')}`;
}

function missingTemplate(format: string): string {
  if (format.startsWith('custom-columns')) return 'custom-columns format specified but no custom columns given';
  return `template format specified but no template given`;
}
