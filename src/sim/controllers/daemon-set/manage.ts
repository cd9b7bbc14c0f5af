/** Which nodes lack a pod and which pods have to go, whatever the update strategy says (podsShouldBeOnNode, syncNodes). */
import { type ApiError, isReason } from '../../../api/errors.ts';
import { isTerminating, keyOf } from '../../../api/object.ts';
import { isPodAvailable, isPodReady } from '../../../api/pod/conditions.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { creationsObserved, deletionObserved, expectChanges } from '../../client/expectations.ts';
import { createPods, deletePod } from '../../client/pod-control.ts';
import type { Fit } from './fit.ts';
import { failureDelayMs } from './memory.ts';
import { REVISION_HASH, daemonPod, onNode } from './pod.ts';
import { type DaemonView, allowsSurge, byPrecedence, minReadySeconds } from './view.ts';

/** Most pods that one sync creates, and most that it deletes. */
const BURST = 250;

export function manage(view: DaemonView): void {
  const known = new Set(view.nodes.map(({ name }) => name));
  const plans = view.nodes.map(({ name, fit }) => ({ name, ...planNode(view, name, fit) }));
  // Pods for a node that is gone would wait for ever, and nobody else deletes what is on no node.
  const lost = [...view.podsOn].flatMap(([name, pods]) => (known.has(name) ? [] : pods.filter(({ spec }) => !spec?.nodeName)));
  const missing = plans.filter(({ create }) => create).map(({ name }) => name);
  syncPods(view, [...plans.flatMap(({ remove }) => remove), ...lost], missing);
}

export interface NodePlan {
  readonly create: boolean;
  readonly remove: readonly Pod[];
}

const NOTHING: NodePlan = { create: false, remove: [] };

function planNode(view: DaemonView, node: string, fit: Fit): NodePlan {
  const pods = view.podsOn.get(node);
  if (pods === undefined) return fit.run ? { create: true, remove: [] } : NOTHING;
  const alive = pods.filter((pod) => !isTerminating(pod));
  if (!fit.keep) return { create: false, remove: alive };
  const ended = alive.filter((pod) => hasEnded(pod) && mayGo(view, node, pod));
  const running = alive.filter((pod) => !hasEnded(pod)).sort(byPrecedence);
  const { set, hash, context } = view;
  const kept = allowsSurge(set) ? surgePlan(running, fit, hash, minReadySeconds(set), context.now) : onlyOne(running);
  return { create: kept.create, remove: [...ended, ...kept.remove] };
}

function onlyOne(running: readonly Pod[]): NodePlan {
  return running.length <= 1 ? NOTHING : { create: false, remove: running.slice(1) };
}

/**
 * An old and a new pod may stand side by side, the old one ready and the new one not available yet; of more than these two the oldest
 * are kept. `running` is sorted.
 */
export function surgePlan(running: readonly Pod[], fit: Fit, hash: string, minReady: number, now: number): NodePlan {
  if (running.length <= 1) return { create: running.length === 0 && fit.run, remove: [] };
  const isNew = ({ metadata }: Pod): boolean => metadata.labels?.[REVISION_HASH] === hash;
  const [newPod, ...newExcess] = running.filter(isNew);
  const [oldPod, ...oldExcess] = running.filter((pod) => !isNew(pod));
  const excess = [...newExcess, ...oldExcess];
  if (newPod === undefined || oldPod === undefined) return { create: false, remove: excess };
  const isDone = !isPodReady(oldPod) || isPodAvailable(newPod, minReady, now);
  return { create: false, remove: isDone ? [...excess, oldPod] : excess };
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}

/** Says why a pod that has ended goes. One that keeps failing, as a kubelet may refuse it, is left for longer and longer. */
function mayGo({ context, set, memory }: DaemonView, node: string, pod: Pod): boolean {
  if (pod.status?.phase === 'Succeeded') {
    context.event(set, 'Normal', 'SucceededDaemonPod', `Found succeeded daemon pod ${keyOf(pod)} on node ${node}, will try to delete it`);
    return true;
  }
  const delayMs = failureDelayMs(memory, `${set.status?.observedGeneration ?? 0}/${node}`, context.now);
  if (delayMs > 0) {
    context.enqueueAfter(keyOf(set), delayMs);
    return false;
  }
  context.event(set, 'Warning', 'FailedDaemonPod', `Found failed daemon pod ${keyOf(pod)} on node ${node}, will try to kill it`);
  return true;
}

/** Makes a pod for each of the nodes and deletes pods, up to a burst of each; throws the first refusal once everything was tried. */
export function syncPods(view: DaemonView, remove: readonly Pod[], nodes: readonly string[]): void {
  const victims = remove.slice(0, BURST);
  const targets = nodes.slice(0, BURST);
  expectChanges(view.memory.expectations, targets.length, victims.map(keyOf), view.context.now);
  const refusals = [createOn(view, targets), ...victims.map((victim) => deleteOne(view, victim))];
  const first = refusals.find((refusal) => refusal !== undefined);
  if (first !== undefined) throw first;
}

function createOn({ context, set, memory, hash }: DaemonView, nodes: readonly string[]): ApiError | undefined {
  if (nodes.length === 0) return undefined;
  const pod = daemonPod(set, hash);
  const { created, error } = createPods(context, set, (index) => onNode(pod, nodes[index] ?? ''), nodes.length);
  creationsObserved(memory.expectations, nodes.length - created);
  return error;
}

function deleteOne({ context, set, memory }: DaemonView, pod: Pod): ApiError | undefined {
  const error = deletePod(context, set, pod);
  if (error === undefined) return undefined;
  deletionObserved(memory.expectations, keyOf(pod));
  return isReason(error, 'NotFound') ? undefined : error;
}
