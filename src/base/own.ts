/** What a map holds under a key that somebody else chose: it may be called like something that every JavaScript object has. */
export function ownValue<T>(map: { readonly [key: string]: T } | undefined, key: string): T | undefined {
  return map !== undefined && Object.hasOwn(map, key) ? map[key] : undefined;
}
