/** Reading a versioned file of a component strictly, in the words of k8s.io/apimachinery's codecs and sigs.k8s.io/json. */
import { isRecord } from '../../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import type { Shape, Struct } from '../../../api/scheduler-configuration/shapes.ts';

/** The message of a file that can't be read. */
export class UnreadableError extends Error {
  /** The field that it is about, `profiles[0].plugins`; '' for the whole. */
  readonly path: string;
  constructor(message: string, path = '') {
    super(message);
    this.path = path;
  }
}

/** Reads `value`, throws at what has the wrong type, and notes the paths of fields that there are none of. */
export function readShape(value: JsonValue, shape: Shape, at: Place): JsonValue | undefined {
  if (value === null || shape === 'any') return value ?? undefined;
  if (typeof shape === 'string') return fitsScalar(value, shape) ? value : mismatch(value, shape, at);
  if ('list' in shape) {
    if (!Array.isArray(value)) return mismatch(value, `[]${goName(shape.list)}`, at);
    return value.map((item, index) => readShape(item, shape.list, { ...at, path: `${at.path}[${index}]` }) ?? null);
  }
  return isRecord(value) ? readStruct(value, shape, at) : mismatch(value, goName(shape), at);
}

export interface Place {
  /** `profiles[0].plugins`. */
  readonly path: string;
  /** The innermost struct, and the names of fields that lead here. */
  readonly struct: string;
  readonly names: readonly string[];
  /** Paths of unknown fields. */
  readonly unknown: string[];
}

export function startOf({ name }: Struct): Place {
  return { path: '', struct: name, names: [], unknown: [] };
}

function readStruct(value: JsonObject, { name, fields }: Struct, at: Place): JsonObject {
  const read: { [name: string]: JsonValue } = {};
  for (const [key, item] of Object.entries(value)) {
    const path = at.path === '' ? key : `${at.path}.${key}`;
    const shape = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (shape === undefined) at.unknown.push(path);
    else {
      const known = readShape(item, shape, { ...at, path, struct: name, names: [...at.names, key] });
      if (known !== undefined) read[key] = known;
    }
  }
  return read;
}

const LIMITS = { int32: 2 ** 31, int64: Number.MAX_SAFE_INTEGER } as const;

function fitsScalar(value: JsonValue, shape: 'int32' | 'int64' | 'float32' | 'bool' | 'string'): boolean {
  switch (shape) {
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'float32':
      return typeof value === 'number';
    case 'int32':
    case 'int64':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < LIMITS[shape];
    default:
      return shape satisfies never;
  }
}

function mismatch(value: JsonValue, type: string, { struct, names, path }: Place): never {
  const found = typeof value === 'number' ? `number ${value}` : kindOf(value);
  // A number that doesn't fit is shown, a thing of another kind is not.
  const what = type.startsWith('int') ? found : kindOf(value);
  throw new UnreadableError(`json: cannot unmarshal ${what} into Go struct field ${struct}.${names.join('.')} of type ${type}`, path);
}

function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function goName(shape: Shape): string {
  if (typeof shape === 'string') return shape;
  return 'list' in shape ? `[]${goName(shape.list)}` : `v1.${shape.name}`;
}
