/** What a pod needs from the API before its containers can be made: ConfigMaps and Secrets behind volumes and variables. */
import { ownValue } from '../../base/own.ts';
import type { Client } from '../../api/client.ts';
import { isReason } from '../../api/errors.ts';
import type { KubeObject, ResourceType } from '../../api/object.ts';
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
  if (volumes === undefined || context.spec.images === 'preloaded') return true;
  const namespace = worker.pod.metadata.namespace ?? '';
  for (const volume of volumes) {
    const problem = problemOf(context.cached, namespace, volume);
    if (problem === undefined) continue;
    context.event(worker.pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`);
    worker.mountBackoffMs = Math.min(worker.mountBackoffMs === 0 ? FIRST_RETRY_MS : worker.mountBackoffMs * 2, LAST_RETRY_MS);
    worker.mountAt = context.now + worker.mountBackoffMs;
    return false;
  }
  worker.mountAt = 0;
  return true;
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
