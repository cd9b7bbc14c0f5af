import { type Value, evaluationError, isList, isMap, isTagged, typeOf } from '../values.ts';

/** What stands at an index of a list or under a key of a map; undefined when there is nothing. */
export function lookupIndex(container: Value, index: Value): Value | undefined {
  if (isMap(container)) return container.find(index);
  if (!isList(container)) return undefined;
  const place = placeOf(index);
  return place >= 0 && place < container.size ? container.at(place) : undefined;
}

/** Whole numbers of any type are places. */
function placeOf(index: Value): number {
  if (typeof index === 'bigint') return Number(index);
  if (typeof index === 'number' && Number.isInteger(index)) return index;
  if (isTagged(index) && index.kind === 'uint') return Number(index.value);
  throw evaluationError(`unsupported index type '${typeOf(index).name}' in list`);
}
