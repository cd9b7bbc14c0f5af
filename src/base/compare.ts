/** Order of texts by UTF-16 units, as `<` has it; what is missing comes first. For `toSorted`. */
export function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
