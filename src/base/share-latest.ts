/**
 * Makes one of equal values that are made again and again, so that what holds them holds one. Of each sort (a handful, or one a node) the
 * latest is remembered. It saves room and changes nothing: a value must not be altered, and nobody may ask whether two are the same one.
 */
export function shareLatest<T>(isEqual: (a: T, b: T) => boolean): (sort: string, value: T) => T {
  const latest = new Map<string, T>();
  return (sort, value) => {
    const known = latest.get(sort);
    if (known !== undefined && isEqual(known, value)) return known;
    latest.set(sort, value);
    return value;
  };
}
