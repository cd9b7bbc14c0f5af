/** What a pod needs before its containers can be made: ConfigMaps and Secrets behind volumes and variables, and volumes of drivers. */
import { ownValue } from '../../base/own.ts';
import type { Client } from '../../api/client.ts';
import { isReason } from '../../api/errors.ts';
import { type KubeObject, type ResourceType, keyOf } from '../../api/object.ts';
import { CONFIG_MAP, SECRET } from '../../api/resources.ts';
import type { ConfigMap, Secret, Volume } from '../../api/types.gen.ts';
import { specOf } from './containers.ts';
import type { Kubelet, PodWorker } from './memory.ts';

/** The kubelet watches what its pods refer to. */
type Cached = Pick<Client, 'get'>;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 122_000;
/** Published into every namespace by the control plane; pods do not wait for it here. */
const ROOT_CA = 'kube-root-ca.crt';

export function readConfigMap(cached: Cached, namespace: string, name: string): ConfigMap | undefined {
  return readIfThere(cached, CONFIG_MAP, namespace, name);
}

export function readSecret(cached: Cached, namespace: string, name: string): Secret | undefined {
  return readIfThere(cached, SECRET, namespace, name);
}

function readIfThere<T extends KubeObject>(cached: Cached, type: ResourceType<T>, namespace: string, name: string): T | undefined {
  try {
    return cached.get(type, namespace, name);
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** Whether all volumes are mounted; otherwise says which is not, and when to look again (`mountAt`). */
export function areVolumesMounted(context: Kubelet, worker: PodWorker): boolean {
  const { volumes } = specOf(worker.pod);
  if (volumes === undefined || worker.mountedAt !== 0 || context.spec.images === 'preloaded') return worker.mountedAt <= context.now;
  const namespace = worker.pod.metadata.namespace ?? '';
  for (const volume of volumes) {
    const problem = problemOf(context.cached, namespace, volume);
    if (problem !== undefined) return fail(context, worker, `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`);
  }
  return !volumes.some(needsDriver) || areDrivenMounted(context, worker);
}

function fail(context: Kubelet, worker: PodWorker, message: string): false {
  context.event(worker.pod, 'Warning', 'FailedMount', message);
  worker.mountBackoffMs = Math.min(worker.mountBackoffMs === 0 ? FIRST_RETRY_MS : worker.mountBackoffMs * 2, LAST_RETRY_MS);
  worker.mountAt = context.now + worker.mountBackoffMs;
  return false;
}

function needsDriver({ persistentVolumeClaim, ephemeral, csi }: Volume): boolean {
  return persistentVolumeClaim !== undefined || ephemeral !== undefined || csi !== undefined;
}

/** What the volume manager says of a pod's volumes of claims and drivers. */
export interface VolumeVerdict {
  /** Those that are brought to the node, as the node calls them. */
  readonly uses: readonly string[];
  /** Names within the pod of what can't be mounted yet, and of those what is not there yet. */
  readonly unmounted: readonly string[];
  readonly unattached: readonly string[];
  /** What was refused, as the pod's Event says it. */
  readonly refusal?: string;
}

/** Volumes that come from elsewhere: told of in the node's status, awaited, and then mounted. */
function areDrivenMounted(context: Kubelet, worker: PodWorker): boolean {
  const question = { pod: keyOf(worker.pod), uid: worker.uid, node: context.instance };
  const verdict = context.ask('volume-manager', '', question) as VolumeVerdict | undefined;
  if (verdict === undefined) return true;
  noteVolumes(context, worker, verdict.uses);
  if (verdict.refusal !== undefined) return fail(context, worker, verdict.refusal);
  if (verdict.unmounted.length > 0) return awaitVolumes(context, worker, verdict);
  worker.awaitedSince = 0;
  worker.mountAt = worker.mountedAt = context.now + MOUNT_MS;
  return false;
}

/** How long it takes to format and mount. */
const MOUNT_MS = 500;
/** podAttachAndMountTimeout. */
const PATIENCE_MS = 123_000;

function awaitVolumes(context: Kubelet, worker: PodWorker, { unmounted, unattached }: VolumeVerdict): false {
  if (worker.awaitedSince === 0) worker.awaitedSince = context.now;
  if (context.now >= worker.awaitedSince + PATIENCE_MS) {
    const lists = `unmounted volumes=[${unmounted.join(' ')}], unattached volumes=[${unattached.join(' ')}], failed to process volumes=[]`;
    context.event(worker.pod, 'Warning', 'FailedMount', `Unable to attach or mount volumes: ${lists}: context deadline exceeded`);
    worker.awaitedSince = context.now;
  }
  worker.mountAt = worker.awaitedSince + PATIENCE_MS;
  return false;
}

/** What the node says to have in use changes with its next report. */
export function noteVolumes({ memory }: Kubelet, worker: PodWorker, volumes: readonly string[]): void {
  if (volumes.join() === worker.volumes.join()) return;
  worker.volumes = volumes;
  memory.statusChanged = true;
}

function problemOf(cached: Cached, namespace: string, volume: Volume): string | undefined {
  if (volume.configMap !== undefined) return missingConfigMap(cached, namespace, volume.configMap);
  if (volume.secret !== undefined) return missingSecret(cached, namespace, { ...volume.secret, ...named(volume.secret.secretName) });
  for (const source of volume.projected?.sources ?? []) {
    const problem =
      source.configMap !== undefined
        ? missingConfigMap(cached, namespace, source.configMap)
        : source.secret !== undefined
          ? missingSecret(cached, namespace, source.secret)
          : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function named(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

interface Wanted {
  readonly name?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

function missingConfigMap(cached: Cached, namespace: string, { name = '', optional, items }: Wanted): string | undefined {
  if (optional || name === ROOT_CA) return undefined;
  const found = readConfigMap(cached, namespace, name);
  if (found === undefined) return `configmap "${name}" not found`;
  const key = items?.find(
    (item) => ownValue(found.data, item.key) === undefined && ownValue(found.binaryData, item.key) === undefined,
  )?.key;
  return key === undefined ? undefined : `configmap references non-existent config key: ${key}`;
}

function missingSecret(cached: Cached, namespace: string, { name = '', optional, items }: Wanted): string | undefined {
  if (optional) return undefined;
  const found = readSecret(cached, namespace, name);
  if (found === undefined) return `secret "${name}" not found`;
  const key = items?.find((item) => ownValue(found.data, item.key) === undefined)?.key;
  return key === undefined ? undefined : `references non-existent secret key: ${key}`;
}
