/** What the scheduler may not leave undone, and what is kept for later without end. */
import { matchesSelector, selectorOf } from '../../../api/labels.ts';
import { isTerminating, keyOf, nameOf, namespaceOf } from '../../../api/object.ts';
import { isPodTerminal, podCondition } from '../../../api/pod/conditions.ts';
import { matchesNodeAffinity } from '../../../api/pod/node-affinity.ts';
import { podRequests } from '../../../api/pod/resources.ts';
import { firstUntolerated, isHardTaint } from '../../../api/pod/tolerations.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import { NODE, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Event, Node, Pod } from '../../../api/types.gen.ts';
import { type Ledger, listOf, readOf } from '../ledger.ts';
import { atRest, everyMoment } from './invariant.ts';

/** The longest back-off of the queue, and the period in which it is looked through for what nobody woke up. */
const PATIENCE_MS = 330_000;
/** The back-off after which a pod is tried again when something has made room for it. */
const BACKOFF_MS = 20_000;

export const whatFitsIsScheduled = atRest('no pod waits although a node has room for it', function* (ledger) {
  const { now } = ledger.cluster.state;
  if (now - ledger.changedAt < BACKOFF_MS) return;
  for (const pod of listOf(ledger, POD)) {
    if (pod.spec?.nodeName !== undefined || isTerminating(pod) || isPodTerminal(pod) || !isSimple(pod)) continue;
    if (now - parseTime(pod.metadata.creationTimestamp ?? '') < PATIENCE_MS) continue;
    const node = listOf(ledger, NODE).find((each) => takes(ledger, each, pod));
    if (node !== undefined)
      yield `${keyOf(pod)} would fit on ${nameOf(node)}: ${podCondition(pod, 'PodScheduled')?.message ?? 'never looked at'}`;
  }
});

/** Where it may be follows from it and a node alone. */
function isSimple({ spec }: Pod): boolean {
  if (
    spec?.topologySpreadConstraints !== undefined ||
    spec?.volumes?.some(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)
  )
    return false;
  return spec?.affinity?.podAffinity === undefined && spec?.affinity?.podAntiAffinity === undefined && spec?.hostNetwork !== true;
}

export const theImportantAreScheduled = atRest('no pod waits although it may take the place of others', function* (ledger) {
  const { now } = ledger.cluster.state;
  if (now - ledger.changedAt < BACKOFF_MS) return;
  for (const pod of listOf(ledger, POD)) {
    if (pod.spec?.nodeName !== undefined || isTerminating(pod) || isPodTerminal(pod) || !isSimple(pod)) continue;
    if (pod.spec?.preemptionPolicy === 'Never' || now - parseTime(pod.metadata.creationTimestamp ?? '') < PATIENCE_MS) continue;
    const node = listOf(ledger, NODE).find((each) => takes(ledger, each, pod, (other) => priorityOf(other) >= priorityOf(pod)));
    if (node !== undefined)
      yield `${keyOf(pod)} may have the place of others on ${nameOf(node)}: ${podCondition(pod, 'PodScheduled')?.message ?? ''}`;
  }
});

function priorityOf({ spec }: Pod): number {
  return spec?.priority ?? 0;
}

export const onlyTheLessImportantMakeRoom = everyMoment<undefined>({
  name: 'who makes room for a pod is less important',
  resource: 'events',
  start: () => undefined,
  onEntry(_memory, { type, object }, ledger) {
    const { reason, message = '', involvedObject } = object as Event;
    if (type === 'DELETED' || reason !== 'Preempted') return undefined;
    const [, uid, where] = /^Preempted by pod (\S+) on node (\S+)$/.exec(message) ?? [];
    const victim = readOf(ledger, POD, `${involvedObject.namespace ?? ''}/${involvedObject.name ?? ''}`);
    const preemptor = listOf(ledger, POD).find(({ metadata }) => metadata.uid === uid);
    if (preemptor === undefined || victim === undefined || victim.metadata.uid !== involvedObject.uid) return undefined;
    if (victim.spec?.nodeName !== where)
      return `${keyOf(victim)} is on ${victim.spec?.nodeName ?? 'no node'}, and made room on ${where ?? ''}`;
    if (preemptor.spec?.preemptionPolicy === 'Never') return `${keyOf(victim)} made room for ${keyOf(preemptor)}, which never asks for it`;
    return priorityOf(victim) < priorityOf(preemptor) ? undefined : `${keyOf(victim)} made room for ${keyOf(preemptor)}`;
  },
});

