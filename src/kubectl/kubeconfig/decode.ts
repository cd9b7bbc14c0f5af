/** A kubeconfig file as text to its value, with the complaints of Go's decoder. Fields that nobody knows are left out, as Go does. */
import { decodeBase64, encodeBase64 } from '../../base/base64.ts';
import { KIND_STRUCT, typeName } from '../../api/decode-context.ts';
import { isList, isRecord } from '../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { parseDocuments, yamlErrorText } from '../../api/yaml.ts';
import { CommandError } from '../errors.ts';
import { type Field, type FieldType, PREFERENCES_FIELDS, SECTIONS, type Section } from './fields.ts';
import { EMPTY, type Kubeconfig, type Stanza, textField } from './kubeconfig.ts';

const SCHEME = 'k8s.io/client-go/tools/clientcmd/api/latest/latest.go:50';

/** Throws a CommandError that says what is wrong. `path` is where the text was read. */
export function decodeKubeconfig(text: string, path: string): Kubeconfig {
  const document = text === '' ? undefined : parseDocuments(text)[0];
  if (document === undefined) return EMPTY;
  const broken = document.errors.find(({ kind }) => kind !== 'duplicate');
  if (broken !== undefined) throw new CommandError(yamlErrorText(broken));
  if (document.value === null) return EMPTY;
  if (!isRecord(document.value))
    throw new CommandError(
      `couldn't get version/kind; json parse error: json: cannot unmarshal ${typeName(document.value)} into Go value of type ${KIND_STRUCT}`,
    );
  assertKind(document.value);
  return configOf(document.value, path);
}

