/** Of a string, a number and whatever else fills a place, beside its characters. */
const PLACE = 16;

/** Roughly how many bytes plain data takes. It may be as deep as it likes: what comes from outside is weighed before it is judged. */
export function weightOf(data: unknown): number {
  let weight = 0;
  const left: unknown[] = [data];
  while (left.length > 0) {
    const item = left.pop();
    weight += PLACE;
    if (typeof item === 'string') weight += item.length;
    else if (Array.isArray(item)) for (const inner of item) left.push(inner);
    else if (typeof item === 'object' && item !== null) {
      for (const key in item) {
        weight += key.length;
        left.push((item as { readonly [key: string]: unknown })[key]);
      }
    }
  }
  return weight;
}
