/** Which element of an associative list a value is (sigs.k8s.io/structured-merge-diff/typed/helpers.go). */
import type { JsonValue } from '../scalars.ts';
import { type PathElement, keyElement, valueElement } from './path-element.ts';
import { type TypedList, recordOf } from './typed-schema.ts';

/** The element; throws (a plain Error) for a value that can be none. */
export function itemElement(list: TypedList, item: JsonValue): PathElement {
  return list.keys.length === 0 ? setElement(item) : keyedElement(list, item);
}

function setElement(item: JsonValue): PathElement {
  if (item === null) throw new Error("associative list without keys has an element that's an explicit null");
  if (Array.isArray(item)) throw new Error('not supported: associative list with lists as elements');
  if (typeof item === 'object') throw new Error("associative list without keys has an element that's a map type");
  return valueElement(item);
}

function keyedElement(list: TypedList, item: JsonValue): PathElement {
  if (item === null) throw new Error('associative list with keys may not have a null element');
  const record = recordOf(item);
  if (record === undefined) throw new Error('associative list with keys may not have non-map elements');
  const element = keyElement(list.keys, (name) => record[name] ?? list.items().map?.keyDefault(name));
  if (element !== 'k:{}') return element;
  const names = list.keys.map((name) => JSON.stringify(name)).join(' ');
  throw new Error(
    `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`,
  );
}