function takes(ledger: Ledger, node: Node, pod: Pod, stays: (other: Pod) => boolean = () => true): boolean {
  const { spec = { containers: [] } } = pod;
  if (node.spec?.unschedulable === true || !matchesNodeAffinity(spec, { name: nameOf(node), labels: node.metadata.labels ?? {} }))
    return false;
  if (firstUntolerated((node.spec?.taints ?? []).filter(isHardTaint), spec.tolerations) !== undefined) return false;
  const placed = listOf(ledger, POD).filter((each) => each !== pod && !isPodTerminal(each) && placeOf(each) !== '');
  const left = placed.filter((each) => placeOf(each) !== nameOf(node) || stays(each));
  if (left.some((each) => keepsAway(ledger, each, pod, node))) return false;
  const others = left.filter((each) => placeOf(each) === nameOf(node));
  const wanted = [...others, pod].flatMap((each) => (each.spec === undefined ? [] : [podRequests(each.spec)]));
  const sum = (of: (total: (typeof wanted)[number]) => number) => wanted.reduce((all, total) => all + of(total), 0);
  const { cpu, memory, pods, ...extended } = node.status?.allocatable ?? {};
  if (wanted.length > quantityValue(pods) || sum(({ cpuMilli }) => cpuMilli) > quantityMilli(cpu)) return false;
  if (sum(({ memoryBytes }) => memoryBytes) > quantityValue(memory)) return false;
  const names = new Set(wanted.flatMap((total) => Object.keys(total.extended)));
  return [...names].every((name) => sum((total) => total.extended[name] ?? 0) <= quantityValue(extended[name]));
}

/** The node that it is bound to, or that is promised to it; '' for none. */
function placeOf({ spec, status }: Pod): string {
  return spec?.nodeName ?? status?.nominatedNodeName ?? '';
}

/** Who must not have pods like this one in its domain (InterPodAffinity: satisfyExistingPodsAntiAffinity). */
function keepsAway(ledger: Ledger, other: Pod, pod: Pod, node: Node): boolean {
  const there = readOf(ledger, NODE, placeOf(other));
  const terms = other.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some(({ topologyKey, labelSelector }) => {
    const domain = node.metadata.labels?.[topologyKey];
    const isMeant = namespaceOf(other) === namespaceOf(pod) && matchesSelector(selectorOf(labelSelector), pod.metadata.labels);
    return isMeant && domain !== undefined && there?.metadata.labels?.[topologyKey] === domain;
  });
}

/**
 * The recorder's spam filter: 25 at once about one object, then one every five minutes, and anew for who is started again. The
 * scheduler's recorder has none.
 */
const BURST = 25;
const REFILL_MS = 300_000;

export const eventsAreBounded = everyMoment<Map<string, { count: number; readonly since: number; readonly restarts: number }>>({
  name: 'nobody goes on and on about one object',
  resource: 'events',
  start: () => new Map(),
  onEntry(memory, { type, object, at }, { restarts }) {
    const { source, involvedObject } = object as Event;
    if (type === 'DELETED' || source?.component === undefined || source.component === 'default-scheduler') return undefined;
    const key = `${source.component} ${source.host ?? ''} ${involvedObject.uid ?? ''}`;
    const known = memory.get(key) ?? { count: 0, since: at, restarts };
    memory.set(key, known);
    known.count += 1;
    if (known.count <= (BURST + 1) * (1 + restarts - known.restarts) + (at - known.since) / REFILL_MS) return undefined;
    return `${source.component} has written ${known.count} times about ${involvedObject.kind ?? ''} ${involvedObject.name ?? ''}`;
  },
});

/** What is waited for belongs to somebody who is there. */
export const nothingWaitsWithoutEnd = atRest('the heap holds no more than what lives needs', function* ({ cluster, objects }) {
  const { heap, components } = cluster.state;
  const living = [...objects].reduce((sum, [resource, table]) => sum + (resource === 'events' ? 0 : table.size), 0);
  const most = 100 + 10 * components.size + 8 * living;
  if (heap.length > most) yield `${heap.length} events wait, ${living} objects and ${components.size} components live`;
});

export const volumesAreBoundInPairs = atRest('a claim and its volume know each other', function* (ledger) {
  for (const claim of listOf(ledger, PERSISTENT_VOLUME_CLAIM)) {
    const { volumeName } = claim.spec ?? {};
    if (claim.status?.phase !== 'Bound' || volumeName === undefined) continue;
    const volume = readOf(ledger, PERSISTENT_VOLUME, volumeName);
    if (volume?.spec?.claimRef?.uid !== claim.metadata.uid) yield `${keyOf(claim)} is bound to ${volumeName}, which is another's`;
  }
  for (const volume of listOf(ledger, PERSISTENT_VOLUME)) {
    const { claimRef } = volume.spec ?? {};
    if (volume.status?.phase !== 'Bound' || claimRef === undefined) continue;
    const claim = readOf(ledger, PERSISTENT_VOLUME_CLAIM, `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`);
    if (claim?.metadata.uid !== claimRef.uid) yield `${nameOf(volume)} is bound to ${claimRef.name ?? ''}, which is gone`;
  }
});
