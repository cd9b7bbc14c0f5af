/** Which fields Kubernetes' messages have (messages.gen.json), and those of the types that look otherwise in JSON. */
import { ownValue } from '../../../base/own.ts';
import { METRICS_MESSAGES, METRICS_PACKAGES } from './metrics-messages.ts';
import generated from './messages.gen.json' with { type: 'json' };
import { SPECIAL_MESSAGES, type Special } from './special.ts';
import { DELIMITED, FIXED64, VARINT } from './wire.ts';

export type Scalar = 'string' | 'bytes' | 'bool' | 'int32' | 'int64' | 'double';

export type Type =
  | { readonly form: 'scalar'; readonly scalar: Scalar }
  | { readonly form: 'special'; readonly special: Special }
  | { readonly form: 'message'; readonly message: string };

export interface Field {
  readonly number: number;
  /** In JSON. */
  readonly name: string;
  /** Its own fields stand among those around it. */
  readonly inline: boolean;
  /** As Go's error texts call it. */
  readonly goName: string;
  /** Go writes a `value` in any case, the others when there is something. */
  readonly shape: 'value' | 'pointer' | 'list' | 'map';
  readonly type: Type;
  /** Of one value, in protobuf's numbering. */
  readonly wireType: number;
  /** JSON shows it even when it is empty. */
  readonly always: boolean;
}

export interface Message {
  readonly name: string;
  readonly fields: ReadonlyMap<number, Field>;
  /** Those with the greatest number first. */
  readonly backwards: readonly Field[];
  /** It stands for the list that is its only field. */
  readonly list: Field | undefined;
}

/** The message of an API object, or of what every group has (DeleteOptions and the like). */
export function messageOfKind(apiVersion: string, kind: string): string | undefined {
  const home = ownValue<string>(generated.packages, apiVersion) ?? ownValue<string>(METRICS_PACKAGES, apiVersion);
  if (home === undefined) return undefined;
  return [`${home}.${kind}`, `meta/v1.${kind}`].find((name) => lineOf(name) !== undefined);
}

const known = new Map<string, Message>();

export function messageOf(name: string): Message {
  const hit = known.get(name);
  if (hit !== undefined) return hit;
  const line = ownValue<string>(SPECIAL_MESSAGES, name) ?? lineOf(name);
  if (line === undefined) throw new Error(`no message ${name}`);
  const fields = line === '' ? [] : line.split(' ').map((text) => fieldOf(text, name));
  const message = {
    name: name.slice(name.indexOf('.') + 1),
    fields: new Map(fields.map((field) => [field.number, field])),
    backwards: fields.toSorted((a, b) => b.number - a.number),
    list: fields.find((field) => field.name === '='),
  };
  known.set(name, message);
  return message;
}

function lineOf(name: string): string | undefined {
  return ownValue<string>(generated.messages, name) ?? ownValue<string>(METRICS_MESSAGES, name);
}

const FIELD = /^(\d+):([^(:]+)(?:\((\w+)\))?:(\*|\[\]|\{\})?([^!]+)(!?)$/;
const SHAPES = { '': 'value', '*': 'pointer', '[]': 'list', '{}': 'map' } as const;

/** `number:name(other name):type`, see scripts/generate-protobuf.mjs. */
function fieldOf(text: string, message: string): Field {
  const [, number, name = '', other = name, shape = '', type = '', always] = FIELD.exec(text) ?? [];
  const read = typeOf(type, message);
  return {
    number: Number(number),
    name,
    inline: name === '-',
    goName: other === '=' ? 'Items' : other.charAt(0).toUpperCase() + other.slice(1),
    shape: SHAPES[shape as keyof typeof SHAPES],
    type: read,
    wireType: wireTypeOf(read),
    always: always === '!',
  };
}

const SCALARS: ReadonlySet<string> = new Set<Scalar>(['string', 'bytes', 'bool', 'int32', 'int64', 'double']);

function typeOf(text: string, message: string): Type {
  if (SCALARS.has(text)) return { form: 'scalar', scalar: text as Scalar };
  if (Object.hasOwn(SPECIAL_MESSAGES, text)) return { form: 'special', special: text as Special };
  // Of the same package.
  return { form: 'message', message: text.startsWith('.') ? message.slice(0, message.indexOf('.')) + text : text };
}

function wireTypeOf(type: Type): number {
  if (type.form !== 'scalar' || type.scalar === 'string' || type.scalar === 'bytes') return DELIMITED;
  return type.scalar === 'double' ? FIXED64 : VARINT;
}
