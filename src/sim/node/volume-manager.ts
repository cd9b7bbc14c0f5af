/**
 * What kubelets know of volumes that come from elsewhere (pkg/kubelet/volumemanager): which of a pod's are at the node, and why others
 * are not. One stands for those of all nodes. A file system that has grown is grown here too.
 */
import { ifFound } from '../../api/errors.ts';
import { keyOf, nameOf, namespaceOf } from '../../api/object.ts';
import { NODE, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../api/resources.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { CSIVolumeSource, Node, PersistentVolume, PersistentVolumeClaim, Pod, Volume } from '../../api/types.gen.ts';
import { driverVolumeOf, uniqueVolumeName } from '../../api/volume/attaching.ts';
import { type ClaimedVolume, claimedVolumes, csiDriver, csiNode, needsAttach, runsDriver, volumeOf } from '../client/pod-volumes.ts';
import type { LateBehaviour, LateContext } from '../kernel/late-component.ts';
import { growFileSystem, isGrowing } from './file-system-growth.ts';
import { problemOf } from './local-volumes.ts';
import type { Cached, VolumeVerdict } from './volumes.ts';

interface Question {
  readonly pod: string;
  readonly uid: string;
  readonly node: string;
  /** Since when it has been waiting; 0 when it hasn't. */
  readonly since: number;
}

export const volumeManager: LateBehaviour<number> = {
  onChange({ enqueue }, { resource }, { type, object }) {
    const isClaim = resource === PERSISTENT_VOLUME_CLAIM.resource && type !== 'DELETED';
    if (isClaim && isGrowing(object as PersistentVolumeClaim)) enqueue(keyOf(object));
  },
  sync: growFileSystem,
  ask(context, question) {
    const { pod: key, uid, node, since } = question as unknown as Question;
    const pod = podAt(context, key);
    return pod?.metadata.uid === uid ? (verdictOn(context, pod, node, since) as unknown as JsonValue) : undefined;
  },
};

function podAt({ cached }: LateContext<number>, key: string): Pod | undefined {
  const [namespace = '', name = ''] = key.split('/');
  return ifFound(() => cached.get(POD, namespace, name));
}

/** podAttachAndMountTimeout. */
const PATIENCE_MS = 123_000;

function verdictOn(context: LateContext<number>, pod: Pod, nodeName: string, before: number): VolumeVerdict {
  const node = ifFound(() => context.cached.get(NODE, '', nodeName));
  const flaw = (pod.spec?.volumes ?? []).flatMap((volume) => flawOf(context, pod, volume, nodeName) ?? [])[0];
  if (flaw !== undefined) return { uses: [], since: 0, until: 0, refusal: flaw };
  const findings = claimedVolumes(pod).map((claimed) => ({ claimed, ...lookAt(context, pod, claimed, nodeName, node) }));
  const uses = findings.flatMap(({ unique }) => unique ?? []);
  const unmounted = findings.filter(({ state }) => state !== 'there').map(({ claimed }) => claimed.name);
  const unattached = findings.filter(({ state }) => state === 'awaited').map(({ claimed }) => claimed.name);
  const problems = findings.filter(({ problem }) => problem !== undefined);
  if (problems.length > 0) {
    const why = problems.flatMap(({ problem }) => problem ?? []).join('; ');
    const names = problems.map(({ claimed }) => claimed.name);
    return { uses, since: 0, until: 0, refusal: unable(unmounted, unattached, names, why) };
  }
  const refusal = findings.find(({ flaw }) => flaw !== undefined)?.flaw ?? '';
  if (refusal !== '' || unattached.length === 0) return { uses, since: 0, until: 0, refusal };
  const since = before === 0 ? context.now : before;
  if (context.now < since + PATIENCE_MS) return { uses, since, until: since + PATIENCE_MS, refusal: '' };
  const timedOut = unable(unmounted, unattached, [], 'context deadline exceeded');
  return { uses, since: context.now, until: context.now + PATIENCE_MS, refusal: timedOut };
}

interface Finding {
  readonly state: 'there' | 'awaited' | 'unknown';
  readonly unique?: string;
  /** Why the claim leads to no volume. */
  readonly problem?: string;
  /** Why the volume can't be mounted. */
  readonly flaw?: string;
}

function lookAt(context: LateContext<number>, pod: Pod, claimed: ClaimedVolume, nodeName: string, node: Node | undefined): Finding {
  const found = claimedBy(context, pod, claimed);
  if (typeof found === 'string') return { state: 'unknown', problem: found };
  const from = driverVolumeOf(found);
  if (from === undefined) return { state: 'there' };
  const unique = uniqueVolumeName(from);
  if (needsAttach(context.cached, from.driver)) {
    const { volumesAttached = [], volumesInUse = [] } = node?.status ?? {};
    // Nobody takes away what the node says to use: so it is said first.
    const isThere = volumesInUse.includes(unique) && volumesAttached.some(({ name }) => name === unique);
    if (!isThere) return { state: 'awaited', unique };
  }
  if (runsDriver(csiNode(context.cached, nodeName), from.driver)) return { state: 'there', unique };
  const why = `kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: ${notRegistered(from.driver)}`;
  return { state: 'unknown', unique, flaw: `MountVolume.MountDevice failed for volume "${nameOf(found)}" : ${why}` };
}

function claimedBy(context: LateContext<number>, pod: Pod, claimed: ClaimedVolume): PersistentVolume | string {
  const store = {
    claim: (key: string) => context.lister(PERSISTENT_VOLUME_CLAIM).byKey(key),
    volume: (name: string) => context.lister(PERSISTENT_VOLUME).byKey(name),
  };
  const key = `${namespaceOf(pod)}/${claimed.claimName}`;
  if (store.claim(key)?.metadata.deletionTimestamp !== undefined) return `error processing PVC ${key}: PVC is being deleted`;
  return volumeOf(store, pod, claimed);
}

function notRegistered(driver: string): string {
  return `driver name ${driver} not found in the list of registered CSI drivers`;
}

function unable(unmounted: readonly string[], unattached: readonly string[], failed: readonly string[], why: string): string {
  const list = (names: readonly string[]): string => `[${names.join(' ')}]`;
  const lists = `unmounted volumes=${list(unmounted)}, unattached volumes=${list(unattached)}, failed to process volumes=${list(failed)}`;
  return `Unable to attach or mount volumes: ${lists}: ${why}`;
}

/** What is wrong with a volume that needs no claim. */
function flawOf({ cached }: LateContext<number>, pod: Pod, volume: Volume, node: string): string | undefined {
  const problem = problemOf(cached, namespaceOf(pod), volume);
  if (problem !== undefined) return `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`;
  return volume.csi === undefined ? undefined : flawOfInline(cached, volume.name, volume.csi, node);
}

/** A volume that a driver makes within the pod. */
function flawOfInline(cached: Cached, name: string, csi: CSIVolumeSource, node: string): string | undefined {
  const failed = (why: string): string =>
    `MountVolume.SetUp failed for volume "${name}" : kubernetes.io/csi: mounter.SetUpAt failed to ${why}`;
  if (!runsDriver(csiNode(cached, node), csi.driver)) return failed(`get CSI client: ${notRegistered(csi.driver)}`);
  const { volumeLifecycleModes = ['Persistent'] } = csiDriver(cached, csi.driver)?.spec ?? {};
  if (volumeLifecycleModes.includes('Ephemeral')) return undefined;
  const modes = volumeLifecycleModes.map((mode) => `"${mode}"`).join(' ');
  return failed(`check volume lifecycle mode: volume mode "Ephemeral" not supported by driver ${csi.driver} (only supports [${modes}])`);
}
