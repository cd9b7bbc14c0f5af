import { type DecodeContext, fail, failLoneType, failType, typeName } from './decode-context.ts';
import { STRING_TYPES } from './go-facts.ts';
import { canonicalQuantity } from './quantity.ts';
import type { JsonValue } from './scalars.ts';
import type { ScalarType } from './schema.ts';
import { formatMicroTime, formatTime, parseTime } from './time.ts';

/** Reads one scalar; `resource` is a quantity in a resource list. `undefined` if it was refused. */
export function decodeScalar(value: JsonValue, type: ScalarType | 'resource', context: DecodeContext): JsonValue | undefined {
  switch (type) {
    case 'any':
      return value;
    case 'string':
      return typeof value === 'string' ? value : refuse(context, value, stringType(context));
    case 'bool':
      return typeof value === 'boolean' ? value : refuse(context, value, 'bool');
    case 'int32':
    case 'int64':
      return isInteger(value, type) ? value : refuse(context, value, type);
    case 'double':
      return typeof value === 'number' ? value : refuse(context, value, 'float64');
    case 'intstr':
      return decodeIntOrString(value, context);
    case 'quantity':
    case 'resource':
      return decodeQuantity(value, type === 'resource', context);
    case 'time':
    case 'microtime':
      return decodeTime(value, type, context);
    case 'bytes':
      return decodeBytes(value, context);
    default:
      return type satisfies never;
  }
}

function refuse(context: DecodeContext, value: JsonValue, goType: string): undefined {
  if (typeof value === 'number' && goType.startsWith('int')) return refuseNumber(context, value, goType);
  failType(context, value, goType);
  return undefined;
}

/** A number of the wrong size or with a fraction is quoted. */
function refuseNumber(context: DecodeContext, value: number, goType: string): undefined {
  failType(context, value, goType);
  context.failure = context.failure?.replace('cannot unmarshal number into', `cannot unmarshal number ${value} into`);
  return undefined;
}

const INT32 = 2 ** 31;

function isInteger(value: JsonValue, type: 'int32' | 'int64'): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  return type === 'int64' ? Math.abs(value) <= 2 ** 63 : value >= -INT32 && value < INT32;
}
