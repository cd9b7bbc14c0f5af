/**
 * The disruption controller (pkg/controller/disruption): how many of a budget's pods are there, how many have to be, and so how many
 * may be evicted. An eviction takes from that number at once; here it is counted anew.
 */
import { allowanceOf, withAllowance, withSyncFailure } from '../../../api/disruption-allowed.ts';
import { goSelector } from '../../../api/go-selector.ts';
import { matchesSelector } from '../../../api/labels.ts';
import { type KubeObject, keyOf, nameOf, namespaceOf, splitKey } from '../../../api/object.ts';
import { isPodReady } from '../../../api/pod/conditions.ts';
import { POD, POD_DISRUPTION_BUDGET } from '../../../api/resources.ts';
import { formatTime, parseTime } from '../../../api/time.ts';
import type { LabelSelector, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { selectorOfOwner } from '../../client/concerned.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';
import { expectationOf } from './expectation.ts';

/** What is remembered of the budgets of a namespace, by their keys. */
interface Budgets {
  readonly all: Set<string>;
  /** Those that a pod has left by its labels: it counts until another one of theirs changes. */
  readonly left: Set<string>;
}

type Context = LateContext<Budgets>;

export const disruptionController: LateBehaviour<Budgets> = {
  onChange(context, { resource }, change) {
    if (resource === POD_DISRUPTION_BUDGET.resource) noteBudget(context, change);
    else if (context.memory.size > 0) onPod(context, change as Change<Pod>);
  },
  sync,
};

/** Pods that come, go and turn ready together are counted together. */
const SETTLE_MS = 50;
/** So long an evicted pod is believed to be on its way out. */
const DELETION_MS = 120_000;

function noteBudget(context: Context, { type, object, previous }: Change): void {
  const { memory } = context;
  const key = keyOf(object);
  const namespace = namespaceOf(object);
  const known = memory.get(namespace) ?? { all: new Set(), left: new Set() };
  if (type !== 'DELETED') {
    known.all.add(key);
    memory.set(namespace, known);
    // Its own writes come back to it too.
    if (object.metadata.generation === previous?.metadata.generation) context.enqueueAfter(key, SETTLE_MS);
    else context.enqueue(key);
    return;
  }
  known.all.delete(key);
  known.left.delete(key);
  if (known.all.size === 0) memory.delete(namespace);
}

function onPod(context: Context, { object, previous, type }: Change<Pod>): void {
  const known = context.memory.get(namespaceOf(object));
  if (known === undefined) return;
  const isSlight = type === 'MODIFIED' && countsAlike(object, previous);
  for (const key of isSlight ? known.left : known.all) {
    const budget = context.lister(POD_DISRUPTION_BUDGET).byKey(key);
    if (budget === undefined) continue;
    if (isGuarded(object, budget)) context.enqueueAfter(key, SETTLE_MS);
    else if (previous !== undefined && isGuarded(previous, budget)) known.left.add(key);
  }
}

function countsAlike(pod: Pod, before: Pod | undefined): boolean {
  if (before === undefined || pod.metadata.labels !== before.metadata.labels) return false;
  if (pod.metadata.ownerReferences !== before.metadata.ownerReferences) return false;
  return pod.metadata.deletionTimestamp === before.metadata.deletionTimestamp && isPodReady(pod) === isPodReady(before);
}

function isGuarded({ metadata }: KubeObject, budget: PodDisruptionBudget): boolean {
  return matchesSelector(selectorOfOwner(budget), metadata.labels);
}

function sync(context: Context, key: string): number | undefined {
  const { namespace } = splitKey(key);
  context.memory.get(namespace)?.left.delete(key);
  const budget = context.lister(POD_DISRUPTION_BUDGET).byKey(key);
  if (budget === undefined) return undefined;
  const pods = context
    .lister(POD)
    .list(namespace)
    .filter((pod) => isGuarded(pod, budget));
  if (pods.length === 0) context.event(budget, 'Normal', 'NoPods', 'No matching pods found');
  const expectation = expectationOf(context.client, budget, pods);
  if (typeof expectation === 'string') {
    failSafe(context, budget, expectation);
    return undefined;
  }
  if (expectation.unmanaged > 0) context.event(budget, 'Warning', 'UnmanagedPods', unmanagedText(budget.spec?.selector));
  const disrupted = disruptedPods(context, budget, pods);
  const currentHealthy = pods.filter((pod) => isHealthy(pod, disrupted)).length;
  writeStatus(context, budget, { ...expectation, currentHealthy, disrupted });
  const earliest = Math.min(...Object.values(disrupted).map(parseTime));
  return Number.isFinite(earliest) ? Math.max(1, earliest + DELETION_MS - context.now) : undefined;
}

type Disrupted = { readonly [pod: string]: string };

/** Pods whose eviction has been let through and that are not seen to go yet. */
function disruptedPods(context: Context, budget: PodDisruptionBudget, pods: readonly Pod[]): Disrupted {
  const noted = budget.status?.disruptedPods ?? {};
  const waited: [string, string][] = [];
  for (const pod of pods) {
    const since = noted[nameOf(pod)];
    if (since === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
    if (parseTime(since) + DELETION_MS > context.now) waited.push([nameOf(pod), since]);
    else {
      const text = `Pod was expected by PDB ${namespaceOf(budget)}/${nameOf(budget)} to be deleted but it wasn't`;
      context.event(pod, 'Warning', 'NotDeleted', text);
    }
  }
  return Object.fromEntries(waited);
}

function isHealthy(pod: Pod, disrupted: Disrupted): boolean {
  return pod.metadata.deletionTimestamp === undefined && disrupted[nameOf(pod)] === undefined && isPodReady(pod);
}

interface Counted {
  readonly expected: number;
  readonly desired: number;
  readonly currentHealthy: number;
  readonly disrupted: Disrupted;
}

function writeStatus(context: Context, budget: PodDisruptionBudget, { expected, desired, currentHealthy, disrupted }: Counted): void {
  // A budget that expects nothing allows nothing, so that the first pods to come are safe.
  const disruptionsAllowed = expected <= 0 ? 0 : Math.max(0, currentHealthy - desired);
  const { status = {}, metadata } = budget;
  const counted: PodDisruptionBudgetStatus = {
    ...(status.conditions === undefined ? {} : { conditions: status.conditions }),
    currentHealthy,
    desiredHealthy: desired,
    expectedPods: expected,
    disruptionsAllowed,
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    ...(metadata.generation === undefined ? {} : { observedGeneration: metadata.generation }),
  };
  const verdict = allowanceOf(status);
  const isTold = verdict?.reason === (disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods');
  if (isTold && deepEqual(counted, status)) return;
  const conditions = withAllowance(counted, formatTime(context.now));
  context.client.updateStatus(POD_DISRUPTION_BUDGET, { ...budget, status: { ...counted, conditions } });
}

/** Where nothing is known for sure nothing may be disturbed. */
function failSafe(context: Context, budget: PodDisruptionBudget, message: string): void {
  context.event(budget, 'Warning', 'CalculateExpectedPodCountFailed', `Failed to calculate the number of expected pods: ${message}`);
  const status = { ...budget.status, disruptionsAllowed: 0 };
  const conditions = withSyncFailure(status, message, formatTime(context.now));
  context.client.updateStatus(POD_DISRUPTION_BUDGET, { ...budget, status: { ...status, conditions } });
}

function unmanagedText(selector: LabelSelector | undefined): string {
  return `Pods selected by this PodDisruptionBudget (selector: ${goSelector(selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}
