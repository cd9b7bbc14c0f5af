/** Arithmetic with lists of quantities, after k8s.io/apiserver/pkg/quota/v1. */
import type { ResourceList } from '../../../api/pod/resources.ts';
import { addQuantities, compareQuantities, formatQuantity, parseQuantity, subtractQuantities } from '../../../api/quantity.ts';
import type { Quantity } from '../../../api/scalars.ts';

export function addAmounts(a: ResourceList, b: ResourceList): ResourceList {
  const sum: { [name: string]: Quantity } = { ...a };
  for (const [name, amount] of Object.entries(b)) sum[name] = sum[name] === undefined ? amount : addQuantities(sum[name], amount);
  return sum;
}

/** What `a` has more than `b`; the rest is left out. */
export function increase(a: ResourceList, b: ResourceList): ResourceList {
  const more: { [name: string]: Quantity } = {};
  for (const [name, amount] of Object.entries(a)) {
    const difference = b[name] === undefined ? amount : subtractQuantities(amount, b[name]);
    if (compareQuantities(difference, '0') > 0) more[name] = difference;
  }
  return more;
}

export function onlyNamed(list: ResourceList, isNamed: (name: string) => boolean): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => isNamed(name)));
}

/** Equal in value, however it is written. */
export function sameAmounts(a: ResourceList, b: ResourceList): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => b[name] !== undefined && compareQuantities(a[name] ?? '0', b[name]) === 0)
  );
}

/** `cpu=2,pods=1`. */
export function amountsText(list: ResourceList): string {
  return Object.entries(list)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, amount]) => `${name}=${amount}`)
    .join(',');
}

/** A sum of many lists in which few different texts stand: each is parsed once. */
export interface Sum {
  add(list: ResourceList): void;
  total(): ResourceList;
}

/** A sum of the amounts with these names, each of them 0 to begin with. */
export function sumOf(names: readonly string[]): Sum {
  const parse = remembering();
  const totals = new Map(names.map((name) => [name, parse('0')]));
  return {
    add(list) {
      for (const [name, so] of totals) {
        const amount = list[name] === undefined ? undefined : parse(list[name]);
        if (amount !== undefined) totals.set(name, { nano: so.nano + amount.nano, format: so.nano === 0n ? amount.format : so.format });
      }
    },
    total: () => Object.fromEntries(Array.from(totals, ([name, amount]) => [name, formatQuantity(amount)])),
  };
}

function remembering(): typeof parseQuantity {
  const known = new Map<Quantity | number, ReturnType<typeof parseQuantity>>();
  return (text) => {
    const hit = known.get(text) ?? parseQuantity(text);
    known.set(text, hit);
    return hit;
  };
}
