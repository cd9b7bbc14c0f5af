import { isReason } from '../../../api/errors.ts';
import { nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { isPodAvailable, isPodReady } from '../../../api/pod/conditions.ts';
import { DAEMON_SET } from '../../../api/resources.ts';
import type { DaemonSet, DaemonSetStatus } from '../../../api/types.gen.ts';
import { isUpdated } from './pod.ts';
import { type DaemonView, byPrecedence, minReadySeconds } from './view.ts';

/**
 * Writes the counts if they have changed. While the controller waits to see what it did the generation does not count as observed.
 * Gives milliseconds after which to look again, where pods have yet to become available.
 */
export function updateStatus(view: DaemonView, isObserved: boolean): number | undefined {
  const { set } = view;
  const counts = countPods(view);
  const { status, metadata } = set;
  const isCurrent = (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  if (!isCurrent || COUNTS.some((name) => (status?.[name] ?? 0) !== (counts[name] ?? 0))) writeStatus(view, counts, isObserved);
  return minReadySeconds(set) > 0 && counts.numberReady !== (counts.numberAvailable ?? 0) ? minReadySeconds(set) * 1000 : undefined;
}

const COUNTS = [
  'desiredNumberScheduled',
  'currentNumberScheduled',
  'numberMisscheduled',
  'numberReady',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
] as const;

type Counts = Pick<DaemonSetStatus, (typeof COUNTS)[number]>;

/** Of every node the pod that comes first. */
export function countPods({ set, hash, nodes, podsOn, context }: DaemonView): Counts {
  const minReady = minReadySeconds(set);
  let [desired, current, misscheduled, ready, updated, available] = [0, 0, 0, 0, 0, 0];
  for (const { name, fit } of nodes) {
    const [pod] = podsOn.get(name)?.toSorted(byPrecedence) ?? [];
    if (!fit.run) {
      misscheduled += pod === undefined ? 0 : 1;
      continue;
    }
    desired += 1;
    if (pod === undefined) continue;
    current += 1;
    if (isPodReady(pod)) {
      ready += 1;
      if (minReady === 0 || isPodAvailable(pod, minReady, context.now)) available += 1;
    }
    if (isUpdated(pod, set, hash)) updated += 1;
  }
  return {
    currentNumberScheduled: current,
    numberMisscheduled: misscheduled,
    desiredNumberScheduled: desired,
    numberReady: ready,
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    ...(available === 0 ? {} : { numberAvailable: available }),
    ...(desired === available ? {} : { numberUnavailable: desired - available }),
  };
}

/** Retried once against the newest object, as upstream: the informer may be behind our own last write. */
function writeStatus({ context, set }: DaemonView, counts: Counts, isObserved: boolean): void {
  try {
    context.client.updateStatus(DAEMON_SET, withCounts(set, counts, set, isObserved));
  } catch (error) {
    if (isReason(error, 'NotFound')) return;
    if (!isReason(error, 'Conflict')) throw error;
    const fresh = context.client.get(DAEMON_SET, namespaceOf(set), nameOf(set));
    if (uidOf(fresh) === uidOf(set)) context.client.updateStatus(DAEMON_SET, withCounts(fresh, counts, set, isObserved));
  }
}

function withCounts(onto: DaemonSet, counts: Counts, { metadata }: DaemonSet, isObserved: boolean): DaemonSet {
  const { collisionCount, conditions, observedGeneration } = onto.status ?? {};
  const observed = isObserved ? metadata.generation : observedGeneration;
  return {
    ...onto,
    status: {
      ...(collisionCount === undefined ? {} : { collisionCount }),
      ...(conditions === undefined ? {} : { conditions }),
      ...(observed === undefined ? {} : { observedGeneration: observed }),
      ...counts,
    },
  };
}
