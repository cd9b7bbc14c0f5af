/**
 * A pod template as Go's `spew` prints the typed value (apimachinery's util/dump.ForHash): every field of every struct in the order
 * of its declaration, with its Go type. The declarations stand in `structs.gen.ts`.
 */
import type { PodTemplateSpec } from '../../../api/types.gen.ts';
import { dumpIntOrString, dumpQuantity } from './scalars.ts';
import { STRUCTS } from './structs.gen.ts';

export function dumpTemplate(template: PodTemplateSpec): string {
  return dumpTyped('v1.PodTemplateSpec', template);
}

interface Field {
  readonly name: string;
  readonly type: string;
  /** Undefined for an embedded struct, whose fields stand among those of the struct around it. */
  readonly json: string | undefined;
}

type Fields = { readonly [key: string]: unknown };

const parsed = new Map<string, readonly Field[]>();

const NIL = '<nil>';
const ZERO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}';

function dumpTyped(type: string, value: unknown): string {
  return `(${type})${dump(type, value)}`;
}

/** Without the type: so are elements of lists and maps, and what pointers point to, printed. */
function dump(type: string, value: unknown): string {
  if (type.startsWith('*')) return isAbsent(value) ? NIL : dump(type.slice(1), value);
  if (type.startsWith('[]')) return dumpList(type.slice(2), value);
  switch (type) {
    case 'map[string]string':
      return dumpMap('string', value);
    case 'v1.ResourceList':
      return dumpMap('resource.Quantity', value);
    case 'resource.Quantity':
      return dumpQuantity(textOf(value));
    case 'intstr.IntOrString':
      return dumpIntOrString(value as number | string | undefined);
    case 'v1.Time':
      return ZERO_TIME;
    case 'bool':
      return value === true ? 'true' : 'false';
    case 'int32':
    case 'int64':
      return String(typeof value === 'number' ? value : 0);
    default:
      return type in STRUCTS ? dumpStruct(type, (value ?? {}) as Fields) : textOf(value);
  }
}

function dumpStruct(type: string, value: Fields): string {
  const fields = fieldsOf(type).map(
    ({ name, type: fieldType, json }) => `${name}:${dumpTyped(fieldType, json === undefined ? value : value[json])}`,
  );
  return `{${fields.join(' ')}}`;
}

/** On its way through etcd an empty list or map becomes none. */
function dumpList(type: string, value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return NIL;
  return `[${value.map((item) => dump(type, item)).join(' ')}]`;
}

function dumpMap(type: string, value: unknown): string {
  const entries = Object.entries((value ?? {}) as Fields);
  if (entries.length === 0) return NIL;
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${sorted.map(([key, item]) => `${key}:${dump(type, item)}`).join(' ')}]`;
}

function fieldsOf(type: string): readonly Field[] {
  let fields = parsed.get(type);
  if (fields === undefined) parsed.set(type, (fields = (STRUCTS[type] ?? '').split(',').filter(Boolean).map(parseField)));
  return fields;
}

function parseField(text: string): Field {
  const [name = '', type = '', json] = text.split(' ');
  return { name, type, json: json === '-' ? undefined : (json ?? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`) };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
