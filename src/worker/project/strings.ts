/** Strings and label sets as numbers. Both tables only grow; a frame carries what was added since the last one. */
export interface Interner {
  string(text: string): number;
  labels(labels: { readonly [key: string]: string } | undefined): number;
  /** What was added since the last call, and the number of the first addition. */
  takeStrings(): { from: number; added: string[] };
  takeLabelSets(): { from: number; added: Uint32Array[] };
}

export function createInterner(): Interner {
  const strings = new Map<string, number>();
  const labelSets = new Map<string, number>();
  /** Most objects of one owner share the very same labels object. */
  const seen = new WeakMap<object, number>();
  let newStrings: string[] = [];
  let newSets: Uint32Array[] = [];

  const string = (text: string): number => {
    const known = strings.get(text);
    if (known !== undefined) return known;
    strings.set(text, strings.size);
    newStrings.push(text);
    return strings.size - 1;
  };
  const labels = (set: { readonly [key: string]: string } | undefined): number => {
    const known = set && seen.get(set);
    if (known !== undefined) return known;
    const flat = Object.entries(set ?? {}).flatMap(([key, value]) => [string(key), string(value)]);
    const id = flat.join(',');
    const number = labelSets.get(id) ?? labelSets.size;
    if (number === labelSets.size) {
      labelSets.set(id, number);
      newSets.push(Uint32Array.from(flat));
    }
    if (set !== undefined) seen.set(set, number);
    return number;
  };
  string('');
  return {
    string,
    labels,
    takeStrings: () => {
      const added = newStrings;
      newStrings = [];
      return { from: strings.size - added.length, added };
    },
    takeLabelSets: () => {
      const added = newSets;
      newSets = [];
      return { from: labelSets.size - added.length, added };
    },
  };
}
