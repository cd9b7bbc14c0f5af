/**
 * The DaemonSet controller (pkg/controller/daemon): one pod on every node that fits the template. It makes the pods and names the
 * node of each; the scheduler binds them. It looks at labels and taints of nodes alone, not at what they have left.
 */
import { ApiError } from '../../../api/errors.ts';
import { type ResourceType, isTerminating, keyOf, uidOf } from '../../../api/object.ts';
import { DAEMON_SET, NODE, POD } from '../../../api/resources.ts';
import type { DaemonSet, Node, Pod } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { controllerUid } from '../../client/controller-ref.ts';
import { isTelling, ownersConcerned } from '../../client/concerned.ts';
import { areSatisfied, creationsObserved, deletionObserved } from '../../client/expectations.ts';
import { lookEveryMs, paceMs } from '../../client/pace.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';
import { fitOf } from './fit.ts';
import { cleanUpHistory, constructHistory } from './history.ts';
import { manage } from './manage.ts';
import { type DaemonContext, type DaemonMemory, memoryOf } from './memory.ts';
import { type DaemonView, viewOf } from './view.ts';
import { updateStatus } from './status.ts';
import { rollOut } from './update.ts';

export const daemonSetController: LateBehaviour<DaemonMemory> = {
  onChange(context, { resource }: ResourceType, change: Change) {
    if (resource === DAEMON_SET.resource) onDaemonSetChange(context, change as Change<DaemonSet>);
    else if (resource === NODE.resource) onNodeChange(context, change as Change<Node>);
    else if (resource === POD.resource) onPodChange(context, change as Change<Pod>);
    else onRevisionChange(context, change);
  },
  sync: syncDaemonSet,
};

function syncDaemonSet(context: DaemonContext, key: string): number | undefined {
  const set = context.lister(DAEMON_SET).byKey(key);
  if (set === undefined) {
    context.memory.delete(key);
    return undefined;
  }
  if (selectsEverything(set)) {
    const text = 'This daemon set is selecting all pods. A non-empty selector is required.';
    context.event(set, 'Warning', 'SelectingAll', text);
    return undefined;
  }
  if (isTerminating(set)) return undefined;
  const history = constructHistory(context, set);
  const view = viewOf(context, set, history.hash);
  view.memory.isBehind = false;
  if (!areSatisfied(view.memory.expectations, context.now)) return updateStatus(view, false);
  const error = refusalOf(() => updatePods(view, history.old));
  const againMs = updateStatus(view, true);
  if (error !== undefined) throw error;
  return againMs;
}

function updatePods(view: DaemonView, old: Parameters<typeof cleanUpHistory>[1]): void {
  manage(view);
  if (areSatisfied(view.memory.expectations, view.context.now)) rollOut(view);
  cleanUpHistory(view, old);
}

/** The status is told even where something was refused. */
function refusalOf(act: () => void): ApiError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function selectsEverything({ spec }: DaemonSet): boolean {
  return deepEqual(spec?.selector, {});
}

function everyMs(context: DaemonContext): number {
  return lookEveryMs(context.lister(NODE).size);
}

/** Our own status comes back too; it is no reason for haste. */
function onDaemonSetChange(context: DaemonContext, { object, previous }: Change<DaemonSet>): void {
  const isStatusOnly = previous !== undefined && previous.metadata.generation === object.metadata.generation;
  context.enqueueAfter(keyOf(object), isStatusOnly ? everyMs(context) : 0);
}

function onPodChange(context: DaemonContext, change: Change<Pod>): void {
  const isSlight = !isTelling(change);
  if (isSlight && !isAnyBehind(context)) return;
  for (const set of ownersConcerned(context.lister(DAEMON_SET), DAEMON_SET, change)) {
    const memory = memoryOf(context, set);
    // What changes nothing by itself is still the sync by which upstream hears of a node.
    if (isSlight && !memory.isBehind) continue;
    if (controllerUid(change.object) === uidOf(set)) observe(memory, change);
    context.enqueueAfter(keyOf(set), paceMs(memory.pace, context.now, everyMs(context)));
  }
}

function isAnyBehind({ memory }: DaemonContext): boolean {
  for (const { isBehind } of memory.values()) if (isBehind) return true;
  return false;
}

function observe({ expectations }: DaemonMemory, { type, object }: Change<Pod>): void {
  if (type === 'DELETED' || isTerminating(object)) deletionObserved(expectations, keyOf(object));
  else if (type === 'ADDED') creationsObserved(expectations, 1);
}

function onRevisionChange(context: DaemonContext, change: Change): void {
  // One that it has just made is no news to it.
  if (change.type === 'ADDED' && controllerUid(change.object) !== '') return;
  for (const set of ownersConcerned(context.lister(DAEMON_SET), DAEMON_SET, change)) context.enqueue(keyOf(set));
}

/** A node that goes away is no reason for a sync, its pods' end is. Nor is one that comes and has its pod already. */
function onNodeChange(context: DaemonContext, { type, object, previous }: Change<Node>): void {
  const sets = context.lister(DAEMON_SET);
  if (sets.size === 0 || (type === 'MODIFIED' && previous !== undefined && looksTheSame(object, previous))) return;
  if (type === 'DELETED') {
    for (const set of sets.list()) memoryOf(context, set).isBehind = true;
    return;
  }
  const pods = context.lister(POD).by('node', object.metadata.name ?? '');
  const owners = new Set(pods.map(controllerUid));
  for (const set of sets.list()) {
    const { run, keep } = fitOf(set, object);
    const isThere = owners.has(uidOf(set));
    const isMiscounted = isThere && (set.status?.numberMisscheduled ?? 0) > 0;
    if ((run && !isThere) || (!keep && isThere) || isMiscounted) context.enqueue(keyOf(set));
    else if (!run || type === 'ADDED') memoryOf(context, set).isBehind = true;
  }
}

function looksTheSame(node: Node, previous: Node): boolean {
  return deepEqual(node.metadata.labels, previous.metadata.labels) && deepEqual(node.spec?.taints, previous.spec?.taints);
}