function assertKind(record: JsonObject): void {
  const kind = textField(record, 'kind') || 'Config';
  const version = textField(record, 'apiVersion') || 'v1';
  if (kind === 'Config' && version === 'v1') return;
  throw new CommandError(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(version)} in scheme "${SCHEME}"`);
}

/** The first complaint counts, in the order of the fields' names. */
interface Reader {
  complaint: string | undefined;
}

function configOf(record: JsonObject, path: string): Kubeconfig {
  const reader: Reader = { complaint: undefined };
  const at = { reader, struct: 'Config', within: '', path: '' };
  const clusters = sectionOf(record, 'clusters', path, reader);
  const contexts = sectionOf(record, 'contexts', path, reader);
  const currentContext = valueOf('text', record['current-context'], { ...at, path: 'current-context' });
  const extensions = valueOf('extensions', record['extensions'], { ...at, path: 'extensions' });
  const preferences = fieldsOf(PREFERENCES_FIELDS, record['preferences'], {
    reader,
    struct: 'Preferences',
    within: 'Config',
    path: 'preferences',
  });
  const users = sectionOf(record, 'users', path, reader);
  if (reader.complaint !== undefined) throw new CommandError(reader.complaint);
  return {
    clusters,
    users,
    contexts,
    preferences,
    currentContext: typeof currentContext === 'string' ? currentContext : '',
    extensions: Array.isArray(extensions) ? (extensions as readonly JsonValue[]) : [],
  };
}

function sectionOf(record: JsonObject, section: Section, origin: string, reader: Reader): ReadonlyMap<string, Stanza> {
  const { goType } = SECTIONS[section];
  const list = record[section] ?? [];
  const at: At = { reader, struct: 'Config', within: '', path: section };
  const found = new Map<string, Stanza>();
  if (!isList(list)) complain(at, list, `[]v1.Named${goType}`);
  else for (const item of list) addStanza(found, item, section, origin, at);
  return found;
}

function addStanza(found: Map<string, Stanza>, item: JsonValue, section: Section, origin: string, at: At): void {
  const { item: noun, goType, fields } = SECTIONS[section];
  if (!isRecord(item)) return complain(at, item, `v1.Named${goType}`);
  const within = `Named${goType}`;
  const value = fieldsOf(fields, item[noun], { ...at, struct: goType, within, path: `${section}.${noun}` });
  valueOf('text', item['name'], { ...at, struct: within, within: 'Config', path: `${section}.name` });
  const name = textField(item, 'name');
  if (found.has(name))
    at.reader.complaint ??= `error converting *[]${within} into *map[string]*api.${goType}: duplicate name "${name}" in list`;
  found.set(name, { origin, fields: value });
}

interface At {
  readonly reader: Reader;
  /** Go's name of the struct. */
  readonly struct: string;
  /** The one around it. */
  readonly within: string;
  /** Of the field, from the top. */
  readonly path: string;
}

function fieldsOf(fields: readonly Field[], value: JsonValue | undefined, at: At): JsonObject {
  if (value === undefined || value === null) return emptyFields(fields);
  if (!isRecord(value)) {
    complain({ ...at, struct: at.within }, value, `v1.${at.struct}`);
    return emptyFields(fields);
  }
  const found: Record<string, JsonValue> = { ...emptyFields(fields) };
  for (const key of Object.keys(value).sort()) {
    const field = fields.find(({ name }) => name === key);
    if (field === undefined) continue;
    const read = isStruct(field.type)
      ? value[key] === null
        ? null
        : fieldsOf(field.type, value[key], { ...at, struct: field.goType ?? '', within: at.struct, path: `${at.path}.${key}` })
      : valueOf(field.type, value[key], { ...at, path: `${at.path}.${key}` });
    if (field.always === true || !isEmpty(read)) found[key] = read ?? emptyOf(field.type);
  }
  return interactive(found);
}

/** Exec plugins of old versions may be asked to talk to people (SetDefaults_ExecConfig). */
function interactive(fields: JsonObject): JsonObject {
  const version = textField(fields, 'apiVersion');
  const isOld = version === 'client.authentication.k8s.io/v1beta1' || version === 'client.authentication.k8s.io/v1alpha1';
  return isOld && fields['interactiveMode'] === undefined ? { ...fields, interactiveMode: 'IfAvailable' } : fields;
}

/** What a stanza has when nothing is said of it. */
export function emptyFields(fields: readonly Field[]): JsonObject {
  return Object.fromEntries(fields.filter(({ always }) => always === true).map(({ name, type }) => [name, emptyOf(type)]));
}

function emptyOf(type: FieldType): JsonValue {
  return type === 'text' ? '' : type === 'bool' ? false : null;
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}

function isStruct(type: FieldType): type is readonly Field[] {
  return Array.isArray(type);
}

function valueOf(type: Exclude<FieldType, readonly Field[]>, value: JsonValue | undefined, at: At): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  switch (type) {
    case 'text':
      return typeof value === 'string' ? value : complain(at, value, 'string');
    case 'bool':
      return typeof value === 'boolean' ? value : complain(at, value, 'bool');
    case 'bytes':
      return typeof value === 'string' ? bytesOf(value, at) : complain(at, value, '[]uint8');
    case 'texts':
      return textsOf(value, at, '[]string');
    case 'pairs':
      return isRecord(value) ? mapped(value, (item) => valueOf('text', item, at) ?? '') : complain(at, value, 'map[string]string');
    case 'lists':
      return isRecord(value) ? mapped(value, (item) => textsOf(item, at, '[]string') ?? null) : complain(at, value, 'map[string][]string');
    case 'extensions':
      return Array.isArray(value) ? value : complain(at, value, '[]v1.NamedExtension');
    default: {
      if (!Array.isArray(value)) return complain(at, value, `[]v1.${type.goType}`);
      return (value as readonly JsonValue[]).map((item) => fieldsOf(type.items, item, { ...at, struct: type.goType, within: at.struct }));
    }
  }
}

function mapped(record: JsonObject, of: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, of(record[key] ?? null)]),
  );
}

function textsOf(value: JsonValue, at: At, type: string): JsonValue | undefined {
  if (!Array.isArray(value)) return complain(at, value, type);
  return (value as readonly JsonValue[]).map((item) => valueOf('text', item, at) ?? '');
}

/** Kept as Go would write them again. */
function bytesOf(text: string, at: At): JsonValue | undefined {
  const bytes = decodeBase64(text.replaceAll(/[\r\n]/g, ''));
  if (bytes !== undefined) return encodeBase64(bytes);
  at.reader.complaint ??= `illegal base64 data at input byte ${illegalAt(text)}`;
  return undefined;
}

export function illegalAt(text: string): number {
  const bad = text.search(/[^A-Za-z0-9+/\r\n]/);
  const isPadding = bad >= 0 && /^=+$/.test(text.slice(bad)) && text.slice(bad).length <= 2;
  return bad < 0 || (isPadding && bad % 4 >= 2) ? text.length - (text.length % 4) : bad;
}

function complain({ reader, struct, path }: At, value: JsonValue, type: string): undefined {
  reader.complaint ??= `json: cannot unmarshal ${typeName(value)} into Go struct field ${struct}.${path} of type ${type}`;
  return undefined;
}
