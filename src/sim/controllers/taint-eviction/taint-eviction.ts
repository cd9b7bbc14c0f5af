/**
 * The taint eviction controller (pkg/controller/tainteviction): deletes pods from nodes with NoExecute taints that they don't
 * tolerate, or tolerate only for a while.
 */
import { ApiError } from '../../../api/errors.ts';
import { keyOf } from '../../../api/object.ts';
import { NODE, POD } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { Node, Pod, Taint } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type ConditionWords, patchPodCondition } from '../../client/pod-condition.ts';
import { type Change, type ComponentContext, type ComponentDefinition, defineComponent, watch } from '../../kernel/component.ts';
import { toleratedForMs } from './toleration-time.ts';

interface Eviction {
  readonly uid: string;
  readonly at: number;
  /** Carried out; remembered until the pod is gone, so that it is not done twice. */
  readonly done: boolean;
}

interface TaintEvictionMemory {
  /** NoExecute taints by node. */
  readonly tainted: Map<string, readonly Taint[]>;
  /** By key of the pod. */
  readonly evictions: Map<string, Eviction>;
}

type Context = ComponentContext<TaintEvictionMemory>;

export const taintEvictionController: ComponentDefinition<TaintEvictionMemory> = defineComponent<TaintEvictionMemory>({
  name: 'taint-eviction-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:taint-eviction-controller',
  watches: [watch(NODE, onNodeChange), watch(POD, onPodChange)],
  init: () => ({ tainted: new Map(), evictions: new Map() }),
  sync(context, key) {
    if (key.startsWith(NODE_KEY)) syncNode(context, key.slice(NODE_KEY.length));
    else syncPod(context, key);
  },
  onTimer: onDue,
});

const DISRUPTED: ConditionWords = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByTaintManager',
  message: 'Taint manager: deleting due to NoExecute taint',
};

/** Marks keys of nodes among those of pods. */
const NODE_KEY = 'node:';

function onNodeChange(context: Context, { type, object: node, previous }: Change<Node>): void {
  if (type === 'MODIFIED' && node.spec?.taints === previous?.spec?.taints) return;
  const { name = '' } = node.metadata;
  const taints = type === 'DELETED' ? [] : evictingTaints(node);
  if (!deepEqual(taints, context.memory.tainted.get(name) ?? [])) context.enqueue(NODE_KEY + name);
}

/** Only pods on tainted nodes, or with an eviction ahead of them, are of interest. */
function onPodChange(context: Context, { type, object: pod, previous }: Change<Pod>): void {
  const { tainted, evictions } = context.memory;
  if (tainted.size === 0 && evictions.size === 0) return;
  const key = keyOf(pod);
  if (type === 'DELETED') {
    if (evictions.has(key)) context.enqueue(key);
    return;
  }
  const nodeName = pod.spec?.nodeName;
  if (!nodeName || !tainted.has(nodeName)) return;
  if (previous?.spec?.nodeName === nodeName && deepEqual(previous.spec.tolerations, pod.spec?.tolerations)) return;
  context.enqueue(key);
}

function syncNode(context: Context, name: string): void {
  const { tainted } = context.memory;
  const node = context.lister(NODE).get('', name);
  const taints = node === undefined ? [] : evictingTaints(node);
  if (taints.length === 0) tainted.delete(name);
  else tainted.set(name, taints);
  // Pods of a node that is gone are the pod garbage collector's.
  if (node === undefined) return;
  for (const pod of context.lister(POD).by('node', name)) judge(context, pod, taints);
}

function syncPod(context: Context, key: string): void {
  const pod = context.lister(POD).byKey(key);
  const planned = context.memory.evictions.get(key);
  if (pod === undefined || (planned !== undefined && planned.uid !== pod.metadata.uid)) cancel(context, key, planned);
  const taints = pod?.spec?.nodeName ? context.memory.tainted.get(pod.spec.nodeName) : undefined;
  if (pod !== undefined && taints !== undefined) judge(context, pod, taints);
}

/** Evicts the pod now, later or never (processPodOnNode). */
function judge(context: Context, pod: Pod, taints: readonly Taint[]): void {
  const key = keyOf(pod);
  const planned = context.memory.evictions.get(key);
  const delayMs = toleratedForMs(taints, pod.spec?.tolerations);
  if (delayMs === Number.POSITIVE_INFINITY) {
    cancel(context, key, planned);
  } else if (delayMs === 0) {
    if (planned?.done) return;
    cancel(context, key, planned);
    evict(context, pod);
  } else if (planned === undefined) {
    // A plan that is there already stays: its time began when the first taint was seen.
    const at = context.now + delayMs;
    context.memory.evictions.set(key, { uid: pod.metadata.uid ?? '', at, done: false });
    context.timer('evict', delayMs, { key, at });
  }
}

function cancel(context: Context, key: string, planned: Eviction | undefined): void {
  if (planned === undefined) return;
  context.memory.evictions.delete(key);
  if (planned.done) return;
  const [namespace = '', name = ''] = key.split('/');
  const pod: Pod = context.lister(POD).byKey(key) ?? { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name, uid: planned.uid } };
  context.event(pod, 'Normal', 'TaintManagerEviction', `Cancelling deletion of Pod ${key}`);
}

function onDue(context: Context, _name: string, data: JsonValue | undefined): void {
  const { key, at } = data as { readonly key: string; readonly at: number };
  const planned = context.memory.evictions.get(key);
  const pod = context.lister(POD).byKey(key);
  if (planned === undefined || planned.done || planned.at !== at || pod === undefined) return;
  evict(context, pod);
}

function evict(context: Context, pod: Pod): void {
  const key = keyOf(pod);
  const { namespace = '', name = '', uid = '' } = pod.metadata;
  context.memory.evictions.set(key, { uid, at: context.now, done: true });
  context.because(`${key} does not tolerate the taints of ${pod.spec?.nodeName ?? 'its node'} any longer`);
  context.event(pod, 'Normal', 'TaintManagerEviction', `Marking for deletion Pod ${key}`);
  try {
    patchPodCondition(context.client, context.now, pod, DISRUPTED);
    context.client.delete(POD, namespace, name);
  } catch (error) {
    // Gone already, or replaced under the same name.
    if (!(error instanceof ApiError)) throw error;
  }
}

function evictingTaints(node: Node): readonly Taint[] {
  return (node.spec?.taints ?? []).filter((taint) => taint.effect === 'NoExecute');
}
