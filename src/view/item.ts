/** Something on the stage that can be pointed at, selected and spoken of, by Kubernetes' own names. */
export type Item =
  | { readonly kind: 'Pod'; readonly namespace: string; readonly name: string; readonly uid: string }
  | { readonly kind: 'Node'; readonly name: string }
  | { readonly kind: 'Service'; readonly namespace: string; readonly name: string }
  /** A component of the control plane. */
  | { readonly kind: 'Station'; readonly name: string };

export function sameItem(a: Item | undefined, b: Item | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && itemKey(a) === itemKey(b));
}

function itemKey(item: Item): string {
  if (item.kind === 'Pod') return `Pod ${item.uid}`;
  return item.kind === 'Service' ? `Service ${item.namespace}/${item.name}` : `${item.kind} ${item.name}`;
}
