import { ownValue } from '../../base/own.ts';
import { addQuantities, compareQuantities, quantityMilli, quantityValue } from '../quantity.ts';
import type { Quantity } from '../scalars.ts';
import type { Container, PodSpec } from '../types.gen.ts';

/**
 * What a pod asks for as a whole (component-helpers/resource): the sum of its containers and sidecars, or what an init
 * container needs together with the sidecars before it where that is more; pod-level resources in its place; overhead on top.
 */
export interface ResourceTotals {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  /** Huge pages and extended resources by name, in whole units. */
  readonly extended: { readonly [name: string]: number };
}

export type ResourceList = { readonly [name: string]: Quantity };

/** Effective requests as numbers; remembered where they have to be added up, since schedulers and kubelets ask often. */
export function podRequests(spec: PodSpec): ResourceTotals {
  const { containers, initContainers, resources, overhead } = spec;
  if (containers.length === 1 && initContainers === undefined && resources === undefined && overhead === undefined)
    return totalsOf(containers[0]?.resources?.requests);
  let totals = REQUESTS.get(spec);
  if (totals === undefined) {
    totals = effective(spec, 'requests', NUMBERS);
    REQUESTS.set(spec, totals);
  }
  return totals;
}

/** Effective limits as numbers. What no container limits counts as 0. */
export function podLimits(spec: PodSpec): ResourceTotals {
  return effective(spec, 'limits', NUMBERS);
}

/** Effective requests as quantities, for printing. */
export function podRequestList(spec: PodSpec): ResourceList {
  return effective(spec, 'requests', LISTS);
}

/** Effective limits as quantities, for printing; a resource that nothing limits is absent. */
export function podLimitList(spec: PodSpec): ResourceList {
  return effective(spec, 'limits', LISTS);
}

/** What the containers alone need, before pod-level resources and overhead. */
export function containersList(spec: PodSpec, field: 'requests' | 'limits'): ResourceList {
  return aggregate(spec, field, LISTS);
}

/** Of every resource the largest amount in any of the lists. */
export function mostOf(...lists: readonly (ResourceList | undefined)[]): ResourceList {
  return lists.reduce<ResourceList>((most, list) => LISTS.max(most, LISTS.read(list)), {});
}

/** A container that keeps running beside the others although it stands among the init containers. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** Resources that spec.resources may name. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

const REQUESTS = new WeakMap<PodSpec, ResourceTotals>();

/** How totals are added up: as numbers for decisions, as quantities for people. */
interface Sums<T> {
  read(list: ResourceList | undefined): T;
  add(a: T, b: T): T;
  max(a: T, b: T): T;
  /** `total` with the pod-level resources of `list` in place of its own. */
  replace(total: T, list: ResourceList): T;
  /** `total` with those of `overhead` that it has an entry for. */
  addToPresent(total: T, overhead: ResourceList, limits: ResourceList): T;
}

type Field = 'requests' | 'limits';

function effective<T>(spec: PodSpec, field: Field, sums: Sums<T>): T {
  const containers = aggregate(spec, field, sums);
  const podLevel = spec.resources?.[field];
  const total = podLevel === undefined ? containers : sums.replace(containers, podLevel);
  if (spec.overhead === undefined) return total;
  if (field === 'requests') return sums.add(total, sums.read(spec.overhead));
  return sums.addToPresent(total, spec.overhead, podLimitsWithoutOverhead(spec));
}

function podLimitsWithoutOverhead(spec: PodSpec): ResourceList {
  const containers = aggregate(spec, 'limits', LISTS);
  return spec.resources?.limits === undefined ? containers : LISTS.replace(containers, spec.resources.limits);
}

function aggregate<T>(spec: PodSpec, field: Field, sums: Sums<T>): T {
  const [first] = spec.containers;
  let total = sums.read(first?.resources?.[field]);
  for (let i = 1; i < spec.containers.length; i++) total = sums.add(total, sums.read(spec.containers[i]?.resources?.[field]));
  return spec.initContainers === undefined ? total : withInitContainers(spec.initContainers, total, field, sums);
}

