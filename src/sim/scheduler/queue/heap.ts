/** A binary heap in a plain array under any order. */

export function pushOrdered<T>(heap: T[], item: T, compare: (a: T, b: T) => number): void {
  let index = heap.length;
  heap.push(item);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as T;
    if (compare(item, above) >= 0) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = item;
}

export function popOrdered<T>(heap: T[], compare: (a: T, b: T) => number): T | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && compare(heap[child + 1] as T, heap[child] as T) < 0) child += 1;
    const below = heap[child] as T;
    if (compare(last, below) <= 0) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = last;
  return top;
}
