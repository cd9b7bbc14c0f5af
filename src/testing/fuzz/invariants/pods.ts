/** Pods and machines. */
import { controllerOf, groupResource, keyOf, nameOf } from '../../../api/object.ts';
import { isPodTerminal, podCondition } from '../../../api/pod/conditions.ts';
import { podRequests } from '../../../api/pod/resources.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import { NODE, POD } from '../../../api/resources.ts';
import type { Node, Pod } from '../../../api/types.gen.ts';
import type { LogEntry } from '../../../sim/store/store.ts';
import { type Ledger, listOf, readOf } from '../ledger.ts';
import { atRest, everyMoment } from './invariant.ts';

/** Pods that name their node themselves are not the scheduler's doing; the kubelet has to refuse them. */
export const noNodeIsOvercommitted = everyMoment<undefined>({
  name: 'the scheduler overcommits no node',
  resource: groupResource(POD),
  start: () => undefined,
  onEntry(_memory, { object, previous, type }, ledger) {
    const pod = object as Pod;
    const nodeName = pod.spec?.nodeName;
    if (type !== 'MODIFIED' || nodeName === undefined || (previous as Pod | undefined)?.spec?.nodeName !== undefined) return undefined;
    const node = readOf(ledger, NODE, nodeName);
    if (node === undefined) return undefined;
    const excess = excessOn(ledger, node, (other) => other === pod || wasScheduled(other));
    return excess === undefined ? undefined : `${keyOf(pod)} was bound to ${nodeName}: ${excess}`;
  },
});

export const kubeletsAdmitWhatFits = atRest('a kubelet runs no more than its machine holds', function* (ledger) {
  for (const node of listOf(ledger, NODE)) {
    const excess = excessOn(ledger, node, ({ status }) => status?.phase === 'Running');
    if (excess !== undefined) yield `${nameOf(node)}: ${excess}`;
  }
});

function wasScheduled({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: is }) => type === 'PodScheduled' && is === 'True') === true;
}

function excessOn(ledger: Ledger, node: Node, counts: (pod: Pod) => boolean): string | undefined {
  const pods = listOf(ledger, POD).filter((pod) => pod.spec?.nodeName === nameOf(node) && !isPodTerminal(pod) && counts(pod));
  const { cpu, memory, pods: most, ...others } = node.status?.allocatable ?? {};
  const totals = pods.flatMap(({ spec }) => (spec === undefined ? [] : [podRequests(spec)]));
  const sum = (of: (total: (typeof totals)[number]) => number) => totals.reduce((all, total) => all + of(total), 0);
  if (pods.length > quantityValue(most)) return `${pods.length} pods of ${most ?? 0}`;
  if (sum(({ cpuMilli }) => cpuMilli) > quantityMilli(cpu)) return `${sum(({ cpuMilli }) => cpuMilli)}m CPU of ${cpu ?? 0}`;
  if (sum(({ memoryBytes }) => memoryBytes) > quantityValue(memory))
    return `${sum(({ memoryBytes }) => memoryBytes)} bytes of ${memory ?? 0}`;
  for (const name of new Set(totals.flatMap(({ extended }) => Object.keys(extended)))) {
    const wanted = sum(({ extended }) => extended[name] ?? 0);
    if (wanted > quantityValue(others[name])) return `${wanted} ${name} of ${others[name] ?? 0}`;
  }
  return undefined;
}

/** Addresses of pods that have ended are given to others. */
export const addressesAreUnique = everyMoment<undefined>({
  name: 'no two pods have the same address',
  resource: groupResource(POD),
  start: () => undefined,
  onEntry(_memory, { object, previous }: LogEntry, ledger) {
    const pod = object as Pod;
    const ip = pod.status?.podIP;
    if (ip === undefined || pod.spec?.hostNetwork === true || (previous as Pod | undefined)?.status?.podIP === ip) return undefined;
    // A pod that starts anew on a machine that was set up anew is written of with its old address until it has a sandbox again.
    const other = listOf(ledger, POD).find(
      (each) =>
        each !== pod &&
        each.status?.podIP === ip &&
        each.spec?.hostNetwork !== true &&
        !isPodTerminal(each) &&
        (each.status.phase === 'Running' || podCondition(each, 'PodReadyToStartContainers')?.status === 'True') &&
        isKnownNode(ledger, each),
    );
    return other === undefined || isPodTerminal(pod) ? undefined : `${keyOf(pod)} and ${keyOf(other)} have ${ip}`;
  },
});

/** What was on a machine that is gone stays in the books until the collector comes. */
function isKnownNode(ledger: Ledger, { spec }: Pod): boolean {
  return readOf(ledger, NODE, spec?.nodeName ?? '') !== undefined;
}

export const noPodOnAbsentNode = atRest('no pod is on a node that is gone', function* (ledger) {
  for (const pod of listOf(ledger, POD)) {
    const { nodeName } = pod.spec ?? {};
    if (nodeName === undefined || readOf(ledger, NODE, nodeName) !== undefined) continue;
    // Removed, but for somebody's finalizer.
    if (pod.metadata.deletionTimestamp !== undefined && (pod.metadata.finalizers ?? []).length > 0) continue;
    yield `${keyOf(pod)} is on ${nodeName}`;
  }
});

/** A container that keeps failing has been restarted; one that can start has started. */
export const podsRun = atRest('what can run runs', function* (ledger) {
  const { now } = ledger.cluster.state;
  for (const pod of listOf(ledger, POD)) {
    const { nodeName } = pod.spec ?? {};
    if (nodeName === undefined || isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined) continue;
    if (!isPlain(pod) || now - Date.parse(pod.metadata.creationTimestamp ?? '') < STARTING_MS) continue;
    if (pod.status?.phase !== 'Running')
      yield `${keyOf(pod)} of ${controllerOf(pod)?.name ?? 'nobody'} is ${pod.status?.phase ?? 'nothing'} on ${nodeName}`;
    else if (pod.status.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') yield `${keyOf(pod)} is not ready`;
  }
});

/** Pulling its images, and every back-off that a crash may have caused. */
const STARTING_MS = 500_000;

/** Nothing about it keeps it from becoming ready and staying so. */
function isPlain({ metadata, spec }: Pod): boolean {
  if (Object.keys(metadata.annotations ?? {}).some((name) => name.startsWith('sim/'))) return false;
  if (spec === undefined || spec.restartPolicy !== 'Always' || spec.initContainers !== undefined || spec.volumes?.some(isUncertain))
    return false;
  return spec.containers.every(
    ({ image = '', imagePullPolicy, envFrom, command, livenessProbe, readinessProbe, startupProbe }) =>
      image.startsWith('nginx:') &&
      !image.endsWith(':missing') &&
      imagePullPolicy !== 'Never' &&
      [envFrom, command, livenessProbe, readinessProbe, startupProbe].every((each) => each === undefined),
  );
}

function isUncertain({ configMap, persistentVolumeClaim }: NonNullable<NonNullable<Pod['spec']>['volumes']>[number]): boolean {
  return configMap !== undefined || persistentVolumeClaim !== undefined;
}