function withInitContainers<T>(initContainers: readonly Container[], regular: T, field: Field, sums: Sums<T>): T {
  let running = regular;
  let sidecars = sums.read(undefined);
  let peak = sidecars;
  for (const container of initContainers) {
    const own = sums.read(container.resources?.[field]);
    const together = sums.add(own, sidecars);
    if (isSidecar(container)) {
      running = sums.add(running, own);
      sidecars = together;
    }
    peak = sums.max(peak, together);
  }
  return sums.max(running, peak);
}

const NOTHING: ResourceTotals = { cpuMilli: 0, memoryBytes: 0, ephemeralBytes: 0, extended: {} };
const TOTALS = new WeakMap<ResourceList, ResourceTotals>();

const NUMBERS: Sums<ResourceTotals> = {
  read: totalsOf,
  add: (a, b) => (a === NOTHING ? b : b === NOTHING ? a : combine(a, b, plus)),
  max: (a, b) => (a === NOTHING ? b : b === NOTHING ? a : combine(a, b, Math.max)),
  replace(total, list) {
    const own = totalsOf(list);
    return {
      cpuMilli: list['cpu'] === undefined ? total.cpuMilli : own.cpuMilli,
      memoryBytes: list['memory'] === undefined ? total.memoryBytes : own.memoryBytes,
      ephemeralBytes: total.ephemeralBytes,
      extended: { ...total.extended, ...hugePages(own.extended) },
    };
  },
  addToPresent: (total, overhead, limits) => NUMBERS.add(total, totalsOf(pick(overhead, (name) => limits[name] !== undefined))),
};

/** The numbers of one list of quantities; remembered, since pods of one template share it. */
export function totalsOf(list: ResourceList | undefined): ResourceTotals {
  if (list === undefined) return NOTHING;
  let totals = TOTALS.get(list);
  if (totals === undefined) {
    totals = readTotals(list);
    TOTALS.set(list, totals);
  }
  return totals;
}

function readTotals(list: ResourceList): ResourceTotals {
  const extended: { [name: string]: number } = {};
  for (const name in list) if (!BUILT_IN.has(name)) extended[name] = quantityValue(list[name]);
  return {
    cpuMilli: quantityMilli(list['cpu']),
    memoryBytes: quantityValue(list['memory']),
    ephemeralBytes: quantityValue(list['ephemeral-storage']),
    extended,
  };
}

const BUILT_IN: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

type Combination = (a: number, b: number) => number;
const plus: Combination = (a, b) => a + b;

function combine(a: ResourceTotals, b: ResourceTotals, how: Combination): ResourceTotals {
  const extended: { [name: string]: number } = { ...a.extended };
  for (const name in b.extended) extended[name] = how(extended[name] ?? 0, b.extended[name] ?? 0);
  return {
    cpuMilli: how(a.cpuMilli, b.cpuMilli),
    memoryBytes: how(a.memoryBytes, b.memoryBytes),
    ephemeralBytes: how(a.ephemeralBytes, b.ephemeralBytes),
    extended,
  };
}

function hugePages(extended: ResourceTotals['extended']): { [name: string]: number } {
  return Object.fromEntries(Object.entries(extended).filter(([name]) => isPodLevelResource(name)));
}

const LISTS: Sums<ResourceList> = {
  read: (list) => list ?? {},
  add: (a, b) => merge(a, b, addQuantities),
  max: (a, b) => merge(a, b, (x, y) => (compareQuantities(y, x) > 0 ? y : x)),
  replace: (total, list) => ({ ...total, ...pick(list, isPodLevelResource) }),
  addToPresent: (total, overhead) =>
    LISTS.add(
      total,
      pick(overhead, (name) => total[name] !== undefined),
    ),
};

function merge(a: ResourceList, b: ResourceList, how: (x: Quantity, y: Quantity) => Quantity): ResourceList {
  const merged: { [name: string]: Quantity } = { ...a };
  for (const [name, quantity] of Object.entries(b)) {
    const present = ownValue(merged, name);
    merged[name] = present === undefined ? quantity : how(present, quantity);
  }
  return merged;
}

function pick(list: ResourceList, wanted: (name: string) => boolean): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => wanted(name)));
}
