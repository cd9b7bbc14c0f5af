/**
 * Pods that look alike to selectors (same namespace, labels and pod affinity) are counted together, node by node, so that
 * spreading and inter-pod affinity ask once per group of pods and not once per pod.
 */
import { type Labels, type Selector, matchesSelector } from '../../../api/labels.ts';
import type { Affinity, Pod } from '../../../api/types.gen.ts';
import { bump, countInDomains } from './domains.ts';
import type { NodeInfo } from './node-info.ts';

export interface PodGroup {
  readonly id: number;
  readonly key: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** Only if it has pod affinity or anti-affinity. */
  readonly affinity: Affinity | undefined;
  /** Assigned pods by slot of their node. */
  readonly nodes: Map<number, number>;
  /** Those of them that are being deleted. */
  readonly leaving: Map<number, number>;
}

export interface PodGroups {
  readonly byId: Map<number, PodGroup>;
  readonly ids: Map<string, number>;
  /** Ids by namespace, then by `key=value` of each label. */
  readonly byLabel: Map<string, Map<string, Set<number>>>;
  readonly byNamespace: Map<string, Set<number>>;
  /** Ids of groups with pod affinity or anti-affinity. */
  readonly withAffinity: Set<number>;
  next: number;
}

export function createPodGroups(): PodGroups {
  return { byId: new Map(), ids: new Map(), byLabel: new Map(), byNamespace: new Map(), withAffinity: new Set(), next: 1 };
}

/** The pod's own part in affinity: nothing when it has only node affinity. */
function podAffinityOf(pod: Pod): Affinity | undefined {
  const affinity = pod.spec?.affinity;
  return affinity?.podAffinity === undefined && affinity?.podAntiAffinity === undefined ? undefined : affinity;
}

/** The group of a pod, made when it is the first of its look. */
export function groupOf(groups: PodGroups, pod: Pod): PodGroup {
  const key = groupKey(pod);
  const id = groups.ids.get(key);
  return (id === undefined ? undefined : groups.byId.get(id)) ?? addGroup(groups, pod, key);
}

/** Adds (1) or takes away (-1) a pod on a node. A group without pods disappears. */
export function countInGroup(groups: PodGroups, group: PodGroup, node: NodeInfo, leaving: boolean, change: 1 | -1): void {
  bump(group.nodes, node.slot, change);
  if (leaving) bump(group.leaving, node.slot, change);
  countInDomains(group, node, leaving, change);
  if (group.nodes.size === 0) removeGroup(groups, group);
}

/** Pods of the group on a node that are not being deleted. */
export function stayingOn(group: PodGroup, slot: number): number {
  const all = group.nodes.get(slot) ?? 0;
  return all === 0 || group.leaving.size === 0 ? all : all - (group.leaving.get(slot) ?? 0);
}

export function groupsIn(groups: PodGroups, namespace: string, selector: Selector): readonly PodGroup[] {
  const found: PodGroup[] = [];
  for (const id of candidates(groups, namespace, selector)) {
    const group = groups.byId.get(id);
    if (group !== undefined && matchesSelector(selector, group.labels)) found.push(group);
  }
  return found;
}

const NONE: ReadonlySet<number> = new Set();

/** The smallest set that one of the requirements leaves, by index. */
function candidates(groups: PodGroups, namespace: string, selector: Selector): ReadonlySet<number> {
  if (selector.nothing) return NONE;
  let best = groups.byNamespace.get(namespace) ?? NONE;
  for (const { key, operator, values } of selector.requirements) {
    if (values.length !== 1 || (operator !== 'in' && operator !== '=' && operator !== '==')) continue;
    const having = groups.byLabel.get(namespace)?.get(`${key}=${values[0]}`) ?? NONE;
    if (having.size < best.size) best = having;
  }
  return best;
}

/** Labels that binding copies from the node. */
const OF_THE_NODE: ReadonlySet<string> = new Set(['topology.kubernetes.io/zone', 'topology.kubernetes.io/region']);

/**
 * The labels by which a pod is grouped: without those that binding gave it, which would make one group per zone out of every
 * ReplicaSet. A selector of pods by zone label finds none for that.
 */
function looksOf(pod: Pod): Labels {
  const { labels = {} } = pod.metadata;
  if (!pod.spec?.nodeName) return labels;
  for (const key of OF_THE_NODE)
    if (key in labels) return Object.fromEntries(Object.entries(labels).filter(([name]) => !OF_THE_NODE.has(name)));
  return labels;
}

/** Whether a pod looks as before but for what binding gave it. */
export function looksTheSame(pod: Pod, previous: Pod | undefined): boolean {
  const before = previous?.metadata.labels ?? {};
  const labels = pod.metadata.labels ?? {};
  for (const key in labels) if (labels[key] !== before[key] && !OF_THE_NODE.has(key)) return false;
  for (const key in before) if (!(key in labels)) return false;
  return true;
}

function groupKey(pod: Pod): string {
  const affinity = podAffinityOf(pod);
  const look = `${pod.metadata.namespace} ${JSON.stringify(looksOf(pod))}`;
  return affinity === undefined ? look : `${look} ${JSON.stringify(affinity)}`;
}

function addGroup(groups: PodGroups, pod: Pod, key: string): PodGroup {
  const namespace = pod.metadata.namespace ?? '';
  const labels = looksOf(pod);
  const group: PodGroup = {
    id: groups.next,
    key,
    namespace,
    labels,
    affinity: podAffinityOf(pod),
    nodes: new Map(),
    leaving: new Map(),
  };
  groups.next += 1;
  groups.byId.set(group.id, group);
  groups.ids.set(key, group.id);
  addId(groups.byNamespace, namespace, group.id);
  const byLabel = groups.byLabel.get(namespace) ?? new Map<string, Set<number>>();
  groups.byLabel.set(namespace, byLabel);
  for (const name in labels) addId(byLabel, `${name}=${labels[name]}`, group.id);
  if (group.affinity !== undefined) groups.withAffinity.add(group.id);
  return group;
}

function removeGroup(groups: PodGroups, group: PodGroup): void {
  const { id, key, namespace, labels } = group;
  groups.byId.delete(id);
  groups.ids.delete(key);
  groups.withAffinity.delete(id);
  removeId(groups.byNamespace, namespace, id);
  const byLabel = groups.byLabel.get(namespace);
  if (byLabel === undefined) return;
  for (const name in labels) removeId(byLabel, `${name}=${labels[name]}`, id);
  if (byLabel.size === 0) groups.byLabel.delete(namespace);
}

function addId(index: Map<string, Set<number>>, value: string, id: number): void {
  const ids = index.get(value);
  if (ids === undefined) index.set(value, new Set([id]));
  else ids.add(id);
}

function removeId(index: Map<string, Set<number>>, value: string, id: number): void {
  const ids = index.get(value);
  if (ids === undefined) return;
  ids.delete(id);
  if (ids.size === 0) index.delete(value);
}
