/** DaemonSets: one pod on every node that fits. */
import { scaledValue } from '../../../api/intstr.ts';
import { isTerminating, keyOf, nameOf, uidOf } from '../../../api/object.ts';
import { isPodActive, isPodAvailable, isPodReady, isPodTerminal } from '../../../api/pod/conditions.ts';
import { matchesNodeAffinity } from '../../../api/pod/node-affinity.ts';
import { firstUntolerated } from '../../../api/pod/tolerations.ts';
import { DAEMON_SET, NODE } from '../../../api/resources.ts';
import type { DaemonSet, Node, Pod, PodSpec, Toleration } from '../../../api/types.gen.ts';
import { type Ledger, listOf, podsOf } from '../ledger.ts';
import { atRest } from './invariant.ts';
import { differences } from './replicas.ts';
import { hasLostInSilence, isAbandoned, isWaiting } from './waiting.ts';

const exists = (key: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect,
});
const TOLERATED: readonly Toleration[] = [
  exists('not-ready', 'NoExecute'),
  exists('unreachable', 'NoExecute'),
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((key) => exists(key, 'NoSchedule')),
];

interface Fit {
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

function fitOf({ spec }: DaemonSet, node: Node): Fit {
  const own: PodSpec = spec?.template.spec ?? { containers: [] };
  const tolerations = [
    ...(own.tolerations ?? []),
    ...TOLERATED,
    ...(own.hostNetwork === true ? [exists('network-unavailable', 'NoSchedule')] : []),
  ];
  const isWanted = matchesNodeAffinity(own, { name: nameOf(node), labels: node.metadata.labels ?? {} });
  const taints = node.spec?.taints ?? [];
  const drives = taints.filter(({ effect }) => effect === 'NoExecute');
  const keeps = taints.filter(({ effect }) => effect === 'NoSchedule');
  const mayStay = isWanted && firstUntolerated(drives, tolerations) === undefined;
  return { mayStay, shouldRun: mayStay && firstUntolerated(keeps, tolerations) === undefined };
}

/** The node that a pod is on, or that its affinity names. */
function targetOf({ spec }: Pod): string {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return spec?.nodeName ?? terms[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

interface Deployed {
  readonly set: DaemonSet;
  readonly nodes: readonly { readonly node: Node; readonly fit: Fit; readonly pods: readonly Pod[] }[];
}

function* deployedOf(ledger: Ledger): Iterable<Deployed> {
  for (const set of listOf(ledger, DAEMON_SET)) {
    // What has ended and is only held by a finalizer is nothing to the controller (pkg/controller/daemon: getNodesToDaemonPods).
    const pods = podsOf(ledger, set).filter((pod) => !isTerminating(pod) || !isPodTerminal(pod));
    const nodes = listOf(ledger, NODE).map((node) => ({
      node,
      fit: fitOf(set, node),
      pods: pods.filter((pod) => targetOf(pod) === nameOf(node)),
    }));
    yield { set, nodes };
  }
}

export const daemonsAreEverywhere = atRest('a DaemonSet has one pod on every node that fits', function* (ledger) {
  for (const { set, nodes } of deployedOf(ledger)) {
    if (isTerminating(set) || isAbandoned(ledger, set) || isWaiting(ledger, 'daemonset-controller', keyOf(set))) continue;
    if (hasLostInSilence(ledger, set, wokenAt(ledger, nodes))) continue;
    for (const { node, fit, pods } of nodes) {
      const active = pods.filter(isPodActive);
      const where = `${keyOf(set)} on ${nameOf(node)}`;
      const surges = surgeOf(set) > 0 && active.length === 2 && new Set(active.map(revisionOf)).size === 2;
      if (fit.shouldRun && pods.length === 0) yield `${where}: there is none`;
      if (active.length > 1 && !surges) yield `${where}: there are ${active.length}`;
      const isUnnoticed = isUnawareOf(ledger, set) && pods.every(({ spec }) => spec?.nodeName === undefined);
      if (!fit.mayStay && active.length > 0 && !isUnnoticed) yield `${where}: there is one although it doesn't fit`;
    }
  }
});

function revisionOf({ metadata }: Pod): string | undefined {
  return metadata.labels?.['controller-revision-hash'];
}

function surgeOf({ spec }: DaemonSet): number {
  return Number.parseInt(String(spec?.updateStrategy?.rollingUpdate?.maxSurge ?? 0), 10);
}

/**
 * A node that changed makes the controller look at a set only if a pod is missing there, has to go, or was misplaced before; a pod that
 * is not bound yet is not seen there (pkg/controller/daemon: syncNodeUpdate).
 */
function isUnawareOf({ nodeLooksAt, podsAt, specAt }: Ledger, { metadata: { uid = '' } }: DaemonSet): boolean {
  return Math.max(0, ...nodeLooksAt.values()) > Math.max(podsAt.get(uid) ?? 0, specAt.get(uid) ?? 0);
}

/** When one of the nodes that have a pod of the set last changed: where there is none nothing comes of it that wouldn't be seen. */
function wokenAt({ nodeLooksAt }: Ledger, nodes: Deployed['nodes']): number {
  return Math.max(0, ...nodes.filter(({ pods }) => pods.length > 0).map(({ node }) => nodeLooksAt.get(uidOf(node)) ?? 0));
}

function isMisplacedInSilence(ledger: Ledger, { set, nodes }: Deployed): boolean {
  return (
    isUnawareOf(ledger, set) &&
    nodes.some(({ fit, pods }) => pods.length > 0 && !fit.shouldRun && (fit.mayStay || pods.every(({ spec }) => !spec?.nodeName)))
  );
}

/**
 * The controller isn't told of nodes that go, only of what becomes of their pods; nor does a node that comes back to its pod make it
 * look at the set (pkg/controller/daemon: syncNodeUpdate). The next change of any of the set's pods does.
 */
function isUnawareOfNodes({ nodeGoneAt, nodeCameAt, podsAt }: Ledger, { set, nodes }: Deployed): boolean {
  const toldAt = podsAt.get(uidOf(set)) ?? 0;
  const isBackInSilence = ({ node, pods }: Deployed['nodes'][number]) =>
    (nodeCameAt.get(uidOf(node)) ?? 0) > toldAt && pods.some(({ spec }) => Boolean(spec?.nodeName));
  return nodeGoneAt > toldAt || nodes.some(isBackInSilence);
}

export const daemonStatusesAreCounts = atRest('the status of a DaemonSet is a recount', function* (ledger) {
  for (const { set, nodes } of deployedOf(ledger)) {
    if (isTerminating(set) || isWaiting(ledger, 'daemonset-controller', keyOf(set))) continue;
    if (isUnawareOfNodes(ledger, { set, nodes })) continue;
    if (isMisplacedInSilence(ledger, { set, nodes }) || hasLostInSilence(ledger, set, wokenAt(ledger, nodes))) continue;
    const { now } = ledger.cluster.state;
    const generation = set.metadata.annotations?.['deprecated.daemonset.template.generation'];
    const wanted = nodes.filter(({ fit }) => fit.shouldRun);
    const oldest = wanted.map(({ pods }) => pods.toSorted(byAge)[0]).filter((pod) => pod !== undefined);
    const ready = oldest.filter(isPodReady);
    const available = ready.filter((pod) => isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, now)).length;
    const expected = {
      desiredNumberScheduled: wanted.length,
      currentNumberScheduled: oldest.length,
      numberMisscheduled: nodes.filter(({ fit, pods }) => !fit.shouldRun && pods.length > 0).length,
      observedGeneration: set.metadata.generation ?? 0,
      ...(wanted.every(({ pods }) => pods.length < 2)
        ? {
            numberReady: ready.length,
            numberAvailable: available,
            numberUnavailable: wanted.length - available,
            updatedNumberScheduled: oldest.filter(({ metadata }) => metadata.labels?.['pod-template-generation'] === generation).length,
          }
        : {}),
    };
    const { updatedNumberScheduled, ...sure } = expected as typeof expected & { updatedNumberScheduled?: number };
    yield* differences(`DaemonSet ${keyOf(set)}`, sure, set.status);
    // A template that came back is the old revision, with a new generation.
    if (updatedNumberScheduled !== undefined && (set.status?.updatedNumberScheduled ?? 0) < updatedNumberScheduled)
      yield `DaemonSet ${keyOf(set)}: ${set.status?.updatedNumberScheduled ?? 0} are updated instead of ${updatedNumberScheduled}`;
  }
});

function byAge(a: Pod, b: Pod): number {
  return Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? '');
}

export const daemonsAreUpdated = atRest('an update of a DaemonSet goes as far as it may', function* (ledger) {
  const { now } = ledger.cluster.state;
  for (const { set, nodes } of deployedOf(ledger)) {
    const { updateStrategy, minReadySeconds = 0 } = set.spec ?? {};
    if (updateStrategy?.type === 'OnDelete' || surgeOf(set) !== 0 || isTerminating(set) || isAbandoned(ledger, set)) continue;
    if (isWaiting(ledger, 'daemonset-controller', keyOf(set))) continue;
    const wanted = nodes.filter(({ fit }) => fit.shouldRun);
    const isUp = (pod: Pod) => isPodActive(pod) && isPodAvailable(pod, minReadySeconds, now);
    const updated = set.status?.updatedNumberScheduled ?? 0;
    const all = wanted.filter(({ pods }) => pods.length > 0).length;
    const most = Math.max(1, scaledValue(updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, wanted.length, true));
    const down = wanted.filter(({ pods }) => !pods.some(isUp)).length;
    if (updated < all && down < most)
      yield `${keyOf(set)}: ${updated} of ${all} are updated, and ${down} of at most ${most} are not available`;
  }
});
