/** `config set` and `config unset`: one value, by a path such as `clusters.a.server`. */
import { decodeBase64, encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { CommandError } from '../../errors.ts';
import { emptyFields, illegalAt } from '../../kubeconfig/decode.ts';
import { type Field, PREFERENCES_FIELDS, SECTIONS, type Section } from '../../kubeconfig/fields.ts';
import { modifyConfig, startingConfig } from '../../kubeconfig/files.ts';
import { type Kubeconfig, withStanza, withValue } from '../../kubeconfig/kubeconfig.ts';
import { bool } from '../../parse/flags.ts';
import { out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { accessOf, refuse, unexpected } from './access.ts';

export const setVerb = defineVerb({
  name: 'set',
  summary: 'Set an individual value in a kubeconfig file',
  usage: 'PROPERTY_NAME PROPERTY_VALUE [options]',
  flags: { setRawBytes: bool() },
  async run(session, { args, flags }) {
    if (args.length !== 2) throw unexpected(args);
    const [path = '', value = ''] = args;
    refuse(value === '', 'you cannot use set to unset a property');
    refuse(path === '', 'you must specify a property');
    const access = accessOf(session);
    modifyConfig(access, changed(startingConfig(access), path, { value, isRaw: flags.setRawBytes }), false);
    out(session, `Property ${JSON.stringify(path)} set.`);
  },
});

export const unsetVerb = defineVerb({
  name: 'unset',
  summary: 'Unset an individual value in a kubeconfig file',
  usage: 'PROPERTY_NAME [options]',
  flags: {},
  async run(session, { args }) {
    if (args.length !== 1) throw unexpected(args);
    const [path = ''] = args;
    refuse(path === '', 'you must specify a property');
    const access = accessOf(session);
    modifyConfig(access, changed(startingConfig(access), path, undefined), false);
    out(session, `Property ${JSON.stringify(path)} unset.`);
  },
});

/** What a value is set to; undefined takes it away. */
type Change = { readonly value: string; readonly isRaw: boolean } | undefined;

function changed(config: Kubeconfig, path: string, change: Change): Kubeconfig {
  const [first = '', ...rest] = path.split('.');
  switch (first) {
    case 'clusters':
    case 'users':
    case 'contexts':
      return inSection(config, first, rest, path, change);
    case 'current-context':
      if (rest.length > 0) throw tooDeep(path);
      return { ...config, currentContext: change?.value ?? '' };
    case 'preferences':
      if (rest.length === 0 && change === undefined) return { ...config, preferences: {} };
      return {
        ...config,
        preferences: inFields(config.preferences, PREFERENCES_FIELDS, rest, { path, change, struct: 'api.Preferences' }),
      };
    case 'kind':
    case 'apiVersion':
      // Both are written as they have to be, whatever is set.
      if (rest.length > 0) throw tooDeep(path);
      return config;
    case 'extensions':
      return { ...config, extensions: unsetExtensions(rest, change) };
    default:
      throw new CommandError(`unable to parse ${path} after [] at api.Config`);
  }
}

function tooDeep(path: string): CommandError {
  return new CommandError(`unable to parse one or more field values of ${path}`);
}

function unsetExtensions(rest: readonly string[], change: Change): readonly JsonValue[] {
  if (change === undefined && rest.length === 0) return [];
  throw new CommandError('extensions can only be unset, and only all of them');
}

function inSection(config: Kubeconfig, section: Section, parts: readonly string[], path: string, change: Change): Kubeconfig {
  const { fields, goType } = SECTIONS[section];
  if (parts.length === 0) {
    if (change === undefined) return { ...config, [section]: new Map() };
    throw mapNotValue(config, section);
  }
  const { name, rest } = splitName(parts, fields);
  if (rest.length === 0) {
    if (change === undefined) return withStanza(config, section, name, undefined);
    throw mapNotValue(config, section);
  }
  const before = config[section].get(name);
  if (before === undefined && change === undefined) {
    checkSteps(fields, rest, { path, change, struct: `api.${goType}` });
    throw new CommandError(`current map key \`${name}\` is invalid`);
  }
  const { origin, fields: values } = before ?? { origin: '', fields: emptyFields(fields) };
  return withStanza(config, section, name, { origin, fields: inFields(values, fields, rest, { path, change, struct: `api.${goType}` }) });
}

function mapNotValue(config: Kubeconfig, section: Section): CommandError {
  return new CommandError(`can't set a map to a value: map[${[...config[section].keys()].sort().join(' ')}]`);
}

/** A name may have dots in it: it ends where a field begins. */
function splitName(parts: readonly string[], fields: readonly Field[]): { readonly name: string; readonly rest: readonly string[] } {
  const steps = new Set(fields.map(stepOf));
  const at = parts.slice(1).findIndex((part) => steps.has(part)) + 1;
  const end = at === 0 ? parts.length : at;
  return { name: parts.slice(0, end).join('.'), rest: parts.slice(end) };
}

function stepOf({ step, name }: Field): string {
  return step ?? name;
}

interface Goal {
  readonly path: string;
  readonly change: Change;
  /** Go's name of the struct. */
  readonly struct: string;
}

function inFields(values: JsonObject, fields: readonly Field[], parts: readonly string[], goal: Goal): JsonObject {
  const field = checkSteps(fields, parts, goal);
  const { change } = goal;
  if (change !== undefined) return withField(values, field, valueOf(field, change));
  return withField(values, field, emptyFields([{ ...field, always: true }])[field.name] ?? null);
}

function withField(values: JsonObject, field: Field, value: JsonValue): JsonObject {
  return field.always === true ? { ...values, [field.name]: value } : withValue(values, field.name, value);
}

/** The field that a path leads to. Structs within a user can't be gone into. */
function checkSteps(fields: readonly Field[], [first = '', ...rest]: readonly string[], { path, struct }: Goal): Field {
  const field = fields.find((candidate) => stepOf(candidate) === first);
  if (field === undefined) throw new CommandError(`unable to parse ${path} at ${struct}`);
  if (rest.length === 0) return field;
  if (field.type === 'lists') throw new CommandError('string is not of type struct');
  throw tooDeep(path);
}

function valueOf({ type, name }: Field, { value, isRaw }: NonNullable<Change>): JsonValue {
  switch (type) {
    case 'text':
      return value;
    case 'bool':
      return booleanOf(value);
    case 'bytes':
      return isRaw ? encodeBase64(utf8Bytes(value)) : bytesOf(value);
    case 'texts':
      throw new CommandError('unrecognized slice type. string');
    case 'lists':
    case 'pairs':
    case 'extensions':
      throw new CommandError("can't set a map to a value: map[]");
    default:
      throw new CommandError(`${name} can't be set to a value`);
  }
}

const BOOLEANS: Readonly<Record<string, boolean>> = { '1': true, t: true, T: true, true: true, TRUE: true, True: true, '0': false, f: false, F: false, false: false, FALSE: false, False: false }; // prettier-ignore

function booleanOf(value: string): boolean {
  const known = BOOLEANS[value];
  if (known === undefined) throw new CommandError(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
  return known;
}

function bytesOf(value: string): string {
  const bytes = decodeBase64(value);
  if (bytes === undefined) throw new CommandError(`error decoding input value: illegal base64 data at input byte ${illegalAt(value)}`);
  return encodeBase64(bytes);
}
