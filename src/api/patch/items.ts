import type { JsonValue } from '../scalars.ts';
import { badStrategicPatch, goText } from './error.ts';
import { isList, isRecord } from './record.ts';

type List = readonly JsonValue[];

/** Whether lists that are about to be merged hold objects. All their items must be of one of Go's types (sliceElementType). */
export function holdObjects(...lists: readonly List[]): boolean {
  let first: string | undefined;
  for (const list of lists) {
    for (const item of list) {
      const type = goType(item);
      first ??= type;
      if (first === LIST) throw badStrategicPatch('lists of lists are not supported');
      if (type !== first) throw badStrategicPatch(`list element types are not identical: ${goText(lists)}`);
    }
  }
  if (first === undefined) throw badStrategicPatch('no elements in any of the given slices');
  return first === OBJECT;
}

/** A list in the place of which something else stands. */
export function notAList(value: JsonValue): Error {
  return badStrategicPatch(`expected a ${LIST}, but received a ${goType(value)}`);
}

const LIST = '[]interface {}';
const OBJECT = 'map[string]interface {}';

function goType(value: JsonValue): string {
  if (value === null) return '%!s(<nil>)';
  if (isList(value)) return LIST;
  if (isRecord(value)) return OBJECT;
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
