/** Provided by every host (Node 17 and later, all browsers, workers) but not part of the ES library. */
declare function structuredClone<T>(value: T): T;

/** A deep copy of plain data: objects, arrays, Maps, Sets, typed arrays. Throws on anything that is not data. */
export function clonePlain<T>(value: T): T {
  return structuredClone(value);
}
