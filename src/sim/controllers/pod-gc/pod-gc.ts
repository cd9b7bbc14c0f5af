/**
 * The pod garbage collector (pkg/controller/podgc): pods that nobody else will remove, because their node is gone, because
 * they never had one, or because there are too many finished ones.
 */
import { compareText } from '../../../base/compare.ts';
import { ApiError } from '../../../api/errors.ts';
import { keyOf } from '../../../api/object.ts';
import { findCondition, isPodTerminal } from '../../../api/pod/conditions.ts';
import { NODE, POD } from '../../../api/resources.ts';
import type { Node, Pod } from '../../../api/types.gen.ts';
import { type ConditionWords, patchPodCondition } from '../../client/pod-condition.ts';
import { type Change, type ComponentContext, type ComponentDefinition, defineComponent, watch } from '../../kernel/component.ts';

const PERIOD_MS = 20_000;
/** How long a node must be missing before its pods are given up. */
const QUARANTINE_MS = 40_000;
const MAX_TERMINATED = 12_500;
const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';
const ORPHANED: ConditionWords = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByPodGC',
  message: 'PodGC: node no longer exists',
};

interface PodGcMemory {
  /** Keys of finished pods, and of pods being deleted that have no node. Kept change by change, so that a pass need not look at all pods. */
  readonly terminated: Set<string>;
  readonly stranded: Set<string>;
  /** Pods by the node they are assigned to. */
  readonly podsOn: Map<string, number>;
  /** Since when a node with pods is missing. */
  readonly missingSince: Map<string, number>;
}

type Context = ComponentContext<PodGcMemory>;

export const podGarbageCollector: ComponentDefinition<PodGcMemory> = defineComponent<PodGcMemory>({
  name: 'pod-garbage-collector',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:pod-garbage-collector',
  watches: [watch(POD, onPodChange), watch(NODE)],
  init: () => ({ terminated: new Set(), stranded: new Set(), podsOn: new Map(), missingSince: new Map() }),
  start: (context) => context.timer('collect', PERIOD_MS),
  onTimer: collect,
});

function onPodChange({ memory }: Context, { type, object: pod, previous }: Change<Pod>): void {
  const now = type === 'DELETED' ? '' : (pod.spec?.nodeName ?? '');
  const before = previous?.spec?.nodeName ?? '';
  if (now !== before) {
    count(memory.podsOn, before, -1);
    count(memory.podsOn, now, 1);
  }
  const there = type !== 'DELETED';
  track(memory.terminated, pod, there && isPodTerminal(pod));
  track(memory.stranded, pod, there && now === '' && pod.metadata.deletionTimestamp !== undefined);
}

function collect(context: Context): void {
  context.timer('collect', PERIOD_MS);
  collectTerminated(context);
  collectOutOfService(context);
  collectOrphaned(context);
  for (const key of context.memory.stranded) removeByKey(context, key);
}

function collectTerminated(context: Context): void {
  const { terminated } = context.memory;
  const excess = terminated.size - MAX_TERMINATED;
  if (excess <= 0) return;
  const pods = [...terminated].flatMap((key) => context.lister(POD).byKey(key) ?? []);
  const evictedFirst = (a: Pod, b: Pod): number =>
    Number(isEvicted(b)) - Number(isEvicted(a)) || compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp);
  for (const pod of pods.toSorted(evictedFirst).slice(0, excess)) forceDelete(context, pod);
}

/** Somebody vouches that the machine is off: what is being deleted there need not wait for its kubelet. */
function collectOutOfService(context: Context): void {
  for (const node of context.lister(NODE).list()) {
    if (!(node.spec?.taints ?? []).some(({ key }) => key === OUT_OF_SERVICE) || isReady(node)) continue;
    for (const pod of context.lister(POD).by('node', node.metadata.name ?? '')) {
      if (pod.metadata.deletionTimestamp !== undefined) forceDelete(context, pod);
    }
  }
}

function collectOrphaned(context: Context): void {
  const { podsOn, missingSince } = context.memory;
  for (const name of podsOn.keys()) {
    if (context.lister(NODE).get('', name) !== undefined) missingSince.delete(name);
    else if (!missingSince.has(name)) missingSince.set(name, context.now);
  }
  for (const [name, since] of missingSince) {
    if (!podsOn.has(name)) missingSince.delete(name);
    else if (context.now - since >= QUARANTINE_MS && isGone(context, name)) removeOrphans(context, name);
  }
}

function removeOrphans(context: Context, node: string): void {
  context.memory.missingSince.delete(node);
  context.resumeFault(node);
  context.because(`node ${node} no longer exists`);
  for (const pod of context.lister(POD).by('node', node)) forceDelete(context, pod, ORPHANED);
}

/** Asks the API server itself, since a cache may be behind. */
function isGone(context: Context, node: string): boolean {
  try {
    context.client.get(NODE, '', node);
    return false;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.reason === 'NotFound';
  }
}

function removeByKey(context: Context, key: string): void {
  const pod = context.lister(POD).byKey(key);
  if (pod !== undefined) forceDelete(context, pod);
}

/** Without waiting for a kubelet. A pod that had not finished has failed now. */
function forceDelete({ client, now }: Context, pod: Pod, disruption?: ConditionWords): void {
  const { namespace = '', name = '' } = pod.metadata;
  const failed = { phase: 'Failed' };
  try {
    if (!isPodTerminal(pod)) {
      if (disruption !== undefined) patchPodCondition(client, now, pod, disruption, failed);
      else client.patch(POD, namespace, name, 'strategic', { status: failed }, 'status');
    }
    client.delete(POD, namespace, name, { gracePeriodSeconds: 0 });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

function count(counts: Map<string, number>, node: string, change: 1 | -1): void {
  if (node === '') return;
  const pods = (counts.get(node) ?? 0) + change;
  if (pods > 0) counts.set(node, pods);
  else counts.delete(node);
}

function track(keys: Set<string>, pod: Pod, belongs: boolean): void {
  if (belongs) keys.add(keyOf(pod));
  else if (keys.size > 0) keys.delete(keyOf(pod));
}

function isReady(node: Node): boolean {
  return findCondition(node.status?.conditions, 'Ready')?.status === 'True';
}

function isEvicted(pod: Pod): boolean {
  return pod.status?.reason === 'Evicted';
}
