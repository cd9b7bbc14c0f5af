/** Rolling updates: which old pods go, and which nodes get a new pod beside their old one (pkg/controller/daemon/update.go). */
import { isTerminating } from '../../../api/object.ts';
import { isPodAvailable } from '../../../api/pod/conditions.ts';
import type { DaemonSet, Pod } from '../../../api/types.gen.ts';
import { syncPods } from './manage.ts';
import { isUpdated } from './pod.ts';
import { type DaemonView, maxSurge, maxUnavailable, minReadySeconds } from './view.ts';

export function rollOut(view: DaemonView): void {
  const { set, nodes } = view;
  if (set.spec?.updateStrategy?.type !== 'RollingUpdate') return;
  const desired = nodes.filter(({ fit }) => fit.run).length;
  const surge = maxSurge(set, desired);
  const unavailable = maxUnavailable(set, desired);
  const pairs = pairsOf(view);
  if (surge > 0) {
    const { remove, create } = surgeStep(pairs, surge, desired);
    syncPods(view, remove, create);
  } else syncPods(view, replaceStep(pairs, desired > 0 && unavailable === 0 ? 1 : unavailable), []);
}

/** What runs on a node, terminating pods apart. */
export interface NodePair {
  readonly node: string;
  /** Whether the node is still one for the set's pods. */
  readonly fits: boolean;
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
  readonly isNewAvailable: boolean;
  readonly isOldAvailable: boolean;
  /** Two old or two new ones, of which one is to go first. */
  readonly crowded: boolean;
}

/** Of every node that has pods or is to have one. */
function pairsOf({ set, hash, nodes, podsOn, context }: DaemonView): NodePair[] {
  const fitting = new Map(nodes.map(({ name, fit }) => [name, fit.run]));
  const names = new Set([...podsOn.keys(), ...nodes.filter(({ fit }) => fit.run).map(({ name }) => name)]);
  return [...names].map((node) => pairOf(set, hash, node, fitting.get(node) ?? false, podsOn.get(node) ?? [], context.now));
}

function pairOf(set: DaemonSet, hash: string, node: string, fits: boolean, pods: readonly Pod[], now: number): NodePair {
  const alive = pods.filter((pod) => !isTerminating(pod));
  const [newPod, secondNew] = alive.filter((pod) => isUpdated(pod, set, hash));
  const [oldPod, secondOld] = alive.filter((pod) => !isUpdated(pod, set, hash));
  const isAvailable = (pod: Pod | undefined): boolean => pod !== undefined && isPodAvailable(pod, minReadySeconds(set), now);
  return {
    node,
    fits,
    newPod,
    oldPod,
    isNewAvailable: isAvailable(newPod),
    isOldAvailable: isAvailable(oldPod),
    crowded: secondNew !== undefined || secondOld !== undefined,
  };
}

/**
 * The old pods to delete, so that new ones can take their places: all that are not available anyway, and of the others as many as
 * leave no more than `maximum` nodes without an available pod.
 */
export function replaceStep(pairs: readonly NodePair[], maximum: number): readonly Pod[] {
  const useless: Pod[] = [];
  const candidates: Pod[] = [];
  let unavailable = 0;
  for (const { newPod, oldPod, isNewAvailable, isOldAvailable, crowded } of pairs) {
    if (crowded || (newPod === undefined) === (oldPod === undefined)) unavailable += 1;
    else if (newPod !== undefined) unavailable += isNewAvailable ? 0 : 1;
    else if (oldPod !== undefined && isOldAvailable) candidates.push(oldPod);
    else if (oldPod !== undefined) {
      useless.push(oldPod);
      unavailable += 1;
    }
  }
  return [...useless, ...candidates.slice(0, Math.max(0, maximum - unavailable))];
}

export interface SurgeStep {
  readonly remove: readonly Pod[];
  /** Nodes that get a second pod. */
  readonly create: readonly string[];
}

/**
 * New pods beside old ones: wherever the old one is not available, and else on as many nodes at a time as `maximum` says. An old pod
 * goes when the new one is available. On a node that has come to be none for the set it goes when enough others are available.
 */
export function surgeStep(pairs: readonly NodePair[], maximum: number, desired: number): SurgeStep {
  const remove: Pod[] = [];
  const leaving: Pod[] = [];
  const atOnce: string[] = [];
  const candidates: string[] = [];
  let surging = 0;
  let available = 0;
  for (const { node, fits, newPod, oldPod, isNewAvailable, isOldAvailable, crowded } of pairs) {
    if (crowded) {
      surging += 1;
      continue;
    }
    if (oldPod === undefined ? isNewAvailable : isOldAvailable) available += 1;
    if (oldPod === undefined) continue;
    if (newPod !== undefined) {
      if (isNewAvailable) remove.push(oldPod);
      else surging += 1;
    } else if (!fits) (isOldAvailable ? leaving : remove).push(oldPod);
    else (isOldAvailable ? candidates : atOnce).push(node);
  }
  return {
    remove: [...remove, ...leaving.slice(0, Math.max(0, available - desired))],
    create: [...atOnce, ...candidates.slice(0, Math.max(0, maximum - surging))],
  };
}
